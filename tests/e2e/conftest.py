"""The journeys look at the real product: ``gilde up`` in a folder of its own, seen through Chromium.

``house`` is an empty installation with an operator, one per worker; ``demo`` one with the living example, one for all.
Journeys share them, so each brings the people it needs (``somebody``) and makes its own places; what journeys do in the
demo (``inhabitant``) must leave it as readable as it was. Run them with ``./gilde test --only browser``.

Who writes journeys can keep a house and a demo running (``./gilde up``, ``./gilde up --demo``) and name their folders in
``GILDE_TEST_HOUSE`` and ``GILDE_TEST_DEMO``: then nothing is started and nothing stopped.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.e2e.inhabitants import doors, settle
from tests.e2e.shared_demo import SharedDemo, running_in
from tests.e2e.somebody import Somebody
from tests.live import Live, live, migrated
from tests.runner.browser import NoBrowser, find_playwrights, find_system

HERE = Path(__file__).parent
_QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and CI is root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The last list wins. The first two would load two pages of Chromium's own into every new window, for an address bar
    # that nobody sees, at the cost of four tenths of a window; the others are what Playwright switches off.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,"
    "AimEnabled,PreconnectToSearch",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey; those that need the demo come last, when it has loaded."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "demo" in getattr(item, "fixturenames", ()))


def _chromium() -> str:
    found = os.environ.get("GILDE_TEST_CHROMIUM") or find_system()
    if not found:
        raise NoBrowser
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's; never one that talks to anybody."""
    try:
        path = _chromium()
    except NoBrowser:
        if not find_playwrights():
            pytest.skip("no Chromium here")
        return {**browser_type_launch_args, "args": _QUIET}
    return {**browser_type_launch_args, "executable_path": path, "args": _QUIET}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A running, empty installation with the operator ``operator@example.org`` / ``a long password``."""
    if kept := os.environ.get("GILDE_TEST_HOUSE"):
        yield running_in(Path(kept))
        return
    with live(tmp_path_factory.mktemp("house") / "var", like=migrated()) as opened:
        opened.start()
        opened.inside(
            "from gilde.config.operators import grant\n"
            "grant(email='operator@example.org', name='Olga Operator', password='a long password')"
        )
        yield opened


@pytest.fixture(scope="session")
def demo(_shared_demo: SharedDemo) -> Live:
    """A running installation with the living example in it, one for all workers: loading it takes most of a minute."""
    return _shared_demo.enter()


@pytest.fixture(scope="session", autouse=True)
def _shared_demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDemo]:
    """Begins to load at once when any journey needs it, while the others run."""
    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    shared = SharedDemo(base.parent if worker else base, worker or "main")
    if any("demo" in getattr(item, "fixturenames", ()) for item in request.session.items):
        shared.begin()
    yield shared
    shared.leave()


@pytest.fixture(scope="session")
def crowd(house: Live) -> Iterator[dict[str, str]]:
    """People of the empty installation, one after the other, each with a log-in that is ready."""

    def everybody() -> Iterator[dict[str, str]]:
        for family in ("Visser", "Bakker", "Smit", "Meijer", "Bos", "Mulder", "Vos"):
            yield from settle(house, family)

    return everybody()


@pytest.fixture
def somebody(
    request: pytest.FixtureRequest, browser: Browser, house: Live, crowd: Iterator[dict[str, str]]
) -> Iterator[Callable[..., Somebody]]:
    """``somebody(width=360)``: a person of the empty installation whom no other journey knows, logged in.

    ``somebody(visitor=True)`` has no account. Everybody goes home at the end and says what went wrong on the way.
    """
    present: list[Somebody] = []

    def come(*, visitor: bool = False, **options: Any) -> Somebody:
        who = {"email": f"visitor-{secrets.token_hex(4)}@example.org"} if visitor else next(crowd)
        present.append(Somebody(browser, house, **who, **options))
        return present[-1]

    yield come
    _go_home(request, present)


@pytest.fixture(scope="session")
def demo_doors(demo: Live) -> dict[str, tuple[str, str]]:
    """Everybody who lives in the demo: handle → name and the path that logs in."""
    return doors(demo)


@pytest.fixture
def inhabitant(
    request: pytest.FixtureRequest, browser: Browser, demo: Live, demo_doors: dict[str, tuple[str, str]]
) -> Iterator[Callable[..., Somebody]]:
    """``inhabitant("marit", width=360)``: somebody who lives in the demo, logged in; without a handle, a visitor."""
    present: list[Somebody] = []

    def come(handle: str = "", **options: Any) -> Somebody:
        name, door = demo_doors[handle] if handle else ("", "")
        one = Somebody(browser, demo, name=name, handle=handle, **options)
        present.append(one)
        if door:
            one.open(door)
        return one

    yield come
    _go_home(request, present)


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember that a journey failed, for who wants to see where."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


def _go_home(request: pytest.FixtureRequest, present: list[Somebody]) -> None:
    """Everybody closes their browser; what they saw of a failed journey goes to the folder ``GILDE_TEST_SHOTS``."""
    complaints = []
    folder = os.environ.get("GILDE_TEST_SHOTS")
    for number, one in enumerate(present):
        if folder and request.node.stash.get(_FAILED, False):
            one.page.screenshot(path=Path(folder, f"{request.node.originalname}-{number}.png"))
        try:
            one.close()
        except AssertionError as error:
            complaints.append(str(error))
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def demo_logins(demo: Live) -> dict[str, str]:
    """The one-click logins that ``up --demo`` printed: ``member``, ``host`` and ``newcomer`` with their addresses."""
    return {part: demo.wait_for_line(rf"log in as {part}\b.*?: (http\S+)").group(1) for part in _PARTS}


_PARTS = ("member", "host", "newcomer")
