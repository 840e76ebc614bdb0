from __future__ import annotations

from tests.factories.dialogue import (
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_question,
    person_of,
)

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.saved import save
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import (
    Answer,
    Appreciation,
    Comment,
    Compliment,
    Contribution,
    Draft,
    Mention,
    ReadFloor,
    ReadMark,
    Saved,
)
from gilde.dialogue.queries.compliment import shown_by
from gilde.dialogue.queries.stream import stream
from gilde.people.actions.leaving import erase


def test_who_leaves_for_good_takes_along_what_is_personal(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer, comment = make_answer(anna, question), make_comment(anna, question)
    mine = make_contribution(bo, place, "What I learned")
    make_answer(bo, question)
    make_comment(bo, question, f"Thank you, @{anna.handle}.")
    make_comment(anna, mine, f"Ask @{bo.handle}.")
    for target, kind in (
        (question, AppreciationKind.ME_TOO),
        (question, AppreciationKind.LIKE),
        (answer, AppreciationKind.USED),
        (comment, AppreciationKind.LIKE),
    ):
        appreciate(actor=bo, target=target, kind=kind, on=True)
    save(actor=bo, contribution=question)
    save_draft(actor=bo, place="new", data={"title": "Half a thought"})
    make_compliment(bo, person_of(anna), shown=True)
    make_compliment(anna, person_of(bo), shown=True)

    erase(actor=bo)

    assert not Appreciation.objects.exists()
    question.refresh_from_db()
    assert (question.like_count, question.me_too_count) == (0, 0)
    assert Answer.objects.get(pk=answer.pk).used_count == 0
    assert Comment.objects.get(pk=comment.pk).like_count == 0
    for model in (Draft, Saved, ReadMark, ReadFloor, Mention):
        assert not model._default_manager.filter(person_id=bo.person_id).exists(), model
    assert Compliment.objects.get().giver_id == bo.person_id
    assert (question.answer_count, question.comment_count) == (2, 2)


def test_what_was_said_stays_under_former_member(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(bo, place, "What I learned")
    make_compliment(bo, person_of(anna), shown=True)
    erase(actor=bo)
    shown = next(item for item in stream(anna, [place.pk]).rows if item.id == row.pk)
    assert (shown.author.name, shown.author.url) == ("Former member", "")
    assert Contribution.objects.visible_to(anna).filter(pk=row.pk).exists()
    thanks = shown_by(anna, anna.person_id or 0).rows[0]
    assert (thanks.giver.name, thanks.giver.url) == ("Former member", "")
