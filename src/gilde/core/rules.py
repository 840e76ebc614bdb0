"""Rules: predicates that answer with a reason.

A rule is written as a function that returns None when the act is allowed and a human sentence when it is not::

    @rule
    def close(actor: Actor, question: Contribution) -> Reason:
        if actor.person_id != question.author_id:
            return _("Only who asked can close this.")
        return None

and used as ``close.require(actor, question)`` in actions, ``close.allows(...)`` in queries and ``close.reason(...)`` in
templates, which show the reason instead of hiding the button. Rules are pure: no HTTP, no writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Reason: TypeAlias = "str | _StrPromise | None"
else:
    Reason = str

P = ParamSpec("P")


class Refusal(Exception):
    """An act that a rule does not allow; ``reason`` is a sentence for the person."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


class Rule(Generic[P]):
    """A predicate with a reason. Made by :func:`rule`."""

    def __init__(self, predicate: Callable[P, Reason]) -> None:
        self._predicate = predicate
        update_wrapper(self, predicate)  # type: ignore[arg-type]

    def reason(self, *args: P.args, **kwargs: P.kwargs) -> str:
        """Why this is refused, or an empty string when it is allowed."""
        answer = self._predicate(*args, **kwargs)
        return str(answer) if answer else ""

    def allows(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether this is allowed."""
        return self._predicate(*args, **kwargs) is None

    def require(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do nothing when allowed.

        Raises:
            Refusal: with the reason.
        """
        answer = self._predicate(*args, **kwargs)
        if answer is not None:
            raise Refusal(answer)


def rule(predicate: Callable[P, Reason]) -> Rule[P]:
    """Turn a predicate that returns None or a reason into a :class:`Rule`."""
    return Rule(predicate)
