"""Calling macros and functions from a template, the short way.

A page makes some seven hundred calls. Jinja2 asks of each what it wants to be handed and sorts its arguments out anew;
here that is known beforehand. What is not a macro or a plain function goes Jinja2's own way, and so does every call
with something wrong in it, so that its messages stay Jinja2's.
"""

from __future__ import annotations

from functools import lru_cache, partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Final

from jinja2 import pass_eval_context
from jinja2.runtime import Context, Macro, missing
from markupsafe import Markup


@lru_cache(maxsize=1)
@pass_eval_context
def _asks_how(_eval_context: object) -> None:
    """Known by its marks only: how Jinja2 notes that a function is given the evaluation context, and what is cached."""


_EVAL_CONTEXT: Final = _asks_how.jinja_pass_arg  # type: ignore[attr-defined]
_PLAIN: Final = frozenset({FunctionType, MethodType, BuiltinFunctionType, type(_asks_how)})


# Markup(text) for what is a plain text for certain: half of its time goes into asking what it was given.
_safe: Final = partial(str.__new__, Markup)


class PageMacro(Macro):
    """A macro that knows the places of its arguments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_caller = self.caller and not self.explicit_caller
        names = [*self.arguments, "caller"] if takes_caller else self.arguments
        self._places = {name: place for place, name in enumerate(names)}
        self._absent = [missing] * len(self.arguments)
        if takes_caller:
            self._absent.append(self._environment.undefined("No caller defined", name="caller"))
        self._is_plain = not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)

    def called(self, autoescape: bool, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str | None:
        """What the macro gives back; None for a call that Jinja2 should look at itself."""
        given = len(args)
        if not self._is_plain or given > self._argument_count:
            return None
        values = [*args, *self._absent[given:]]
        for name, value in kwargs.items():
            place = self._places.get(name, -1)
            if place < given:
                return None
            values[place] = value
        made = self._func(*values)
        return _safe(made) if autoescape else made


class PageContext(Context):
    """A context that calls macros and plain functions without detours."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """``called(*args, **kwargs)``, with what it asks for of the rendering put before them."""
        kind = type(called)
        if kind is PageMacro:
            if kwargs:
                kwargs.pop("_loop_vars", None)
                kwargs.pop("_block_vars", None)
            made = called.called(self.eval_ctx.autoescape, args, kwargs)
            if made is not None:
                return made
        elif kind in _PLAIN:
            wanted = getattr(called, "jinja_pass_arg", None)
            if wanted is None or wanted is _EVAL_CONTEXT:
                if kwargs:
                    kwargs.pop("_loop_vars", None)
                    kwargs.pop("_block_vars", None)
                return called(*args, **kwargs) if wanted is None else called(self.eval_ctx, *args, **kwargs)
        return super().call(called, *args, **kwargs)
