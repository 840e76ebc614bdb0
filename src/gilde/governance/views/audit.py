"""The log of what happened: read by hosts and the operator, taken along as a table or as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import with_capability
from gilde.communities.views.settings import chips
from gilde.core.actor import Actor
from gilde.core.spreadsheet import MARK, cell, lines
from gilde.core.views.download import download
from gilde.governance.actions.audit import note_export
from gilde.governance.forms.audit import AuditForm
from gilde.governance.queries.audit import AuditPage, Line, audit, every
from gilde.governance.queries.newest import Key
from gilde.governance.rules import audit as rules
from gilde.governance.views.door import actor_of

_FORMS: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
_FLUSH: Final = 200  # lines that go out together


@login_required
@require_safe
@with_capability(Capability.AUDIT)
def of_community(request: HttpRequest, community: Community) -> HttpResponse:
    """What happened in one community."""
    return _page(request, community)


@login_required
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """What happened in the whole installation, for the operator."""
    return _page(request, None)


def _page(request: HttpRequest, community: Community | None) -> HttpResponse:
    actor = _reader(request, community)
    form = AuditForm(request.GET, actor=actor, community=community)
    before = Key.read(request.GET.get("before", ""))
    found = audit(actor, community, form.wanted(), before=before) if form.is_valid() else AuditPage([], "")
    asked = [(name, value) for name in form.fields if (value := request.GET.get(name, ""))]
    base = reverse("governance:log", args=[community.slug]) if community is not None else reverse("governance:logs")
    narrowed = urlencode(asked)
    return render(
        request,
        "governance/audit/page.html" if community is not None else "governance/audit/everywhere.html",
        {
            "community": community,
            "header": header_for(actor, community, "settings") if community is not None else None,
            "chips": chips(community) if community is not None else [],
            "form": form,
            "lines": found.lines,
            "base": base,
            "narrowed": f"?{narrowed}&" if narrowed else "?",
            "older": f"{base}?{urlencode([*asked, ('before', found.after)])}" if found.after else "",
            "asked": asked,
            "take": f"{base}export/",
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@with_capability(Capability.AUDIT)
def export_of_community(request: HttpRequest, community: Community) -> Any:
    """The same, to take along."""
    return _export(request, community)


@login_required
@require_POST
def export_everywhere(request: HttpRequest) -> HttpResponseBase:
    """The same over everything."""
    return _export(request, None)


def _export(request: HttpRequest, community: Community | None) -> HttpResponseBase:
    actor = _reader(request, community)
    form = AuditForm(request.POST, actor=actor, community=community)
    kind = request.POST.get("form", "csv")
    if not form.is_valid() or kind not in _FORMS:
        raise Http404
    wanted = form.wanted()
    row = note_export(actor=actor, community=community, wanted=wanted, form=kind)
    found = every(actor, community, wanted, before=Key.of(row))
    place = community.slug if community is not None else "gilde"
    written = _as_csv(found) if kind == "csv" else _as_json(found)
    return download(written, name=f"log-{place}-{row.at:%Y-%m-%d}.{kind}", content_type=_FORMS[kind])


def _reader(request: HttpRequest, community: Community | None) -> Actor:
    """Who asks, if the log is for them; for all others there is none."""
    actor = actor_of(request)
    if not rules.read.allows(actor, community):
        raise Http404
    return actor


def _as_csv(found: Iterator[Line]) -> Iterator[bytes]:
    heads = [_("Number"), _("When"), _("Who"), _("What"), _("Community"), _("Address"), _("Code")]
    yield MARK + lines([heads])
    for part in _parts(found):
        yield lines(
            [
                str(line.number),
                line.at.isoformat(),
                *map(cell, _texts(line)),
            ]
            for line in part
        )


def _texts(line: Line) -> tuple[str, ...]:
    return line.by, line.words, line.place, _full(line.url), line.verb


def _as_json(found: Iterator[Line]) -> Iterator[bytes]:
    for part in _parts(found):
        rows = (
            {
                "number": line.number,
                "at": line.at.isoformat(),
                "verb": line.verb,
                "who": line.by,
                "who_address": _full(line.by_url),
                "what": line.words,
                "address": _full(line.url),
                "community": line.place,
                "community_address": _full(line.place_url),
            }
            for line in part
        )
        yield "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _parts(found: Iterator[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in found:
        part.append(line)
        if len(part) == _FLUSH:
            yield part
            part = []
    if part:
        yield part


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""
