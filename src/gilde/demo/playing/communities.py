"""Communities open, fill with people, and say what they want and what came of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import F

from gilde.communities.actions import ambition as ambitions
from gilde.communities.actions import community as places
from gilde.communities.actions import edge, guide
from gilde.communities.actions import invitation as invitations
from gilde.communities.actions import membership as memberships
from gilde.communities.actions import request as requests
from gilde.communities.enums import CommunityKind, Joining, Role
from gilde.communities.models import Invitation, JoinQuestion
from gilde.core import clock
from gilde.core.actor import SYSTEM
from gilde.demo import script
from gilde.demo.playing.stage import AUDIENCES, KEY, Stage
from gilde.people.models import Organisation


def open_community(stage: Stage, place: script.Community) -> None:
    """Found a community by its first host, with its questions and ambitions."""
    host = place.hosts[0]
    actor = stage.actor(host)
    with clock.at(stage.days_ago(place.started_days_ago, 8)):
        cover = stage.keep(stage.gallery.take("cover", place.slug), f"{place.slug}.webp", stage.people[host].pk)
        row = places.found(
            actor=actor,
            kind=CommunityKind(place.kind),
            name=place.names.get(place.language) or next(iter(place.names.values())),
            purpose=place.purposes.get(place.language) or next(iter(place.purposes.values())),
            language=place.language,
            audience=AUDIENCES[place.audience],
            joining=Joining(place.joining),
            slug=place.slug,
            charter=place.charter.strip(),
            cover=cover,
            client_id=uuid.uuid5(KEY, f"community {place.slug}"),
        )
        stage.actors.pop(host, None)
        actor = stage.actor(host)
        if place.questions:
            requests.set_questions(actor=actor, community=row, questions=[(text, True) for text in place.questions])
        for aim in place.ambitions:
            made = ambitions.share(actor=actor, community=row, title=aim.title, why=aim.why.strip())
            for behaviour in aim.behaviours:
                stage.behaviours[place.slug, behaviour.key] = ambitions.name_behaviour(
                    actor=actor, ambition=made, text=behaviour.text
                )
    row.refresh_from_db()
    stage.communities[place.slug] = row
    if place.organisations:
        ids = list(
            Organisation.objects.filter(
                name__in=[o.name for o in stage.play.organisations if o.slug in place.organisations]
            ).values_list("pk", flat=True)
        )
        places.open_to(
            actor=actor,
            community=row,
            audience=AUDIENCES[place.audience],
            joining=Joining(place.joining),
            members_invite=True,
            noindex=False,
            inter_company=True,
            organisations=ids,
        )


def fill_community(stage: Stage, place: script.Community) -> None:
    """Let people join, draw the edges to its parents, hand out invitations, and let people knock."""
    row = stage.communities[place.slug]
    for handle in sorted(place.people, key=lambda handle: -stage.play.joined(place, handle)):
        joined = stage.days_ago(stage.play.joined(place, handle), 10)
        role = Role(place.role_of(handle) or Role.MEMBER)
        with clock.at(joined):
            memberships.enrol(
                actor=stage.actor(handle),
                person_id=stage.people[handle].pk,
                community=row,
                role=role,
                charter_id=row.charter_id,
                since=joined,
            )
        stage.actors.pop(handle, None)
    for parent in place.parents:
        edge.draw(actor=SYSTEM, child=row, parent=stage.communities[parent.slug], required=parent.required)
    for door in place.invitations:
        made = stage.days_ago(door.days_ago, 11)
        with clock.at(made):
            invitation = invitations.make_link(
                actor=stage.actor(door.by),
                community=row,
                lifetime=timedelta(days=door.expires_in_days),
                max_uses=door.limit,
                note=door.note,
                client_id=uuid.uuid5(KEY, f"invitation {door.code}"),
            )
            Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + door.used)
            if door.revoked:
                invitations.revoke(actor=stage.actor(door.by), invitation=invitation)
    for knock in place.requests:
        questions = list(JoinQuestion.objects.filter(community=row).order_by("position", "pk"))
        with clock.at(stage.moment(knock.when)):
            requests.ask(
                actor=stage.actor(knock.by),
                community=row,
                answers={q.pk: text for q, text in zip(questions, knock.answers, strict=False)},
                charters=[place.charter_id for place in stage.communities.values() if place.charter_id],
                client_id=uuid.uuid5(KEY, f"request {place.slug} {knock.by}"),
            )


def write_texts(stage: Stage, place: script.Community) -> None:
    """Welcome and first page, which lead to conversations and so come after them."""
    with clock.at(stage.days_ago(place.started_days_ago, 8)):
        places.welcome(
            actor=stage.actor(place.hosts[0]),
            community=stage.communities[place.slug],
            welcome=stage.linked(place.welcome),
            first_page=stage.linked(place.first_page),
        )
        if place.for_whom or place.rhythm:
            community = stage.communities[place.slug]
            community.refresh_from_db(fields=["purpose"])
            guide.introduce(
                actor=stage.actor(place.hosts[0]),
                community=community,
                purpose=community.purpose,
                for_whom=place.for_whom,
                rhythm=place.rhythm,
            )


def report_results(stage: Stage, place: script.Community) -> None:
    """Report what came of the ambitions."""
    actor = stage.actor(place.hosts[0])
    row = stage.communities[place.slug]
    for aim in place.ambitions:
        made = row.ambitions.get(title=aim.title)
        for result in aim.results:
            shown = stage.made.get(result.contribution or "")
            moment = stage.moment(result.when)
            with clock.at(moment):
                ambitions.report(
                    actor=actor,
                    ambition=made,
                    text=result.title,
                    on=moment.date(),
                    evidence=result.evidence,
                    evidence_url=f"{settings.SITE_URL}{shown.get_absolute_url()}" if shown else "",
                    client_id=uuid.uuid5(KEY, f"result {place.slug} {result.title}"),
                )
