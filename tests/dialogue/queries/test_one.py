from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import make_behaviour, make_contribution, make_place, member, person_of

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import SYSTEM, VISITOR, Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.curation import close
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.one import contribution_for, locked_contribution


@pytest.mark.django_db
def test_it_finds_exactly_what_visible_to_allows() -> None:
    actors: list[Actor] = [VISITOR, SYSTEM]
    for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY):
        place = make_place(audience=audience)
        author, teller, other = (member(place) for _ in range(3))
        actors += [author, teller, other, member(place, role=Role.HOST), member(place, role=Role.GUEST)]
        make_contribution(author, place)
        make_contribution(author, place, authors=[person_of(other)])
        make_contribution(author, place, kind=ContributionKind.STORY, teller=person_of(teller))
        delete(actor=author, contribution=make_contribution(author, place))
    numbers = list(Contribution.objects.values_list("pk", flat=True))
    assert len(numbers) == 12
    for actor in actors:
        allowed = set(Contribution.objects.visible_to(actor).values_list("pk", flat=True))
        assert {number for number in numbers if contribution_for(actor, number)} == allowed, actor


@pytest.mark.django_db
def test_it_comes_with_all_that_a_page_asks_for_in_one_statement() -> None:
    place = make_place("Care close to home", audience=Audience.PUBLIC, purpose="Learn together")
    anna = member(place, "Anna Visser")
    behaviour = make_behaviour(place)
    kind = ContributionKind.RESOURCE
    made = make_contribution(anna, place, "A book", kind=kind, behaviour=behaviour, brought_me="Rest.")
    with CaptureQueriesContext(connection) as queries:
        row = contribution_for(anna, made.pk)
        assert row is not None
        assert (row.author.name, row.author.url) == ("Anna Visser", f"/@{anna.handle}/")
        assert (row.community.name, row.community.purpose, row.community.is_public) == (
            "Care close to home",
            "Learn together",
            True,
        )
        assert (row.community.noindex, row.community.is_archived, row.community.charter_id) == (False, False, None)
        assert row.behaviour is not None
        assert row.behaviour.text == behaviour.text
        assert row.link_preview is not None
        assert row.link_preview.url == "https://example.org/page"
    assert len(queries) == 1
    plain = Contribution.objects.get(pk=made.pk)
    for field in Contribution._meta.concrete_fields:
        assert getattr(row, field.attname) == getattr(plain, field.attname), field.name


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_a_number_that_cannot_be_finds_nothing(number: int) -> None:
    assert contribution_for(VISITOR, number) is None


@pytest.mark.django_db
def test_what_did_not_change_since_is_the_same_object_under_the_lock_and_what_did_is_read_anew() -> None:
    place = make_place()
    anna = member(place)
    number = make_contribution(anna, place).pk
    known = contribution_for(anna, number)
    assert known is not None
    with transaction.atomic():
        assert locked_contribution(number, known=known) is known
        assert locked_contribution(number) is not known
    close(actor=anna, contribution=known, reason="Said enough.")
    with transaction.atomic():
        fresh = locked_contribution(number, known=known)
    assert fresh is not known
    assert (known.closed_at is None, fresh.closed_at is None) == (True, False)
    Community.objects.filter(pk=place.pk).update(name="Another name")
    with transaction.atomic():
        assert locked_contribution(number, known=fresh).community.name == "Another name"


@pytest.mark.django_db
def test_what_django_reads_knows_nothing_of_how_it_was_and_is_read_anew() -> None:
    place = make_place()
    row = make_contribution(member(place), place)
    with transaction.atomic():
        assert locked_contribution(row.pk, known=Contribution.objects.get(pk=row.pk)).community == place
