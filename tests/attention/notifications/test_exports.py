"""What is kept for notifications goes along in the download of one's data."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core import mail
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member

from gilde.attention.notifications.actions.letter import begin_digest, choose_rhythm, send
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.actions.notice import look, spread
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.exports import export
from gilde.communities.models import Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.exports import Records, parts
from gilde.core.models import Activity

pytestmark = pytest.mark.django_db


def records(actor: Actor) -> dict[str, list[Mapping[str, object]]]:
    return {part.name: list(part.rows) for part in export(actor.person_id or 0) if isinstance(part, Records)}


def told(author: Actor, place, other: Actor, title: str = "Rounds that work"):
    row = make_contribution(author, place, title)
    comment = make_comment(other, row)
    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    return row, comment


def test_what_i_was_told_chose_and_was_mailed_goes_along():
    place = make_place()
    author, other = member(place, "Ada"), member(place, "Bo Maas")
    client_of(author)
    row, comment = told(author, place, other)
    choose(actor=author, subject=Subject.CONTRIBUTION, number=row.pk, level=Level.FOLLOW)
    choose(actor=author, subject=Subject.COMMUNITY, number=place.pk, level=Level.NORMAL)
    choose(actor=author, subject=Subject.PERSON, number=other.person_id, level=Level.NORMAL)
    choose_rhythm(actor=author, rhythm=Rhythm.WEEKLY)
    letter = begin_digest(person_id=author.person_id, rhythm=Rhythm.WEEKLY, period="2026-W48")
    assert letter is not None
    assert send(letter.pk)
    look(actor=author)
    found = records(author)
    (notice,) = found["notifications"]
    assert notice["what"] == "Bo Maas commented on “Rounds that work”"
    assert str(notice["address"]).endswith(comment.get_absolute_url())
    assert notice["read_at"] is not None
    assert notice["mailed_at"] is not None
    assert found["notification-levels"] == [
        {"of": "Rounds that work", "level": "Every reply"},
        {"of": place.name, "level": "What concerns me"},
        {"of": "Bo Maas", "level": "What concerns me"},
    ]
    assert found["email-rhythm"][0]["rhythm"] == "once a week, on Monday"
    assert found["emails"][0]["sent_at"] is not None
    assert len(mail.outbox) == 1


def test_what_i_may_not_read_any_more_is_not_named():
    place = make_place(audience=Audience.COMMUNITY)
    author, other = member(place), member(place)
    row, _comment = told(author, place, other, "What is said among us")
    choose(actor=author, subject=Subject.CONTRIBUTION, number=row.pk, level=Level.MUTE)
    Membership.objects.filter(person_id=author.person_id, community=place).delete()
    found = records(author)
    assert "What is said among us" not in repr(found)
    assert [notice["what"] for notice in found["notifications"]] == [""]
    assert found["notification-levels"] == [{"of": "", "level": "Nothing"}]


def test_nothing_of_somebody_else_goes_along_and_everybodys_download_has_these_parts():
    place = make_place()
    author, other = member(place), member(place)
    told(author, place, other)
    assert not any(records(other).values())
    names = {part.name for part in parts(author.person_id or 0) if isinstance(part, Records)}
    assert {"notifications", "notification-levels", "email-rhythm", "emails"} <= names


@pytest.mark.parametrize("many", [1, 30])
def test_the_parts_take_the_same_statements_however_much_there_is(many, django_assert_num_queries):
    place = make_place()
    author, other = member(place), member(place)
    for _ in range(many):
        row, _comment = told(author, place, other)
        choose(actor=author, subject=Subject.CONTRIBUTION, number=row.pk, level=Level.FOLLOW)
    with django_assert_num_queries(12):
        records(author)
