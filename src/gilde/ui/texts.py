"""The texts of pages: gettext as Jinja2 calls it, remembered per language.

A page asks for some three hundred texts. They never change while a process lives, so each is looked up, made safe and
formatted once; only texts with values in them are formatted every time.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from functools import lru_cache
from typing import Any

from django.utils import translation
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

# Django keeps the language in a thread-local of its own that costs microseconds to read; once per page is enough.
_spoken: ContextVar[str | None] = ContextVar("language of the page being rendered", default=None)


def speak(language: str | None) -> Token[str | None]:
    """Set the language for the length of one rendering; give the answer to :func:`hush` afterwards."""
    return _spoken.set(language)


def hush(token: Token[str | None]) -> None:
    """Back to the language before :func:`speak`."""
    _spoken.reset(token)


def language() -> str | None:
    """The language of the page being rendered, else the active one."""
    return _spoken.get() or translation.get_language()


@lru_cache(maxsize=8192)
def _plain(spoken: str | None, message: str) -> Markup:
    del spoken  # part of the key: gettext answers in the active language
    return Markup(translation.gettext(message)) % {}  # noqa: S704 - translations are part of the program


@lru_cache(maxsize=8192)
def _pattern(spoken: str | None, message: str) -> Markup:
    del spoken
    return Markup(translation.gettext(message))  # noqa: S704


@pass_eval_context
def text(eval_context: EvalContext, message: str, /, **values: Any) -> str:
    """``message`` in the reader's language; ``values`` are put in by name, escaped where the page escapes."""
    if not values:
        return _plain(language(), message)
    pattern = _pattern(language(), message)
    return pattern % values if eval_context.autoescape else str(pattern) % values  # the text version of a mail
