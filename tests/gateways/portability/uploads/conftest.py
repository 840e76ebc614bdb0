"""A community with a host who moves something in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.ids import token
from gilde.gateways.portability.actions import upload as actions
from gilde.gateways.portability.actions.working import work_on
from gilde.gateways.portability.models import ImportUpload

SAMPLES = Path(__file__).parent.parent / "samples"
SITE = SAMPLES / "stackexchange_moestuin"
PEOPLE = b"Name,Email\r\nAnna de Vries,anna@example.org\r\nBram Bos,bram@example.org\r\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def site_zip() -> bytes:
    """The sample of a question site, as a host would send it."""
    return zipped({f"moestuin/{path.name}": path.read_bytes() for path in SITE.iterdir() if path.is_file()})


@pytest.fixture
def place(db: None) -> Community:
    return make_community("De moestuin", slug="moestuin", language="nl")


@pytest.fixture
def host(place: Community) -> Actor:
    return actor_of(make_member(place, Role.HOST, name="Gastvrouw"))


def finish(row: ImportUpload) -> ImportUpload:
    """Work on it until there is nothing left to do, each slice twice as a task may."""
    for _slice in range(50):
        if not work_on(row.pk):
            work_on(row.pk)
            row.refresh_from_db()
            return row
    raise AssertionError("this never ends")


Send = Callable[..., ImportUpload]


@pytest.fixture
def send(place: Community, host: Actor) -> Send:
    """Sends a file and lets it be checked."""

    def send_it(
        content: bytes,
        name: str,
        *,
        actor: Actor | None = None,
        into: Community | None = None,
        format: str = "",
        site: str = "",
    ) -> ImportUpload:
        row = actions.send(
            actor=actor or host, community=into or place, file=ContentFile(content), name=name, format=format,
            site=site, client_id=read_client_id(token()),
        )  # fmt: skip
        return finish(row)

    return send_it


@pytest.fixture
def imported(send: Send, host: Actor) -> Send:
    """Sends a file, and imports it."""

    def import_it(content: bytes, name: str, **values: object) -> ImportUpload:
        row = send(content, name, **values)
        assert row.state == "checked", (row.trouble, row.detail)
        actions.start(actor=values.get("actor") or host, upload=row)  # type: ignore[arg-type]
        return finish(row)

    return import_it
