"""What a first visit weighs: compressed, with an empty cache, without pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request
from tests.e2e.pages import paths_for
from tests.e2e.somebody import Somebody
from tests.live import Live

# Somebody is told of three months of talk just after the demo was loaded: their bell would be asked for again and again.
_SETTLED = """
import time
from gilde.core.clock import now
from gilde.core.models import QueuedTask
ends = time.monotonic() + 120
while QueuedTask.objects.filter(state__in=["ready", "claimed"], run_at__lt=now()).exists() and time.monotonic() < ends:
    time.sleep(0.5)
"""


def _weigh(one: Somebody, path: str) -> tuple[int, int]:
    """Compressed bytes without pictures, and how many requests, with an empty cache."""
    seen: list[Request] = []
    one.page.on("requestfinished", lambda request: seen.append(request))
    one.page.goto(path, wait_until="networkidle")
    one.page.wait_for_timeout(500)  # the small request that marks a page as read comes after it
    weight = 0
    for request in seen:
        if request.resource_type != "image":
            weight += max(0, request.sizes()["responseBodySize"])
    return weight, len([request for request in seen if request.resource_type != "image"])


@pytest.mark.parametrize("path", ["/", "/c/", "/c/leren-en-begeleiden/", "/people/", "/account/login/"])
def test_a_first_visit_weighs_less_than_100_kilobytes_without_pictures(
    inhabitant: Callable[..., Somebody], path: str
) -> None:
    weight, _requests = _weigh(inhabitant(language="nl-NL"), path)
    assert 0 < weight < 100_000, f"{weight:,} bytes for {path}"


def test_the_first_page_of_who_is_logged_in_weighs_less_than_100_kilobytes(
    inhabitant: Callable[..., Somebody],
) -> None:
    one = inhabitant("marit", language="nl-NL")
    one.context.new_cdp_session(one.page).send("Network.clearBrowserCache")
    weight, _requests = _weigh(one, "/")
    assert 0 < weight < 100_000, f"{weight:,} bytes"


def test_a_contribution_weighs_less_than_50_kilobytes_in_at_most_eight_requests(
    inhabitant: Callable[..., Somebody], demo: Live
) -> None:
    demo.inside(_SETTLED)
    one = inhabitant("daan", language="nl-NL")
    for path in paths_for(demo, "daan")["daan"]["dialogue:contribution"][:2]:  # most answers, most comments
        one.context.new_cdp_session(one.page).send("Network.clearBrowserCache")
        weight, requests = _weigh(one, path)
        assert 0 < weight < 50_000, f"{weight:,} bytes for {path}"
        assert requests <= 8
