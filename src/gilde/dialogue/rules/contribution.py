"""Who may do what with contributions, answers and comments; each refusal has its reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.capability import can
from gilde.communities.rules.capability import may
from gilde.communities.rules.charter import charter_current
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import ContributionKind, State
from gilde.dialogue.models import Answer, Comment, Contribution


def _writes(actor: Actor, community: Community, capability: Capability) -> Reason:
    """The reasons that hold for every kind of writing, in the order a person can do something about them."""
    return may.reason(actor, community, capability) or charter_current.reason(actor, community) or None


@rule
def contribute(actor: Actor, community: Community, kind: str) -> Reason:
    """Members contribute; announcements are for those who may announce."""
    capability = Capability.ANNOUNCE if kind == ContributionKind.ANNOUNCEMENT else Capability.CONTRIBUTE
    return _writes(actor, community, capability)


@rule
def comment(actor: Actor, contribution: Contribution) -> Reason:
    """Whoever may comment in the community, as long as the contribution is open."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    if contribution.closed_at is not None:
        return _("This conversation is closed.")
    return _writes(actor, contribution.community, Capability.COMMENT)


@rule
def answer(actor: Actor, contribution: Contribution) -> Reason:
    """Whoever may comment can answer a question."""
    if not contribution.is_question:
        return _("Only a question takes answers.")
    return comment.reason(actor, contribution) or None


@rule
def appreciate(actor: Actor, contribution: Contribution) -> Reason:
    """Whoever may comment can appreciate, also after closing."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    return _writes(actor, contribution.community, Capability.COMMENT)


@rule
def edit(actor: Actor, contribution: Contribution) -> Reason:
    """Its authors, the teller included."""
    if contribution.state == State.DELETED:
        return _("This was deleted.")
    mine = contribution.author_id == actor.person_id or (
        contribution.several_authors and contribution.authorships.filter(person_id=actor.person_id).exists()
    )
    if actor.person_id is None or not mine:
        return _("Only who wrote this can edit it.")
    return _writes(actor, contribution.community, Capability.COMMENT)


@rule
def edit_reply(actor: Actor, reply: Answer | Comment) -> Reason:
    """Only its author."""
    if actor.person_id is None or reply.author_id != actor.person_id:
        return _("Only who wrote this can edit it.")
    return _writes(actor, reply.contribution.community, Capability.COMMENT)


@rule
def delete(actor: Actor, thing: Contribution | Answer | Comment) -> Reason:
    """Its author, or who curates the community."""
    community = thing.community
    if actor.person_id is not None and thing.author_id == actor.person_id:
        return None
    if can(actor, community, Capability.CURATE):
        return None
    return _("Only who wrote this, or a host, can delete it.")


@rule
def curate(actor: Actor, contribution: Contribution) -> Reason:
    """Pin, unpin: those who curate."""
    if not can(actor, contribution.community, Capability.CURATE):
        return _("Only hosts and facilitators can do this.")
    return None


@rule
def close(actor: Actor, contribution: Contribution) -> Reason:
    """Its author, or who curates the community."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    if actor.person_id is not None and contribution.author_id == actor.person_id:
        return None
    return curate.reason(actor, contribution) or None


@rule
def move(actor: Actor, contribution: Contribution, to: Community) -> Reason:
    """Its author or who curates here, into a community where the mover may contribute."""
    if actor.person_id != contribution.author_id and not can(actor, contribution.community, Capability.CURATE):
        return _("Only who wrote this, or a host, can move it.")
    return contribute.reason(actor, to, contribution.kind) or None


@rule
def accept(actor: Actor, answer: Answer) -> Reason:
    """Who asked the question; a host may for people who are not here yet."""
    question = answer.contribution
    if actor.person_id is not None and question.author_id == actor.person_id:
        return None
    if question.author.is_placeholder and can(actor, question.community, Capability.CURATE):
        return None
    return _("Only who asked the question can accept an answer.")
