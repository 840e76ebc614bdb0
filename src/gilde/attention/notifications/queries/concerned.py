"""Whom an act concerns, and why: one function per verb. Who of them is told, ``receivers`` says.

What is said and thanked for stands here; cases and membership have a file of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet

from gilde.attention.notifications.enums import Level, Reason, Subject, Verb
from gilde.attention.notifications.models import Choice, Notice, Wake
from gilde.attention.notifications.queries import (
    concerned_by_cases,  # noqa: F401 - registers its verbs
    concerned_by_membership,  # noqa: F401 - registers its verbs
)
from gilde.attention.notifications.queries.told import MAKERS, Told, at, authors, behind, contribution_at, followers, of
from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Membership
from gilde.core.db.reading import ByNumber, prepared
from gilde.core.models import Activity
from gilde.dialogue.enums import AppreciationKind, ContributionKind, HoldOutcome, Part, State
from gilde.dialogue.enums import Verb as DialogueVerb
from gilde.dialogue.models import Answer, Appreciation, Comment, Compliment, Contribution, Guest, Hold, Mention
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.one import contribution_as_it_is
from gilde.people.models import Follow

_HELD_AS: Final = {
    "dialogue.contribution": "contribution",
    "dialogue.answer": "answer",
    "dialogue.comment": "comment",
}


def told_verbs() -> frozenset[str]:
    """The verbs that anybody is ever told of."""
    return frozenset(MAKERS)


def concerned(activity: Activity) -> Told:
    """Everybody whom ``activity`` may concern, with the strongest reason; its verb is one of :func:`told_verbs`."""
    told = Told(community_id=activity.community_id)
    MAKERS[activity.verb](activity, told)
    return told


def read_ahead(activities: Collection[Activity]) -> None:
    """Fetch together what each of these acts asks by itself; inside ``remembering``.

    A comment is what happens most: however many there are, they take as many statements as one.
    """
    comments = [row.target_id for row in activities if row.verb == DialogueVerb.COMMENTED and row.target_id]
    _comment.ahead(comments)
    _named_in_comment.ahead(comments)
    places = {where for number in comments for where, _answer, _quotes in _comment(number)}
    for question in (contribution_at, _who_commented, _followers_of_contribution):
        question.ahead(places)


@ByNumber
@prepared
def _followers_of_contribution(numbers: Collection[int]) -> QuerySet[Any, Any]:
    found = Choice.objects.filter(subject=Subject.CONTRIBUTION, number__in=numbers, level=Level.FOLLOW)
    return found.values_list("number", "person_id")


@ByNumber
@prepared
def _comment(numbers: Collection[int]) -> QuerySet[Any, Any]:
    rows = Comment.objects.filter(stands_q(), pk__in=numbers)
    return rows.values_list("pk", "contribution_id", "answer_id", "quotes_id")


@ByNumber
@prepared
def _who_commented(contributions: Collection[int]) -> QuerySet[Any, Any]:
    here = Comment.objects.filter(stands_q(), contribution__in=contributions).order_by()
    return here.values_list("contribution_id", "author_id").distinct()


@ByNumber
@prepared
def _named_in_comment(comments: Collection[int]) -> QuerySet[Any, Any]:
    return Mention.objects.filter(comment__in=comments).values_list("comment_id", "person_id")


def _took_part(told: Told, contribution: Contribution) -> None:
    told.add(_who_commented(contribution.pk), Reason.TOOK_PART)
    if contribution.is_question:  # nothing else is answered
        answered = Answer.objects.filter(stands_q(), contribution=contribution).order_by()
        told.add(answered.values_list("author_id", flat=True).distinct(), Reason.TOOK_PART)
    told.add(_followers_of_contribution(contribution.pk), Reason.FOLLOWED)


@of(DialogueVerb.COMMENTED)
def _commented(activity: Activity, told: Told) -> None:
    number = activity.target_id or 0
    for where, answer, quotes in _comment(number):
        contribution = at(told, where)
        if contribution is not None:
            told.add(authors(contribution), Reason.REPLY)
            if answer is not None:
                told.add(Answer.objects.filter(pk=answer).values_list("author_id", flat=True), Reason.REPLY)
            if quotes is not None:
                told.add(Comment.objects.filter(pk=quotes).values_list("author_id", flat=True), Reason.REPLY)
            told.add(_named_in_comment(number), Reason.MENTION)
            _took_part(told, contribution)


@of(DialogueVerb.ANSWERED)
def _answered(activity: Activity, told: Told) -> None:
    row = Answer.objects.filter(stands_q(), pk=activity.target_id or 0).first()
    contribution = at(told, row.contribution_id if row else None)
    if row is None or contribution is None:
        return
    too = Appreciation.objects.filter(contribution=contribution, answer=None, comment=None, kind="me_too")
    told.add([*authors(contribution), *too.values_list("person_id", flat=True)], Reason.ANSWER)
    told.add(Mention.objects.filter(answer=row, comment=None).values_list("person_id", flat=True), Reason.MENTION)
    _took_part(told, contribution)


@of(DialogueVerb.ANSWER_ACCEPTED)
def _accepted(activity: Activity, told: Told) -> None:
    row = Answer.objects.filter(stands_q(), pk=activity.target_id or 0).first()
    contribution = at(told, row.contribution_id if row else None)
    if row is not None and contribution is not None and contribution.has_accepted:
        told.add(behind(told, [row.author_id]), Reason.ACCEPTED)


@of(DialogueVerb.APPRECIATED)
def _appreciated(activity: Activity, told: Told) -> None:
    replies: dict[str, QuerySet[Comment] | QuerySet[Answer]] = {
        "dialogue.comment": Comment.objects.all(),
        "dialogue.answer": Answer.objects.all(),
    }
    contribution = at(told, activity.data.get("contribution"))
    kind = activity.data.get("kind")
    given = Appreciation.objects.filter(
        person=activity.actor_id, kind=kind, **{activity.target_kind.rpartition(".")[2]: activity.target_id}
    )
    if contribution is None or kind == AppreciationKind.ME_TOO or not given.exists():
        return
    before = Notice.objects.filter(reason=Reason.THANKS, by=activity.actor_id, contribution=contribution).filter(
        activity__target_kind=activity.target_kind, activity__target_id=activity.target_id
    )
    if before.exclude(activity=activity).exists():
        return  # taken back and given again: once is enough
    if activity.target_kind not in replies:
        told.add(authors(contribution), Reason.THANKS)
        return
    rows = replies[activity.target_kind].filter(stands_q(), pk=activity.target_id or 0)
    told.add(behind(told, rows.values_list("author_id", flat=True)), Reason.THANKS)


@of(DialogueVerb.COMPLIMENTED)
def _complimented(activity: Activity, told: Told) -> None:
    row = Compliment.objects.filter(pk=activity.target_id or 0).first()
    if row is not None:
        told.community_id = None  # it is between two people, wherever it was given
        told.add([row.receiver_id], Reason.COMPLIMENT)


@of(DialogueVerb.CONTRIBUTED, DialogueVerb.STORY_APPROVED)
def _contributed(activity: Activity, told: Told) -> None:
    contribution = at(told, activity.target_id)
    if contribution is None:
        return
    if contribution.state == State.WAITING:
        tellers = contribution.authorships.filter(part=Part.TELLER, approved_at__isnull=True)
        told.add(tellers.values_list("person_id", flat=True), Reason.STORY)
        return
    if activity.verb == DialogueVerb.CONTRIBUTED and activity.data.get("waits"):
        return  # its teller approved it since, and that is told
    if activity.verb == DialogueVerb.STORY_APPROVED:
        told.add([contribution.author_id], Reason.STORY)
    named = Mention.objects.filter(contribution=contribution, answer=None, comment=None)
    beside = contribution.authorships.filter(part=Part.AUTHOR)
    told.add([*named.values_list("person_id", flat=True), *beside.values_list("person_id", flat=True)], Reason.MENTION)
    members = Membership.objects.filter(community=contribution.community_id)
    if contribution.kind == ContributionKind.ANNOUNCEMENT:
        told.add(members.values_list("person_id", flat=True), Reason.ANNOUNCEMENT)
        return
    told.add(followers(Subject.COMMUNITY, contribution.community_id), Reason.FOLLOWED)
    # Whoever follows the one who asked without a name learns nothing of it.
    shown = [contribution.author_id] if contribution.asker_id is not None else authors(contribution)
    fans = Follow.objects.filter(followed__in=shown)
    told.add(fans.values_list("follower_id", flat=True), Reason.FOLLOWED)
    if activity.verb == DialogueVerb.STORY_APPROVED:
        _not_again(activity, told)


def _not_again(activity: Activity, told: Told) -> None:
    """A story that was changed and approved once more is news to its scribe, not to who heard of it before."""
    before = Notice.objects.filter(contribution=told.contribution, activity__verb=activity.verb)
    for number in before.exclude(activity=activity).values_list("person_id", flat=True):
        if told.people.get(number) in {Reason.MENTION, Reason.FOLLOWED}:
            del told.people[number]


@of(DialogueVerb.CONTRIBUTION_WITHHELD, DialogueVerb.ANSWER_WITHHELD, DialogueVerb.COMMENT_WITHHELD)
def _withheld(activity: Activity, told: Told) -> None:
    """Those who keep order, of what waits for them; it is not readable for others, so no title is told."""
    held = Hold.objects.open().filter(**{_HELD_AS[activity.target_kind]: activity.target_id}, at__lte=activity.at)
    if activity.data.get("state") != State.HELD or not held.exists():
        return
    curating = [role for role in Role if Capability.CURATE in CAPABILITIES[role]]
    deciding = Membership.objects.filter(community=activity.community_id, role__in=curating)
    told.add(deciding.values_list("person_id", flat=True), Reason.HELD)


@of(DialogueVerb.HOLD_ENDED)
def _reviewed(activity: Activity, told: Told) -> None:
    """The one who wrote it, wherever that was: it is about their own words."""
    row = Hold.objects.filter(pk=activity.target_id or 0).first()
    if row is None or row.outcome == HoldOutcome.WITHDRAWN:
        return
    if row.outcome == HoldOutcome.RELEASED:
        told.contribution = contribution_as_it_is(row.contribution_id)
    told.add([row.writer_id], Reason.REVIEWED)


@of(DialogueVerb.STORY_RETURNED, DialogueVerb.AUTHOR_LEFT)
def _returned(activity: Activity, told: Told) -> None:
    contribution = at(told, activity.target_id)
    if contribution is not None:
        told.add([contribution.author_id], Reason.STORY)


@of(DialogueVerb.AUTHORS_CHANGED)
def _named_with(activity: Activity, told: Told) -> None:
    """Who is named with it now, and who is not any more, each once; before it shows nobody, as with a new one."""
    contribution = at(told, activity.target_id)
    if contribution is None or contribution.state != State.PUBLISHED:
        return
    here = set(contribution.authorships.values_list("person_id", flat=True))
    added, removed = ({*activity.data.get(name, [])} for name in ("added", "removed"))
    for people, reason in ((added & here, Reason.MENTION), (removed - here, Reason.STORY)):
        before = Notice.objects.filter(person__in=people, contribution=contribution, reason=reason)
        earlier = before.filter(activity__verb=activity.verb).exclude(activity=activity)
        told.add(people - set(earlier.values_list("person_id", flat=True)), reason)


@of(DialogueVerb.GUEST_CAME)
def _guest_came(activity: Activity, told: Told) -> None:
    """The one who invited them, while they are still there."""
    row = Guest.objects.taking_part().filter(pk=activity.data.get("guest") or 0).first()
    contribution = at(told, row.contribution_id if row else None)
    if row is not None and contribution is not None and row.invited_by_id is not None:
        told.add([row.invited_by_id], Reason.GUEST)


@of(Verb.HELPERS_ASKED)
def _helpers(activity: Activity, told: Told) -> None:
    question = at(told, activity.target_id)
    if question is not None and question.is_open:
        asked = Wake.objects.filter(question=question, round=activity.data.get("round", 0))
        told.add(asked.values_list("person_id", flat=True), Reason.HELP)
