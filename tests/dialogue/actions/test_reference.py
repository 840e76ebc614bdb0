"""What links to a contribution: as long as the words with the link are there."""

from __future__ import annotations

from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_question

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.answer import delete_answer, edit_answer
from gilde.dialogue.actions.comment import delete_comment, edit_comment
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.actions.restore import restore_answer, restore_comment
from gilde.dialogue.models import Contribution, ContributionLink


def _linked(source: Contribution) -> set[int]:
    return set(ContributionLink.objects.filter(source=source).values_list("target_id", flat=True))


def test_a_link_that_is_edited_out_is_no_longer_mentioned(place: Community, anna: Actor, bo: Actor) -> None:
    goal, other = make_contribution(anna, place), make_contribution(anna, place)
    source = make_contribution(anna, place)
    edit(actor=anna, contribution=source, text=ContributionText("Both", f"See /d/{goal.pk}/ and /d/{other.pk}/."))
    edit(
        actor=anna,
        contribution=source,
        text=ContributionText("Both", f"See [it](/d/{goal.pk}/), [too](/d/{other.pk}/)."),
    )
    assert _linked(source) == {goal.pk, other.pk}
    comment = make_comment(bo, source, f"Yes, [that one](/d/{goal.pk}/).")
    edit(actor=anna, contribution=source, text=ContributionText("None", "Nothing more."))
    assert _linked(source) == {goal.pk}  # the comment still has it
    edit_comment(actor=bo, comment=comment, body="No.")
    assert _linked(source) == set()


def test_a_link_goes_with_its_reply_and_comes_back_with_it(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    goal, deeper, source = make_contribution(anna, place), make_contribution(anna, place), make_question(anna, place)
    answer = make_answer(bo, source, f"Read [this](/d/{goal.pk}/).")
    make_comment(anna, source, f"And [that](/d/{deeper.pk}/).", answer=answer)
    below = make_comment(anna, source, f"[Here](/d/{goal.pk}/) too.")
    assert _linked(source) == {goal.pk, deeper.pk}
    delete_answer(actor=bo, answer=answer)
    assert _linked(source) == {goal.pk}
    delete_comment(actor=anna, comment=below)
    assert _linked(source) == set()
    restore_answer(actor=host, answer=answer)
    assert _linked(source) == {goal.pk, deeper.pk}
    edit_answer(actor=bo, answer=answer, body="Never mind.")
    assert _linked(source) == {deeper.pk}
    restore_comment(actor=host, comment=below)
    assert _linked(source) == {goal.pk, deeper.pk}


def test_a_double_stays_a_double(place: Community, anna: Actor) -> None:
    goal, source = make_contribution(anna, place), make_contribution(anna, place)
    edit(actor=anna, contribution=source, text=ContributionText("One", f"See [it](/d/{goal.pk}/)."))
    ContributionLink.objects.update(duplicate=True)
    edit(actor=anna, contribution=source, text=ContributionText("One", "Closed."))
    assert _linked(source) == {goal.pk}
