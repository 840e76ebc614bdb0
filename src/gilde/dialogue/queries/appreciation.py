"""Signs of appreciation beneath one thing: how many, from whom in words, and whether the reader gave one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gilde.core.actor import Actor
from gilde.core.db.rows import fetch
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import Answer, Appreciation, Comment, Contribution
from gilde.dialogue.queries import branches
from gilde.dialogue.queries.around import counts_of

_ORDER: Final = (AppreciationKind.ME_TOO, AppreciationKind.LEARNED, AppreciationKind.USED, AppreciationKind.LIKE)


@dataclass(frozen=True)
class Signs:
    """The signs under one thing, for one reader.

    Attributes:
        counts: how often each was given.
        mine: those the reader gave.
        named: the latest people who gave each, without the reader; only kept for contributions.
    """

    counts: Mapping[AppreciationKind, int]
    mine: frozenset[AppreciationKind]
    named: Mapping[AppreciationKind, Sequence[str]] = field(default_factory=dict)


def signs(actor: Actor, target: Contribution | Answer | Comment) -> Signs:
    """The signs under ``target`` as they are now; two statements."""
    fresh = type(target)._default_manager.get(pk=target.pk)
    if isinstance(fresh, Contribution):
        return _of_contribution(actor, fresh)
    column = "answer" if isinstance(fresh, Answer) else "comment"
    given = Appreciation.objects.filter(person_id=actor.person_id or 0, **{column: fresh})
    return Signs(_of_reply(fresh), frozenset(AppreciationKind(kind) for kind in given.values_list("kind", flat=True)))


def _of_reply(row: Answer | Comment) -> dict[AppreciationKind, int]:
    counts = {AppreciationKind.LIKE: row.like_count + row.imported_likes}
    if isinstance(row, Answer):
        counts |= {AppreciationKind.LEARNED: row.learned_count, AppreciationKind.USED: row.used_count}
    return counts


def _of_contribution(actor: Actor, row: Contribution) -> Signs:
    me = actor.person_id or 0
    counts = counts_of(row)
    asked = [branches.MINE, *(branches.NAMED[kind] for kind, count in counts.items() if count)]
    mine: set[AppreciationKind] = set()
    named: dict[AppreciationKind, list[str]] = {}
    for what, *columns in fetch(" UNION ALL ".join(asked), [row.pk, me] * len(asked)):
        values = dict(zip(branches.COLUMNS, columns, strict=True))
        kind = AppreciationKind(values["a"])
        if what == "mine":
            mine.add(kind)
        else:
            named.setdefault(kind, []).append(values["b"])
    return Signs(counts, frozenset(mine), named)


def in_words(found: Signs, *, reader_named: bool) -> list[str]:
    """Sentences such as "Anna, Piet and 3 others learned from this", without the reader, whose own button shows it.

    Args:
        reader_named: whether names may be told, which is for people with an account; visitors read numbers.
    """
    sentences = []
    for kind in _ORDER:
        total = found.counts.get(kind, 0) - (kind in found.mine)
        if total <= 0:
            continue
        names = list(found.named.get(kind, ()))[:total] if reader_named else []
        sentences.append(_sentence(kind, total) % {"who": _who(names, total - len(names))})
    return sentences


def _who(names: Sequence[str], others: int) -> str:
    if not names:
        return ngettext("%(count)d person", "%(count)d people", others) % {"count": others}
    if others:
        return ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", others) % {
            "names": ", ".join(names),
            "count": others,
        }
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _sentence(kind: AppreciationKind, people: int) -> str:
    if kind == AppreciationKind.ME_TOO:
        return ngettext("%(who)s has this question too.", "%(who)s have this question too.", people)
    if kind == AppreciationKind.LEARNED:
        return ngettext("%(who)s learned from this.", "%(who)s learned from this.", people)
    if kind == AppreciationKind.USED:
        return ngettext("%(who)s used this.", "%(who)s used this.", people)
    return ngettext("%(who)s likes this.", "%(who)s like this.", people)
