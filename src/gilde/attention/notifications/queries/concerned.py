"""Whom an act concerns, and why: one function per verb. Who of them is told, ``receivers`` says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet

from gilde.attention.notifications.enums import Level, Reason, Subject, Verb
from gilde.attention.notifications.models import Choice, Notice, Wake
from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.enums import Verb as CommunityVerb
from gilde.communities.models import JoinRequest, Membership
from gilde.core.db.reading import ByNumber, prepared
from gilde.core.models import Activity
from gilde.dialogue.enums import AppreciationKind, ContributionKind, HoldOutcome, Part, State
from gilde.dialogue.enums import Verb as DialogueVerb
from gilde.dialogue.models import Answer, Appreciation, Comment, Compliment, Contribution, Guest, Hold, Mention
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.one import contribution_as_it_is, contributions_as_they_are
from gilde.governance.enums import Side
from gilde.governance.enums import Verb as GovernanceVerb
from gilde.governance.models import Case
from gilde.governance.queries.judge import judges, sides
from gilde.people.models import Follow

_HELD_AS: Final = {
    "dialogue.contribution": "contribution",
    "dialogue.answer": "answer",
    "dialogue.comment": "comment",
}
_ORDER: Final = {reason: place for place, reason in enumerate(Reason)}


@dataclass
class Told:
    """The act as it concerns people: where it happened, and who may want to hear of it.

    Attributes:
        contribution: where, when it happened in one.
        people: person id → the strongest reason so far.
    """

    contribution: Contribution | None = None
    community_id: int | None = None
    people: dict[int, Reason] = field(default_factory=dict)

    def add(self, people: Iterable[int], reason: Reason) -> None:
        """``reason`` holds for ``people``."""
        for number in people:
            present = self.people.get(number)
            if present is None or _ORDER[reason] < _ORDER[present]:
                self.people[number] = reason


_makers: dict[str, Callable[[Activity, Told], None]] = {}


def _of(*verbs: StrEnum) -> Callable[[Callable[[Activity, Told], None]], Callable[[Activity, Told], None]]:
    def register(maker: Callable[[Activity, Told], None]) -> Callable[[Activity, Told], None]:
        _makers.update({verb.value: maker for verb in verbs})
        return maker

    return register


def told_verbs() -> frozenset[str]:
    """The verbs that anybody is ever told of."""
    return frozenset(_makers)


def concerned(activity: Activity) -> Told:
    """Everybody whom ``activity`` may concern, with the strongest reason; its verb is one of :func:`told_verbs`."""
    told = Told(community_id=activity.community_id)
    _makers[activity.verb](activity, told)
    return told


def behind(told: Told, people: Iterable[int]) -> list[int]:
    """``people``, with the one behind the stand-in in its place."""
    row = told.contribution
    if row is None or row.asker_id is None:
        return list(people)
    return [row.asker_id if number == row.author_id else number for number in people]


def authors(contribution: Contribution) -> list[int]:
    """Who made it; of what was asked without a name the one behind it."""
    others = contribution.authorships.values_list("person_id", flat=True) if contribution.several_authors else ()
    return [contribution.asker_id or contribution.author_id, *others]


def _at(told: Told, contribution_id: int | None) -> Contribution | None:
    told.contribution = next(iter(_contribution(contribution_id or 0)), None)
    if told.contribution is not None:
        told.community_id = told.contribution.community_id  # it may have moved since
    return told.contribution


def read_ahead(activities: Collection[Activity]) -> None:
    """Fetch together what each of these acts asks by itself; inside ``remembering``.

    A comment is what happens most: however many there are, they take as many statements as one.
    """
    comments = [row.target_id for row in activities if row.verb == DialogueVerb.COMMENTED and row.target_id]
    _comment.ahead(comments)
    _named_in_comment.ahead(comments)
    places = {where for number in comments for where, _answer, _quotes in _comment(number)}
    for question in (_contribution, _who_commented, _followers_of_contribution):
        question.ahead(places)


@ByNumber
def _contribution(numbers: Collection[int]) -> Iterator[tuple[int, Contribution]]:
    return ((row.pk, row) for row in contributions_as_they_are(numbers))


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


def _followers(subject: Subject, number: int) -> QuerySet[Any, Any]:
    found = Choice.objects.filter(subject=subject, number=number, level=Level.FOLLOW)
    return found.values_list("person_id", flat=True)


def _took_part(told: Told, contribution: Contribution) -> None:
    told.add(_who_commented(contribution.pk), Reason.TOOK_PART)
    if contribution.is_question:  # nothing else is answered
        answered = Answer.objects.filter(stands_q(), contribution=contribution).order_by()
        told.add(answered.values_list("author_id", flat=True).distinct(), Reason.TOOK_PART)
    told.add(_followers_of_contribution(contribution.pk), Reason.FOLLOWED)


@_of(DialogueVerb.COMMENTED)
def _commented(activity: Activity, told: Told) -> None:
    number = activity.target_id or 0
    for where, answer, quotes in _comment(number):
        contribution = _at(told, where)
        if contribution is not None:
            told.add(authors(contribution), Reason.REPLY)
            if answer is not None:
                told.add(Answer.objects.filter(pk=answer).values_list("author_id", flat=True), Reason.REPLY)
            if quotes is not None:
                told.add(Comment.objects.filter(pk=quotes).values_list("author_id", flat=True), Reason.REPLY)
            told.add(_named_in_comment(number), Reason.MENTION)
            _took_part(told, contribution)


@_of(DialogueVerb.ANSWERED)
def _answered(activity: Activity, told: Told) -> None:
    row = Answer.objects.filter(stands_q(), pk=activity.target_id or 0).first()
    contribution = _at(told, row.contribution_id if row else None)
    if row is None or contribution is None:
        return
    too = Appreciation.objects.filter(contribution=contribution, answer=None, comment=None, kind="me_too")
    told.add([*authors(contribution), *too.values_list("person_id", flat=True)], Reason.ANSWER)
    told.add(Mention.objects.filter(answer=row, comment=None).values_list("person_id", flat=True), Reason.MENTION)
    _took_part(told, contribution)


@_of(DialogueVerb.ANSWER_ACCEPTED)
def _accepted(activity: Activity, told: Told) -> None:
    row = Answer.objects.filter(stands_q(), pk=activity.target_id or 0).first()
    contribution = _at(told, row.contribution_id if row else None)
    if row is not None and contribution is not None and contribution.has_accepted:
        told.add(behind(told, [row.author_id]), Reason.ACCEPTED)


@_of(DialogueVerb.APPRECIATED)
def _appreciated(activity: Activity, told: Told) -> None:
    replies: dict[str, QuerySet[Comment] | QuerySet[Answer]] = {
        "dialogue.comment": Comment.objects.all(),
        "dialogue.answer": Answer.objects.all(),
    }
    contribution = _at(told, activity.data.get("contribution"))
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


@_of(DialogueVerb.COMPLIMENTED)
def _complimented(activity: Activity, told: Told) -> None:
    row = Compliment.objects.filter(pk=activity.target_id or 0).first()
    if row is not None:
        told.community_id = None  # it is between two people, wherever it was given
        told.add([row.receiver_id], Reason.COMPLIMENT)


@_of(DialogueVerb.CONTRIBUTED, DialogueVerb.STORY_APPROVED)
def _contributed(activity: Activity, told: Told) -> None:
    contribution = _at(told, activity.target_id)
    if contribution is None:
        return
    if contribution.state == State.WAITING:
        tellers = contribution.authorships.filter(part=Part.TELLER, approved_at__isnull=True)
        told.add(tellers.values_list("person_id", flat=True), Reason.STORY)
        return
    if activity.verb == DialogueVerb.STORY_APPROVED:
        told.add([contribution.author_id], Reason.STORY)
    named = Mention.objects.filter(contribution=contribution, answer=None, comment=None)
    told.add(named.values_list("person_id", flat=True), Reason.MENTION)
    members = Membership.objects.filter(community=contribution.community_id)
    if contribution.kind == ContributionKind.ANNOUNCEMENT:
        told.add(members.values_list("person_id", flat=True), Reason.ANNOUNCEMENT)
        return
    told.add(_followers(Subject.COMMUNITY, contribution.community_id), Reason.FOLLOWED)
    # Whoever follows the one who asked without a name learns nothing of it.
    shown = [contribution.author_id] if contribution.asker_id is not None else authors(contribution)
    fans = Follow.objects.filter(followed__in=shown)
    told.add(fans.values_list("follower_id", flat=True), Reason.FOLLOWED)


@_of(DialogueVerb.CONTRIBUTION_WITHHELD, DialogueVerb.ANSWER_WITHHELD, DialogueVerb.COMMENT_WITHHELD)
def _withheld(activity: Activity, told: Told) -> None:
    """Those who keep order, of what waits for them; it is not readable for others, so no title is told."""
    held = Hold.objects.open().filter(**{_HELD_AS[activity.target_kind]: activity.target_id}, at__lte=activity.at)
    if activity.data.get("state") != State.HELD or not held.exists():
        return
    curating = [role for role in Role if Capability.CURATE in CAPABILITIES[role]]
    deciding = Membership.objects.filter(community=activity.community_id, role__in=curating)
    told.add(deciding.values_list("person_id", flat=True), Reason.HELD)


@_of(DialogueVerb.HOLD_ENDED)
def _reviewed(activity: Activity, told: Told) -> None:
    """The one who wrote it, wherever that was: it is about their own words."""
    row = Hold.objects.filter(pk=activity.target_id or 0).first()
    if row is None or row.outcome == HoldOutcome.WITHDRAWN:
        return
    if row.outcome == HoldOutcome.RELEASED:
        told.contribution = contribution_as_it_is(row.contribution_id)
    told.add([row.writer_id], Reason.REVIEWED)


@_of(DialogueVerb.STORY_RETURNED)
def _returned(activity: Activity, told: Told) -> None:
    contribution = _at(told, activity.target_id)
    if contribution is not None:
        told.add([contribution.author_id], Reason.STORY)


@_of(DialogueVerb.GUEST_CAME)
def _guest_came(activity: Activity, told: Told) -> None:
    """The one who invited them, while they are still there."""
    row = Guest.objects.taking_part().filter(pk=activity.data.get("guest") or 0).first()
    contribution = _at(told, row.contribution_id if row else None)
    if row is not None and contribution is not None and row.invited_by_id is not None:
        told.add([row.invited_by_id], Reason.GUEST)


@_of(Verb.HELPERS_ASKED)
def _helpers(activity: Activity, told: Told) -> None:
    question = _at(told, activity.target_id)
    if question is not None and question.is_open:
        asked = Wake.objects.filter(question=question, round=activity.data.get("round", 0))
        told.add(asked.values_list("person_id", flat=True), Reason.HELP)


@_of(CommunityVerb.JOIN_REQUESTED)
def _asking(activity: Activity, told: Told) -> None:
    admitting = [role for role in Role if Capability.ADMIT in CAPABILITIES[role]]
    if JoinRequest.objects.open().filter(pk=activity.target_id or 0).exists():
        deciding = Membership.objects.filter(community=activity.community_id, role__in=admitting)
        told.add(deciding.values_list("person_id", flat=True), Reason.ASKING)


@_of(CommunityVerb.MEMBER_JOINED)
def _joined(activity: Activity, told: Told) -> None:
    if activity.actor_id not in {None, activity.data.get("person")}:  # somebody else let them in
        told.add([activity.data["person"]], Reason.WELCOME)


@_of(CommunityVerb.ROLE_CHANGED)
def _role(activity: Activity, told: Told) -> None:
    told.add([activity.data["person"]], Reason.ROLE)


@_of(CommunityVerb.CHARTER_PUBLISHED)
def _charter(activity: Activity, told: Told) -> None:
    members = Membership.objects.filter(community=activity.community_id)
    told.add(members.values_list("person_id", flat=True), Reason.CHARTER)


# Who is told of a case is told wherever it happened, and muting a community does not hide a decision about oneself.
@_of(GovernanceVerb.REPORTED, GovernanceVerb.APPEALED, GovernanceVerb.NAME_ASKED)
def _reported(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0).first()
    if case is not None:
        told.add(judges(case), Reason.CASE)


@_of(
    GovernanceVerb.CASE_MESSAGE,
    GovernanceVerb.CASE_DECIDED,
    GovernanceVerb.APPEAL_DECIDED,
    GovernanceVerb.SANCTION_LIFTED,
    GovernanceVerb.PUT_BACK,
)
def _decided(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0).first()
    if case is None:
        return
    to = activity.data.get("to")
    told.add(sides(case, {Side(to)} if to in Side.values else set(Side)), Reason.DECISION)


@_of(GovernanceVerb.NAME_LIFTED)
def _name_lifted(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0, asker__isnull=False).first()
    if case is not None and case.asker_id is not None:
        told.add([case.asker_id], Reason.DECISION)
