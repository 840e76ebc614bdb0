"""The list of members as a table, for hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.communities.actions.members_table import note_export
from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.members_table import MemberRow, member_rows
from gilde.communities.views.place import actor_of, with_capability
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.spreadsheet import MARK, cell, lines
from gilde.core.views.download import download


@login_required
@require_POST
@with_capability(Capability.AUDIT)
def export(request: HttpRequest, community: Community) -> Any:
    """CSV of who belongs here, written as it is read; noted in the log first."""
    actor = actor_of(request)
    note_export(actor=actor, community=community)
    name = f"members-{community.slug}-{now():%Y-%m-%d}.csv"
    return download(_as_csv(actor, community), name=name, content_type="text/csv; charset=utf-8")


def _as_csv(actor: Actor, community: Community) -> Iterator[bytes]:
    yield MARK + lines([_heads()])
    rows = member_rows(actor, community)
    while part := [_cells(row) for row, _number in zip(rows, range(200), strict=False)]:
        yield lines(part)


def _heads() -> list[str]:
    return [
        _("Name"),
        _("@name"),
        _("Role"),
        _("Member since"),
        _("In one line"),
        _("Region"),
        _("Work"),
        _("Specialisms"),
        _("Interests"),
        _("Organisations"),
        _("Address"),
    ]


def _cells(row: MemberRow) -> list[str]:
    return [
        cell(row.person.name),
        cell(row.person.handle if row.address else ""),
        cell(str(row.membership.get_role_display())),
        f"{timezone.localtime(row.membership.since):%Y-%m-%d}",
        *map(cell, (row.headline, row.region, row.work, row.specialisms, row.interests, row.organisations)),
        f"{settings.SITE_URL}{row.address}" if row.address else "",
    ]
