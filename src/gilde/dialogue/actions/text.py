"""From what somebody typed to stored HTML: the one place where dialogue renders Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gilde.core import markdown
from gilde.core.actor import Actor
from gilde.dialogue.kinds import kind_form
from gilde.people.models import Person

_HANDLE = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?)")
_MOST_MENTIONS = 200


@dataclass(frozen=True)
class RenderedText:
    """Clean HTML, the first words as plain text, and what the text refers to (``@handle`` and addresses)."""

    html: str
    excerpt: str
    references: tuple[str, ...]


def render(text: str, *, actor: Actor) -> RenderedText:
    """``text`` as HTML; a handle becomes a link when the actor can find that person. At most one query."""
    if not text:
        return RenderedText("", "", ())
    typed = list(dict.fromkeys(name.lower() for name in _HANDLE.findall(text)))[:_MOST_MENTIONS]
    known = (
        {
            handle.lower(): handle
            for handle in Person.objects.visible_to(actor).filter(handle__in=typed).values_list("handle", flat=True)
        }
        if typed
        else {}
    )
    made = markdown.render(
        text, resolve_mention=lambda handle: f"/@{known[handle.lower()]}/" if handle.lower() in known else None
    )
    references = (*(f"@{handle}" for handle in made.mentions), *made.links)
    return RenderedText(made.html, made.excerpt, references)


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
