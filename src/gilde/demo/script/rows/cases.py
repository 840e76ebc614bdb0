"""Reports of the script, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.demo.script.rows.moment import When


@dataclass(frozen=True)
class Case:
    """Something that was reported: a contribution, or the first comment of ``comment_by`` under it.

    Without an ``outcome`` it waits. ``message`` goes to the person who wrote it, ``appeal`` comes from them, and
    ``judge`` decides on that: what was decided before, or ``after``.
    """

    of: str
    comment_by: str | None
    by: str
    when: When
    rule: str
    words: str
    handler: str | None
    note: str | None
    message: str | None
    outcome: str
    reasons: str
    appeal: str | None
    judge: str | None
    after: str
    after_reasons: str
