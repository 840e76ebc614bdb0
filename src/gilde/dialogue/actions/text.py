"""From what somebody typed to stored HTML: the one place where dialogue renders Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

from django.conf import settings

from gilde.core import markdown
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.forms import MOST_LINES, clean_text
from gilde.core.ids import SLUG_LENGTH, slug
from gilde.core.models.file import FileKind
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Attachment, Contribution
from gilde.people.models import Person

TEXT_LIMIT = 40_000  # characters of all texts together: some twenty pages, rendered in less than half a second

_HANDLE = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?)")
_MOST_MENTIONS = 200
_FILE = re.compile(r"/files/([A-Za-z0-9_-]{22})")
_MOST_PICTURES = 100
_OWN_CONTRIBUTION = re.compile(r"(https?://[^/\s]{3,200})/d/(\d{1,18})/([a-z0-9-]{1,200})/")
_MOST_TITLES = 50
_TALLEST = 640  # pixels; a taller picture is shown smaller, so that a portrait fits on a screen


@dataclass(frozen=True)
class RenderedText:
    """Clean HTML, the first words as plain text, and what the text refers to (``@handle`` and addresses)."""

    html: str
    excerpt: str
    references: tuple[str, ...]


def render(text: str, *, actor: Actor) -> RenderedText:
    """``text`` as HTML; a handle becomes a link when the actor can find that person. At most three queries."""
    if not text:
        return RenderedText("", "", ())
    typed = list(dict.fromkeys(name.lower() for name in _HANDLE.findall(text)))[:_MOST_MENTIONS]
    known = (
        {
            handle.lower(): handle
            for handle in Person.objects.visible_to(actor).called(*typed).values_list("handle", flat=True)
        }
        if typed
        else {}
    )
    made = markdown.render(
        text,
        resolve_mention=lambda handle: f"/@{known[handle.lower()]}/" if handle.lower() in known else None,
        resolve_picture=_pictures(text, actor).get,
        resolve_title=_titles(text, actor).get,
    )
    references = (*(f"@{handle}" for handle in made.mentions), *made.links)
    return RenderedText(made.html, made.excerpt, references)


def look(*texts: str, actor: Actor) -> str:
    """How texts will look beneath each other, before they are sent; what no form would accept is cut off."""
    whole = "\n\n".join(clean_text(text.replace("\x00", "")) for text in texts if text.strip())[:TEXT_LIMIT]
    return render("\n".join(whole.split("\n")[:MOST_LINES]), actor=actor).html


def _titles(text: str, actor: Actor) -> dict[str, str]:
    """Titles of the contributions whose bare addresses stand in ``text``, by address; no query without one.

    The text keeps them, whatever becomes of the contribution: so only where the address itself says those words, and
    never of what stays in its community.
    """
    typed = list(_OWN_CONTRIBUTION.finditer(text))[:_MOST_TITLES]
    ours = {found.group(0): found for found in typed if found.group(1) == settings.SITE_URL}
    if not ours:
        return {}
    numbers = {int(found.group(2)) for found in ours.values()}
    told = Contribution.objects.visible_to(actor).filter(pk__in=numbers, audience__lt=Audience.COMMUNITY)
    rows = dict(told.values_list("pk", "title"))
    titles: dict[str, str] = {}
    for address, found in ours.items():
        title = rows.get(int(found.group(2)), "")
        if title and slug(title) == found.group(3):
            titles[address] = shorten(title, SLUG_LENGTH, placeholder="…")
    return titles


def _pictures(text: str, actor: Actor) -> dict[str, markdown.Picture]:
    """The pictures that ``text`` names and the actor may see, by key; no query without one."""
    keys = list(dict.fromkeys(_FILE.findall(text)))[:_MOST_PICTURES]
    if not keys:
        return {}
    rows = (
        Attachment.objects.visible_to(actor)
        .filter(file__key__in=keys, file__kind=FileKind.IMAGE, file__width__gt=0, file__height__gt=0)
        .select_related("file")
    )
    found: dict[str, markdown.Picture] = {}
    for row in rows:
        width, height = row.file.width or 1, row.file.height or 1
        shown = min(1.0, _TALLEST / height)
        found[row.key] = markdown.Picture(
            max(1, round(width * shown)),
            max(1, round(height * shown)),
            row.file.srcset if row.file.variant_widths else "",
        )
    return found


def render_fields(kind: str, fields: Mapping[str, str], *, actor: Actor) -> tuple[dict[str, str], list[RenderedText]]:
    """The parts of a kind as HTML by name, and what was rendered, in reading order; an address stays as it is."""
    html: dict[str, str] = {}
    rendered: list[RenderedText] = []
    for part in kind_form(kind).fields:
        text = fields.get(part.name, "")
        if not text or part.is_url:
            continue
        made = render(text, actor=actor)
        html[part.name] = made.html
        rendered.append(made)
    return html, rendered
