"""The reference of the components, written from the macro files themselves.

``python -m gilde.ui.reference > docs/reference/components.md`` writes the page; a test holds the page against this.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import nodes

MACROS: Final = Path(__file__).parent / "jinja2" / "ui" / "macros"
_HEAD_COMMENT: Final = re.compile(r"\A\{#-?(.*?)-?#\}", re.DOTALL)
_INTRODUCTION: Final = """# Components

Written by `python -m gilde.ui.reference`; do not edit. Every component is shown in its states on `/_ui/`.
Import a file once per template, without context: `{% import "ui/macros/card.html" as card %}`, then
`{{ card.card(…) }}`, or `{% call card.list(_("Contributions")) %} … {% endcall %}` where a macro takes content.
A *person* is anything with `name`, `url`, `photo_key` and perhaps `headline`; a *kind* has `value`, `label`, `icon`.
"""


def signatures(path: Path) -> Iterator[str]:
    """The public macros of a file as they are called: ``card(id, url, title, …, tags=[])``."""
    tree = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(path.read_text())  # noqa: S701
    for macro in tree.find_all(nodes.Macro):
        if macro.name.startswith("_"):
            continue
        required = len(macro.args) - len(macro.defaults)
        arguments = [
            argument.name if index < required else f"{argument.name}={_shown(macro.defaults[index - required])}"
            for index, argument in enumerate(macro.args)
        ]
        yield f"{macro.name}({', '.join(arguments)})"


def _shown(default: nodes.Expr) -> str:
    value = default.as_const()
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def explanation(path: Path) -> str:
    """What the comment at the top of a macro file says."""
    found = _HEAD_COMMENT.match(path.read_text())
    return "\n".join(line.rstrip() for line in found[1].strip().splitlines()) if found else ""


def page() -> str:
    """The whole reference as Markdown."""
    parts = [_INTRODUCTION]
    for path in sorted(MACROS.glob("*.html")):
        lines = "\n".join(signatures(path))
        parts.append(f"## {path.stem}\n\n```text\n{explanation(path)}\n```\n\n```jinja\n{lines}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
