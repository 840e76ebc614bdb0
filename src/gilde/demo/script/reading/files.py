"""TOML files of the content, as tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gilde.demo.script.reading.table import Table


def load(path: Path, problems: list[str]) -> dict[str, Any]:
    """What stands in a TOML file; a file that is missing or broken is a problem and nothing else."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{path.name}: this file is missing.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.parent.name}/{path.name}: this is not valid TOML: {error}.")
    return {}


def tables(path: Path, key: str, problems: list[str]) -> Iterator[Table]:
    """The tables called ``key`` at the top of a file."""
    top = Table(path.name, load(path, problems), problems)
    yield from top.tables(key)
    top.done()
