"""What this room holds about a person: where they belong, what they asked, accepted, reported and whom they invited."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.communities.models import (
    Ambition,
    CharterAcceptance,
    Community,
    Invitation,
    JoinRequest,
    Membership,
    Restriction,
    Result,
)
from gilde.core.exports import Part, Records, Rich

_CHUNK = 500


def export(person_id: int) -> Iterator[Part]:
    """Memberships, communities founded, requests, agreements accepted, ambitions, results and invitations."""
    yield Records("communities", _("Communities"), _memberships(person_id), _MEMBERSHIP)
    yield Records("communities-founded", _("Communities I started"), _founded(person_id), _FOUNDED)
    yield Records("requests-to-join", _("My requests to join"), _requests(person_id), _REQUEST)
    yield Records("agreements", _("Agreements I accepted"), _agreements(person_id), _AGREEMENT)
    yield Records("ambitions", _("Ambitions I added"), _ambitions(person_id), _AMBITION)
    yield Records("results", _("Results I reported"), _results(person_id), _RESULT)
    yield Records("measures", _("Measures about me"), _measures(person_id), _MEASURE)
    yield Records("invitations", _("My invitations"), _invitations(person_id), _INVITATION)


_MEMBERSHIP = {"community": _("Community"), "address": _("Address"), "role": _("Role"), "since": _("Since")}


def _memberships(person_id: int) -> Iterator[dict[str, object]]:
    rows = Membership.objects.filter(person_id=person_id).select_related("community").order_by("since", "pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.community.name,
            "address": row.community.get_absolute_url(),
            "role": str(row.get_role_display()),
            "since": row.since,
        }


_FOUNDED = {"community": _("Community"), "purpose": _("Purpose"), "at": _("When")}


def _founded(person_id: int) -> Iterator[dict[str, object]]:
    for row in Community.objects.filter(founded_by_id=person_id).order_by("pk").iterator(chunk_size=_CHUNK):
        yield {"community": row.name, "purpose": row.purpose, "at": row.created_at}


_REQUEST = {
    "community": _("Community"),
    "asked_at": _("Asked on"),
    "answers": _("My answers"),
    "state": _("Outcome"),
    "note": _("What the hosts wrote"),
    "question": _("Question"),
    "answer": _("Answer"),
}


def _requests(person_id: int) -> Iterator[dict[str, object]]:
    rows = JoinRequest.objects.filter(person_id=person_id).select_related("community").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.community.name,
            "asked_at": row.asked_at,
            "answers": row.answers,
            "state": str(row.get_state_display()),
            "note": row.note,
        }


_AGREEMENT = {"community": _("Community"), "version": _("Version"), "text": _("Text"), "at": _("When")}


def _agreements(person_id: int) -> Iterator[dict[str, object]]:
    rows = CharterAcceptance.objects.filter(person_id=person_id).select_related("charter__community").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.charter.community.name,
            "version": row.charter.number,
            "text": Rich(row.charter.text, row.charter.html),
            "at": row.at,
        }


_AMBITION = {"community": _("Community"), "title": _("Ambition"), "why": _("Why"), "at": _("When")}


def _ambitions(person_id: int) -> Iterator[dict[str, object]]:
    rows = Ambition.objects.filter(created_by_id=person_id).select_related("community").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.community.name,
            "title": row.title,
            "why": Rich(row.why, row.why_html),
            "at": row.created_at,
        }


_RESULT = {
    "community": _("Community"),
    "ambition": _("Ambition"),
    "text": _("Result"),
    "on": _("Date"),
    "evidence": _("How do we know?"),
    "evidence_url": _("Where to see it"),
}


def _results(person_id: int) -> Iterator[dict[str, object]]:
    rows = Result.objects.filter(reported_by_id=person_id).select_related("ambition__community").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.ambition.community.name,
            "ambition": row.ambition.title,
            "text": row.text,
            "on": row.on,
            "evidence": row.evidence,
            "evidence_url": row.evidence_url,
        }


_MEASURE = {"community": _("Community"), "kind": _("What it means"), "from": _("From"), "until": _("Until")}


def _measures(person_id: int) -> Iterator[dict[str, object]]:
    """Who took them is told by the case each belongs to, as far as it is told at all."""
    for row in Restriction.objects.filter(person_id=person_id).select_related("community").order_by("pk"):
        yield {
            "community": row.community.name if row.community is not None else str(_("All communities")),
            "kind": str(row.get_kind_display()),
            "from": row.made_at,
            "until": row.ended_at or row.until,
        }


_INVITATION = {
    "community": _("Community"),
    "kind": _("How"),
    "email": _("Sent to"),
    "note": _("Personal note"),
    "at": _("When"),
    "uses": _("How many joined"),
}


def _invitations(person_id: int) -> Iterator[dict[str, object]]:
    rows = Invitation.objects.filter(created_by_id=person_id).select_related("community").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "community": row.community.name,
            "kind": str(row.get_kind_display()),
            "email": row.email,
            "note": row.note,
            "at": row.created_at,
            "uses": row.uses,
        }
