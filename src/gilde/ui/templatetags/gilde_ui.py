"""The bridge for pages written in Django's template language (allauth's leftovers): frame and form fields of ours."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from markupsafe import Markup

from gilde.ui.devices import device_name
from gilde.ui.icons import icon as drawn_icon
from gilde.ui.times import ago as words_ago

register = template.Library()


class FrameNode(template.Node):
    """The parts of a page, rendered and set into ``ui/framed.html``."""

    def __init__(self, parts: dict[str, NodeList]) -> None:
        self.parts = parts
        self.nodelist = NodeList(node for part in parts.values() for node in part)

    def render(self, context: Context) -> SafeString:
        """The page; each part was escaped by its own template already."""
        parts = {name: Markup(nodes.render(context)) for name, nodes in self.parts.items()}  # noqa: S704
        return render_to_string("ui/framed.html", parts, request=context.get("request"))


@register.tag("gilde_frame")
def gilde_frame(parser: Parser, token: Token) -> FrameNode:
    """``{% gilde_frame main %}…{% part title %}…{% endgilde_frame %}``: a page in the frame of every other page.

    Parts: title, head, main, account (anything in it shows the links to one's own account), scripts.
    """
    parts = {name: NodeList() for name in ("title", "head", "main", "account", "scripts")}
    name = token.split_contents()[1]
    while True:
        parts[name] = parser.parse(("part", "endgilde_frame"))
        token = parser.next_token()
        if token.contents == "endgilde_frame":
            return FrameNode(parts)
        name = token.split_contents()[1]
        if name not in parts:
            raise template.TemplateSyntaxError(f"The frame has no part {name!r}.")


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """All fields of ``form`` with their errors, through the macro of every other form."""
    return mark_safe(render_to_string("ui/fields.html", {"form": form}))  # noqa: S308 - escaped by its template


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in words."""
    return device_name(user_agent)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon, hidden from screen readers."""
    return mark_safe(drawn_icon(name, size))  # noqa: S308 - made of our own strokes


@register.filter
def ago(value: Any) -> SafeString:
    """How long ago, with the exact time as title."""
    return mark_safe(words_ago(value))  # noqa: S308 - made by ourselves
