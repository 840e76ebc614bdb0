"""From TOML to typed rows; whatever is not a field, or not the right kind of value, is a sentence."""

from __future__ import annotations

from pathlib import Path

from gilde.demo.script.reading.cases import case
from gilde.demo.script.reading.communities import community
from gilde.demo.script.reading.conversations import contribution, draft
from gilde.demo.script.reading.files import load, tables
from gilde.demo.script.reading.people import organisation, person
from gilde.demo.script.rows import Script, ScriptError


def read_rows(folder: Path) -> Script:
    """Read every file of the folder; raise ScriptError with every value that is not understood."""
    problems: list[str] = []
    organisations = tuple(organisation(t) for t in tables(folder / "organisations.toml", "organisations", problems))
    people = tuple(person(t) for t in tables(folder / "people.toml", "people", problems))
    communities = tuple(community(t) for t in tables(folder / "communities.toml", "communities", problems))
    drafts = tuple(draft(t) for t in tables(folder / "drafts.toml", "drafts", problems))
    cases = tuple(case(t) for t in tables(folder / "cases.toml", "cases", problems))
    files = sorted((folder / "contributions").glob("*/*.toml"))
    contributions = tuple(contribution(path, load(path, problems), problems) for path in files)
    if problems:
        raise ScriptError(problems)
    return Script(organisations, people, communities, contributions, drafts, cases)
