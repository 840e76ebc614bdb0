"""Switching ready rules, and letting them act."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from gilde.attention.insights.enums import Ready, Verb
from gilde.attention.insights.models import ReadyRule, RuleAct
from gilde.attention.insights.queries.ready import Case, due, honest
from gilde.attention.insights.rules import ready as rules
from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.actions.compliment import give
from gilde.people.queries.actor import actor_for
from gilde.people.rules.person import person_id as who


@transaction.atomic
def switch_on(*, actor: Actor, community: Community, kind: Ready, text: str) -> ReadyRule:
    """Let a rule act from now on, in the actor's name with these words; when it is on already, with these from now.

    Raises:
        Refusal: the actor is no host.
    """
    rules.switch.require(actor, community)
    known = ReadyRule.objects.select_for_update(no_key=True).filter(community=community, kind=kind).first()
    since = known.on_since if known is not None and known.on_since is not None else now()
    values = {"text": text, "host_id": who(actor), "on_since": since}
    row, _made = ReadyRule.objects.update_or_create(community=community, kind=kind, defaults=values)
    activity.record(Verb.RULE_SWITCHED, actor=actor, target=row, community=community, data={"kind": kind, "on": True})
    return row


@transaction.atomic
def switch_off(*, actor: Actor, community: Community, kind: Ready) -> None:
    """Let a rule rest; its words stay. Again changes nothing.

    Raises:
        Refusal: the actor is no host.
    """
    rules.switch.require(actor, community)
    row = ReadyRule.objects.filter(community=community, kind=kind, on_since__isnull=False).first()
    if row is not None:
        ReadyRule.objects.filter(pk=row.pk).update(on_since=None)
        activity.record(
            Verb.RULE_SWITCHED, actor=actor, target=row, community=community, data={"kind": kind, "on": False}
        )


def play(rule_id: int) -> int:
    """Do what a rule is to do now; how many acts that were. Twice is once; a host who is host no more does nothing."""
    rule = ReadyRule.objects.select_related("community", "host").filter(pk=rule_id, on_since__isnull=False).first()
    if rule is None or rule.community.archived_at is not None:
        return 0
    host = actor_for(rule.host)
    if not rules.switch.allows(host, rule.community):
        return 0
    return sum(_act(rule, host, case) for case in due(rule))


def _act(rule: ReadyRule, host: Actor, case: Case) -> bool:
    """One act and its row, together or not at all; False when another worker was first or a rule refuses it."""
    try:
        with transaction.atomic():
            done = RuleAct.objects.create(
                rule=rule,
                subject=case.subject,
                person=case.person,
                contribution=case.contribution,
                client_id=uuid.uuid4(),
            )
            _say(rule, host, case, done.client_id)
            activity.record(
                Verb.RULE_ACTED,
                actor=host,
                target=rule,
                community=rule.community,
                data={"kind": rule.kind, "person": case.person.pk},
            )
    except IntegrityError:
        return False
    except Refusal:
        # A block, a closed conversation: it is not tried again, since people decided so.
        with transaction.atomic():
            RuleAct.objects.get_or_create(
                rule=rule, subject=case.subject, defaults={"person": case.person, "contribution": case.contribution}
            )
        return False
    return True


def _say(rule: ReadyRule, host: Actor, case: Case, client_id: uuid.UUID) -> None:
    text = honest(rule.text, rule.community.language)
    if rule.kind == Ready.UNANSWERED and case.contribution is not None:
        add_comment(actor=host, contribution=case.contribution, body=text, client_id=client_id)
        return
    about = ""
    if case.contribution is None:
        with override(rule.community.language):
            about = gettext("You joined %(community)s.") % {"community": rule.community.name}
    give(
        actor=host,
        receiver=case.person,
        text=text[:280],
        contribution=case.contribution,
        about=about[:160],
        client_id=client_id,
    )


@transaction.atomic
def forget(*, person_id: int) -> None:
    """Keep nothing about somebody who left for good; their rules end with them. Twice is once."""
    ReadyRule.objects.filter(host=person_id).delete()
    RuleAct.objects.filter(person=person_id).delete()
