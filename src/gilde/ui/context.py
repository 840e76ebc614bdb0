"""What a page knows about its request.

Macros are imported without context, so that Jinja2 compiles and keeps them once; what they need of the request (the
CSRF field, the reader) they ask here. The template class sets it for the length of one rendering.
"""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from functools import cached_property
from typing import Any, Final

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from markupsafe import Markup

from gilde.core.actor import VISITOR, Actor
from gilde.ui import navigation, reading

_request: ContextVar[HttpRequest | None] = ContextVar("request being rendered", default=None)

THEMES = ("light", "dark")
# Stands in a page for the CSRF field until the page is ready, so that pieces with a form can be kept (ui/kept.py).
# Nobody outside can know it, so nothing that people write can be taken for it.
_CSRF_MARK: Final = Markup("<!--{}-->").format(secrets.token_hex(16))


class PageTemplate(jinja2.Template):
    """A template that lets its macros know the request it is rendered for."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Render with the given context; ``request`` in it is what :func:`current_request` answers meanwhile."""
        # Django's own csrf_input would be another field, with a mask of its own, wherever it is used.
        context = {**dict(*args, **kwargs), "csrf_input": CsrfInput()}
        token = _request.set(context.get("request"))
        read = reading.begin()
        try:
            page = super().render(context)
            return page.replace(_CSRF_MARK, _csrf_field(context.get("request"))) if _CSRF_MARK in page else page
        finally:
            reading.end(read)
            _request.reset(token)


def current_request() -> HttpRequest | None:
    """The request whose page is being rendered; None in mails and in fragments rendered without one."""
    return _request.get()


class CsrfInput:
    """The hidden CSRF field, made only when a page really has a form, so that other pages stay cacheable."""

    def __html__(self) -> Markup:
        return _CSRF_MARK

    __str__ = __html__


def _csrf_field(request: HttpRequest | None) -> str:
    """One field for all forms of a page: its mask must differ between answers, not between forms."""
    if request is None:
        return ""
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))


class Frame:
    """What ``ui/base.html`` shows around a page."""

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request
        self.path = request.path if request is not None else ""

    @property
    def site_name(self) -> str:
        """The name of this installation."""
        return settings.SITE_NAME

    @property
    def site_url(self) -> str:
        """Where this installation is, for mails."""
        return settings.SITE_URL

    @property
    def language(self) -> str:
        """The language of this page: nl or en."""
        return (get_language() or settings.LANGUAGE_CODE)[:2]

    @cached_property
    def actor(self) -> Actor:
        """Who reads."""
        return getattr(self.request, "actor", VISITOR)

    @property
    def is_logged_in(self) -> bool:
        """Whether there is an account; it may have no person yet, who then reads as a visitor does."""
        return self.actor.account_id is not None or not self.actor.is_visitor

    @cached_property
    def theme(self) -> str:
        """light, dark or auto: the account's choice, else the cookie's, else the device decides."""
        chosen = self.actor.theme
        if not chosen and self.request is not None:
            chosen = self.request.COOKIES.get("gilde_theme", "")
        return chosen if chosen in THEMES else "auto"

    @cached_property
    def keyboard(self) -> bool:
        """Whether single-key shortcuts work; the account can switch them off (WCAG 2.1.4)."""
        return bool(getattr(self.actor, "shortcuts", True)) and not self.actor.is_visitor

    @cached_property
    def masthead(self) -> navigation.Masthead:
        """The top of the page: the way to search, to write, to what waits and to one's own pages."""
        actor = self.actor
        return navigation.Masthead(
            self.site_name, self.is_logged_in, "" if self.is_logged_in else self.path, actor.name, actor.photo_key,
            actor.waiting, self._line("find"), self.compose, self._line("bell"), tuple(self.mine),
        )  # fmt: skip

    @cached_property
    def lines(self) -> tuple[navigation.Line, ...]:
        """The lines of the main navigation."""
        return tuple(navigation.lines(self.actor, "main", self.path))

    @cached_property
    def compose(self) -> navigation.Line | None:
        """Where the + leads, when there is a composer and someone to write."""
        return self._line("compose")

    def _line(self, slot: navigation.Slot) -> navigation.Line | None:
        return next(iter(navigation.lines(self.actor, slot, self.path)), None)

    @cached_property
    def mine(self) -> list[navigation.Line]:
        """The lines under one's own face."""
        return navigation.lines(self.actor, "me", self.path)

    @cached_property
    def account(self) -> list[navigation.Line]:
        """The pages of one's own log-in."""
        return navigation.lines(self.actor, "account", self.path)

    @property
    def foot(self) -> list[navigation.Line]:
        """What stands beneath every page, and beneath every mail."""
        return navigation.lines(self.actor, "foot", self.path)

    @cached_property
    def communities(self) -> tuple[navigation.NavCommunity, ...]:
        """The reader's communities as a tree."""
        return tuple(navigation.my_communities(self.actor))

    @property
    def here(self) -> str:
        """The address of the one of :attr:`communities` that this is the page of, else nothing."""
        return self.path if any(item.url == self.path for item in self.communities) else ""

    @property
    def messages(self) -> list[Any]:
        """Messages waiting for this reader; reading them takes them away."""
        if self.request is None or not hasattr(self.request, "_messages"):
            return []
        return list(get_messages(self.request))


def frame() -> Frame:
    """The frame of the page being rendered."""
    return Frame(_request.get())
