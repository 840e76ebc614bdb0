"""What the search holds about a person: the searches they saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from gilde.attention.search.models import SavedSearch
from gilde.core.exports import Part, Records


def export(person_id: int) -> Iterator[Part]:
    """Saved searches."""
    labels = {"name": _("Name"), "search": _("Search"), "kind": _("Kind"), "since": _("Since")}
    yield Records("saved-searches", _("Saved searches"), _rows(person_id), labels)


def _rows(person_id: int) -> Iterator[Mapping[str, object]]:
    for row in SavedSearch.objects.filter(person=person_id).iterator():
        yield {"name": row.name, "search": row.typed, "kind": row.kind, "since": row.made_at}
