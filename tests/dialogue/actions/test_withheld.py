from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from tests.factories.dialogue import (
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import SYSTEM, VISITOR, Actor
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.core.searchables import searchables
from gilde.dialogue.actions.answer import accept, delete_answer, edit_answer
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.comment import add_comment, delete_comment, edit_comment
from gilde.dialogue.actions.restore import restore_answer, restore_comment
from gilde.dialogue.actions.review import release, remove
from gilde.dialogue.actions.withheld import show_again, withhold
from gilde.dialogue.enums import AppreciationKind, State, Verb
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution, Hold
from gilde.dialogue.queries.one import contribution_for
from gilde.dialogue.queries.page import contribution_page
from gilde.dialogue.queries.stream import by_author, stream

pytestmark = pytest.mark.django_db


def _counts(row: Contribution) -> tuple[int, int, int, bool]:
    row.refresh_from_db()
    return row.answer_count, row.comment_count, row.withheld_count, row.has_accepted


def _shown(actor: Actor, contribution: Contribution) -> set[str]:
    """The replies on the page; the same as ``visible_to`` gives, or it fails."""
    row = contribution_for(actor, contribution.pk)
    if row is None:
        return {"404"}
    replies = contribution_page(actor, row).replies
    under = [each for rows in replies.under.values() for each in rows]
    keys = {each.key for each in (*replies.answers, *replies.comments, *under)}
    asked = {f"a{pk}" for pk in Answer.objects.visible_to(actor).values_list("pk", flat=True)}
    asked |= {f"c{pk}" for pk in Comment.objects.visible_to(actor).values_list("pk", flat=True)}
    assert keys == asked, actor.name
    return keys


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_a_withheld_comment_is_there_for_its_writer_and_the_hosts_alone(
    open_place: Community, state: State, place: Community
) -> None:
    anna, bo, host = member(open_place), member(open_place), member(open_place, role=Role.HOST)
    facilitator, guest = member(open_place, role=Role.FACILITATOR), member(open_place, role=Role.GUEST)
    elsewhere = member(place, role=Role.HOST)
    row = make_contribution(anna, open_place)
    comment = make_comment(bo, row)
    assert withhold(actor=SYSTEM, row=comment, state=state)  # type: ignore[arg-type]
    for actor in (bo, host, facilitator):
        assert _shown(actor, row) == {f"c{comment.pk}"}
    for actor in (anna, guest, elsewhere, VISITOR):
        assert _shown(actor, row) == set()
    assert _counts(row) == (0, 0, 1, False)
    assert not withhold(actor=SYSTEM, row=comment, state=state)  # type: ignore[arg-type]
    assert _counts(row) == (0, 0, 1, False)
    assert show_again(actor=host, row=comment)
    assert not show_again(actor=host, row=comment)
    for actor in (anna, bo, host, guest, elsewhere, VISITOR):
        assert _shown(actor, row) == {f"c{comment.pk}"}
    assert _counts(row) == (0, 1, 0, False)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
def test_a_withheld_contribution_is_there_for_its_author_and_the_hosts_alone(audience: Audience) -> None:
    place = make_place(audience=audience)
    anna, bo, host = member(place), member(place), member(place, role=Role.HOST)
    elsewhere = member(make_place(), role=Role.HOST)
    row = make_contribution(anna, place, "Seen by few")
    make_comment(bo, row)
    withhold(actor=SYSTEM, row=row, state=State.HELD)
    everybody = [anna, bo, host, elsewhere, VISITOR, SYSTEM]
    assert [contribution_for(actor, row.pk) is not None for actor in everybody] == [
        True,
        False,
        True,
        False,
        False,
        False,
    ]
    for actor in everybody:
        found = Contribution.objects.visible_to(actor).filter(pk=row.pk).exists()
        assert found == (contribution_for(actor, row.pk) is not None), actor
        assert not by_author(actor, anna.person_id or 0).rows
    assert not stream(host, [place.pk]).rows
    assert not Comment.objects.visible_to(bo).exists()
    place.refresh_from_db()
    assert place.contribution_count == 0
    show_again(actor=host, row=row)
    place.refresh_from_db()
    assert place.contribution_count == 1
    assert stream(bo, [place.pk]).rows


def test_who_left_does_not_see_what_was_withheld_from_them(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    withhold(actor=SYSTEM, row=row, state=State.HIDDEN)
    stranger = Actor(person_id=anna.person_id, account_id=anna.account_id)
    assert contribution_for(stranger, row.pk) is None
    assert not Contribution.objects.visible_to(stranger).exists()


def test_an_answer_goes_and_comes_with_what_hangs_on_it(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(bo, question)
    make_comment(anna, question, answer=answer)
    accept(actor=anna, answer=answer)
    assert _counts(question) == (1, 1, 0, True)
    withhold(actor=host, row=answer, state=State.HIDDEN)
    assert _counts(question) == (0, 0, 1, False)
    assert _shown(anna, question) == set()
    assert len(_shown(host, question)) == 2
    with pytest.raises(Refusal):
        add_comment(actor=host, contribution=question, body="Under what nobody sees", answer=answer)
    with pytest.raises(Refusal):
        accept(actor=anna, answer=answer)
    show_again(actor=host, row=answer)
    assert _counts(question) == (1, 1, 0, True)


def test_deleting_and_restoring_keeps_what_was_decided(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    question = make_question(anna, place)
    answer, comment = make_answer(bo, question), make_comment(bo, question)
    for row in (answer, comment):
        withhold(actor=host, row=row, state=State.HIDDEN)
    assert _counts(question) == (0, 0, 2, False)
    delete_answer(actor=bo, answer=answer)
    delete_comment(actor=bo, comment=comment)
    assert _counts(question) == (0, 0, 0, False)
    assert not show_again(actor=host, row=answer)
    restore_answer(actor=host, answer=answer)
    restore_comment(actor=host, comment=comment)
    assert _counts(question) == (0, 0, 2, False)
    assert _shown(anna, question) == set()


def test_nobody_thanks_for_what_is_withheld(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    comment = make_comment(bo, make_contribution(anna, place))
    withhold(actor=host, row=comment, state=State.HIDDEN)
    comment.refresh_from_db()
    with pytest.raises(Refusal):
        appreciate(actor=host, target=comment, kind=AppreciationKind.LIKE, on=True)


def test_the_search_and_the_bell_forget_what_is_withheld(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    comment = make_comment(bo, row, "Mulberry")
    spread(Activity.objects.get(verb=Verb.COMMENTED, target_id=comment.pk))
    assert Notice.objects.filter(person=anna.person_id).count() == 1
    withhold(actor=host, row=comment, state=State.HELD)
    assert not Notice.objects.filter(person=anna.person_id).exists()
    assert not list(searchables()["dialogue.comment"].entries([comment.pk]))
    assert not searchables()["dialogue.comment"].found(host, [(comment.pk, 0)])
    spread(Activity.objects.get(verb=Verb.COMMENTED, target_id=comment.pk))
    assert not Notice.objects.filter(person=anna.person_id).exists()


def test_what_one_quotes_is_not_quoted_any_more(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    first = make_comment(bo, row, "Mulberry")
    add_comment(actor=anna, contribution=row, body="I see", quotes=first)
    withhold(actor=host, row=first, state=State.HIDDEN)
    for actor in (anna, host):
        loaded = contribution_for(actor, row.pk)
        assert loaded is not None
        assert all(each.quoted is None for each in contribution_page(actor, loaded).replies.comments)


def test_the_same_person_elsewhere_sees_nothing(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    comment = make_comment(anna, row)
    withhold(actor=host, row=comment, state=State.HELD)
    other = joined(member(make_place()), place)
    assert _shown(other, row) == set()


def test_a_file_goes_with_the_answer_its_comment_hangs_on(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    question = make_question(anna, place)
    answer = make_answer(bo, question)
    comment = make_comment(anna, question, answer=answer)
    kept = store_upload(ContentFile(b"a plan"), name="plan.txt", uploader_id=anna.person_id)
    file = Attachment.objects.create(file=kept, name="plan.txt", contribution=question, comment=comment)
    reader = member(place)
    assert file in Attachment.objects.visible_to(reader)
    withhold(actor=host, row=answer, state=State.HIDDEN)
    assert file not in Attachment.objects.visible_to(reader)
    assert file in Attachment.objects.visible_to(host)
    delete_answer(actor=bo, answer=answer)
    assert file not in Attachment.objects.visible_to(reader)


def test_what_was_hidden_while_it_waited_for_a_host_waits_again(place: Community, host: Actor) -> None:
    newcomer = member(place, new=True)
    row = make_contribution(newcomer, place, body="Look at https://shop.example/sale")
    assert row.state == State.HELD
    assert withhold(actor=host, row=row, state=State.HIDDEN)
    assert show_again(actor=host, row=row)
    row.refresh_from_db()
    assert row.state == State.HELD
    assert contribution_for(member(place), row.pk) is None
    release(actor=host, hold=Hold.objects.get())
    assert contribution_for(member(place), row.pk) is not None
    assert Activity.objects.filter(verb=Verb.CONTRIBUTED, target_id=row.pk).count() == 1


def test_what_a_decision_hides_is_not_published_by_a_host_who_read_it(place: Community, host: Actor) -> None:
    newcomer = member(place, new=True)
    row = make_comment(newcomer, make_contribution(host, place), "Look at https://shop.example/sale")
    withhold(actor=SYSTEM, row=row, state=State.HIDDEN)
    with pytest.raises(Refusal, match="A decision hides"):
        release(actor=host, hold=Hold.objects.get())
    assert Hold.objects.open().exists()
    show_again(actor=SYSTEM, row=row)
    release(actor=host, hold=Hold.objects.get())
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    assert Activity.objects.filter(verb=Verb.COMMENTED, target_id=row.pk).count() == 1


@pytest.mark.parametrize("edited", [False, True])
def test_what_was_removed_while_it_waited_is_seen_by_all_when_it_is_brought_back(
    place: Community, anna: Actor, host: Actor, edited: bool
) -> None:
    link, newcomer, question = "Look at https://shop.example/sale", member(place, new=True), make_question(anna, place)
    answer = make_answer(newcomer, question, "Innocent" if edited else link)
    comment = make_comment(newcomer, question, "Innocent" if edited else link)
    if edited:
        edit_answer(actor=newcomer, answer=answer, body=link)
        edit_comment(actor=newcomer, comment=comment, body=link)
    assert _counts(question) == (0, 0, 2, False)
    for hold in Hold.objects.order_by("pk"):
        remove(actor=host, hold=hold, note="Not here.")
    assert _counts(question) == (0, 0, 0, False)
    for _ in range(2):
        restore_answer(actor=host, answer=answer)
        restore_comment(actor=host, comment=comment)
        assert _counts(question) == (1, 1, 0, False)
    assert _shown(anna, question) == {f"a{answer.pk}", f"c{comment.pk}"}
    for verb in (Verb.ANSWERED, Verb.COMMENTED):
        assert Activity.objects.filter(verb=verb, actor_id=newcomer.person_id).count() == 1
