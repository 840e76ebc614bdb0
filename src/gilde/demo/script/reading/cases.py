"""Reports and what became of them, from TOML."""

from __future__ import annotations

from gilde.demo.script.reading.table import Table
from gilde.demo.script.rows import Case

_OUTCOMES = frozenset({"", "nothing", "word", "hide", "remove"})


def case(t: Table) -> Case:
    """A report and what became of it."""
    result = Case(
        of=t.text("of"),
        comment_by=t.maybe("comment_by"),
        by=t.text("by"),
        when=t.when(),
        rule=t.text("rule"),
        words=t.text("words"),
        handler=t.maybe("handler"),
        note=t.maybe("note"),
        message=t.maybe("message"),
        outcome=t.choice("outcome", _OUTCOMES, ""),
        reasons=t.text("reasons", ""),
        appeal=t.maybe("appeal"),
        judge=t.maybe("judge"),
        after=t.choice("after", _OUTCOMES, ""),
        after_reasons=t.text("after_reasons", ""),
    )
    t.done()
    return result
