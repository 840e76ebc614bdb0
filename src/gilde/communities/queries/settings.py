"""Pages of a community's settings that upper rooms add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class SettingsPage(NamedTuple):
    """A page for hosts: what it is called and its route, which takes the slug of the community."""

    label: object
    route: str


_pages: list[SettingsPage] = []


def register_settings_page(page: SettingsPage) -> None:
    """Let an upper room add a page. Called once per process from a manifest."""
    if page not in _pages:
        _pages.append(page)


def settings_pages() -> Sequence[SettingsPage]:
    """The pages that were added, in the order of their rooms."""
    return tuple(_pages)
