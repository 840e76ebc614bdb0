"""The row of small signs beneath a contribution, an answer or a comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from gilde.core.actor import Actor
from gilde.dialogue.actions.appreciation import appreciate as act
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.appreciation import Signs, in_words, signs
from gilde.dialogue.queries.page import contribution_for
from gilde.dialogue.queries.standing import standing
from gilde.dialogue.rules.appreciation import appreciate as may_appreciate
from gilde.dialogue.rules.appreciation import kinds_for, own_words
from gilde.dialogue.rules.compliment import give
from gilde.dialogue.views.door import actor_of, for_people
from gilde.ui.addresses import address

ICONS: Final = {
    AppreciationKind.LIKE: "heart",
    AppreciationKind.LEARNED: "sprout",
    AppreciationKind.USED: "wrench",
    AppreciationKind.ME_TOO: "hand",
}
_OF_ANSWER: Final = kinds_for(Answer())
_OF_COMMENT: Final = kinds_for(Comment())


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in the row, with the words of ``ui/macros/appreciation.html``."""

    label: str
    icon: str
    url: str
    pressed: bool
    count: int
    reason: str


def row_of(contribution: Contribution, found: Signs, why_not: str, *, is_own: bool) -> list[Sign]:
    """The signs beneath a contribution."""
    number = contribution.pk
    links = {kind: address("dialogue:appreciate", number, kind.value) for kind in kinds_for(contribution)}
    return list(_signs(links, found, own_words() if is_own else why_not, is_own=is_own))


def thank_link(actor: Actor, contribution: Contribution) -> dict[str, str] | None:
    """Where one thanks the author in a sentence; None for the author, for visitors, and when the author is gone."""
    author = contribution.author
    if not give.allows(actor, author):
        return None
    query = urlencode({"to": author.handle, "about": contribution.pk})
    return {"name": author.name, "url": f"{address('dialogue:compliment_new')}?{query}"}


def signs_of_reply(number: int, part: str, reply: int, found: Signs, why_not: str, *, is_own: bool) -> list[Sign]:
    """The signs beneath an answer or a comment of contribution ``number``.

    Args:
        part: ``answers`` or ``comments``.
        why_not: the reason why the reader cannot give one, empty when that is possible.
    """
    return _small(_links(number, part, reply), found, own_words() if is_own else why_not, is_own=is_own)


def _links(number: int, part: str, reply: int) -> dict[AppreciationKind, str]:
    kinds = _OF_ANSWER if part == "answers" else _OF_COMMENT
    return {kind: address("dialogue:appreciate_reply", number, part, reply, kind.value) for kind in kinds}


def _small(links: dict[AppreciationKind, str], found: Signs, why_not: str, *, is_own: bool) -> list[Sign]:
    """Beneath replies only what can be pressed, and what was given."""
    return [sign for sign in _signs(links, found, why_not, is_own=is_own) if sign.count or not sign.reason]


@cache
def _label(kind: AppreciationKind, language: str | None) -> str:  # noqa: ARG001 - part of the key
    """The words of a sign, looked up once per language: a page shows them dozens of times."""
    return str(kind.label)


def _signs(links: dict[AppreciationKind, str], found: Signs, why_not: str, *, is_own: bool) -> Iterable[Sign]:
    reason = strip_tags(why_not) if why_not else ""
    for kind, url in links.items():
        pressed, count = kind in found.mine, found.counts.get(kind, 0)
        if is_own and not count:
            continue
        # Who gave a sign can always take it back.
        yield Sign(_label(kind, get_language()), ICONS[kind], url, pressed, count, "" if pressed else reason)


@for_people
@require_POST
def appreciate(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Give a sign to a contribution or take it back; htmx gets the row as it is now."""
    contribution = _contribution(request, number)
    _act(request, contribution, kind)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(contribution.get_absolute_url() + "#thanks")
    actor = actor_of(request)
    found, known = signs(actor, contribution), standing(actor, contribution)
    why_not = may_appreciate.reason(actor, contribution, known)
    return render(
        request,
        "dialogue/appreciation/bar.html",
        {
            "signs": row_of(contribution, found, why_not, is_own=known.is_author),
            "words": in_words(found, reader_named=True),
            "thank": thank_link(actor, contribution),
        },
    )


@for_people
@require_POST
def appreciate_reply(request: HttpRequest, number: int, part: str, reply: int, kind: str) -> HttpResponse:
    """Give a sign to an answer or a comment or take it back; htmx gets the row as it is now."""
    actor, contribution = actor_of(request), _contribution(request, number)
    target = get_reply(actor, contribution, part, reply)
    _act(request, target, kind)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(target.get_absolute_url())
    found, is_own = signs(actor, target), target.is_by(actor.person_id)
    why_not = may_appreciate.reason(actor, contribution)
    return render(
        request,
        "dialogue/appreciation/small.html",
        {"signs": signs_of_reply(number, part, reply, found, why_not, is_own=is_own), "key": f"{part[0]}{reply}"},
    )


def get_reply(actor: Actor, contribution: Contribution, part: str, number: int) -> Answer | Comment:
    """The answer or comment of ``contribution`` that ``actor`` may read.

    Raises:
        Http404: when there is none, or it belongs to another contribution.
    """
    found: Answer | Comment | None = None
    if part == "answers":
        found = Answer.objects.visible_to(actor).filter(pk=number, contribution=contribution).first()
    elif part == "comments":
        found = Comment.objects.visible_to(actor).filter(pk=number, contribution=contribution).first()
    if found is None:
        raise Http404
    found.contribution = contribution
    found.community = contribution.community
    return found


def _contribution(request: HttpRequest, number: int) -> Contribution:
    found = contribution_for(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def _act(request: HttpRequest, target: Contribution | Answer | Comment, kind: str) -> None:
    if kind not in AppreciationKind.values:
        raise Http404
    act(actor=actor_of(request), target=target, kind=AppreciationKind(kind), on=request.POST.get("on") != "0")
