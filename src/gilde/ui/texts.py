"""The texts of pages: gettext as Jinja2 calls it, remembered per language.

A page asks for some three hundred texts. They never change while a process lives, so each is looked up, made safe and
formatted once; only texts with values in them are formatted every time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from gilde.ui.reading import language


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
