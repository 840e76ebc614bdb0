"""Putting links within one source at their new addresses, in Markdown, whatever the addresses there looked like.

A reader brings the pattern of its addresses, with the groups ``lead`` (see :data:`LEAD`) and ``url``, and an
alternative without ``url`` for code, which stays as it is.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from gilde.gateways.portability.markdown_text import escape_inline

# A fenced block (to its end or the end of the text), or code within a paragraph.
CODE: Final = r"(?ms:^[> ]{0,12}(?P<fence>`{3,}|~{3,})[^\n]*$.*?(?:^[> ]{0,12}(?P=fence)[`~]*\s*$|\Z))" + (
    r"|(?P<ticks>(?<!`)`+(?!`))(?:[^`\n]|\n(?!\s*\n)|(?!(?P=ticks)(?!`))`++)*?(?P=ticks)(?!`)"
)
# What stands before the target of a link: in the text, in a list of link targets, in an attribute, in angle brackets.
LEAD: Final = r"""(?P<lead>\]\([ ]*<?|^[> ]{0,12}\[[^\]\n]{1,300}\]:[ ]*<?|href=["']|<)?"""
Resolve = Callable[[str], str | None]
Names = Callable[[re.Match[str]], Iterable[str]]


def rewrite(text: str, matches: Iterable[re.Match[str]], names: Names, resolve: Resolve) -> str:
    """The text with each link at the first address that ``resolve`` gives for one of its names; else as it was.

    An address that stood bare in the text becomes a link, as a path alone would not be one.
    """
    parts: list[str] = []
    position = depth = 0
    for found in matches:
        start, end = found.span("url")
        before = text[position:start]
        paragraph = before[before.rfind("\n\n") + 1 :] if "\n\n" in before else before
        depth = (0 if paragraph is not before else depth) + paragraph.count("[") - paragraph.count("]")
        address = next((new for name in names(found) if (new := resolve(name))), None)
        lead = found["lead"] or ""
        if not address:
            parts.append(text[position:end])
        elif lead and lead != "<":
            parts.append(before + address)
        elif lead == "<" and text[end : end + 1] == ">":
            parts.append(before[:-1] + _as_link(address))
            end += 1
        elif depth > 0 or lead:
            parts.append(text[position:end])  # the words of a link that has its own target
        else:
            parts.append(before + _as_link(address))
        position = end
    return "".join(parts) + text[position:]


def rewrite_addresses(text: str, host: str, resolve: Resolve) -> str:
    """The text with complete addresses of ``host`` at what ``resolve`` gives for their path, query included."""
    if f"//{host}/" not in text:
        return text
    matches = (found for found in addresses_of(host).finditer(text) if found["url"])
    return rewrite(text, matches, lambda found: (found["path"],), resolve)


def _as_link(address: str) -> str:
    return f"<{address}>" if "://" in address else f"[{escape_inline(address)}]({address})"


@lru_cache(maxsize=8)
def addresses_of(host: str) -> re.Pattern[str]:
    """The pattern of complete addresses of a host: groups ``lead``, ``url`` and, from its slash on, ``path``."""
    return re.compile(
        rf"""{CODE}|{LEAD}(?P<url>(?<![\w.:/-])(?:https?:)?//{re.escape(host)}"""
        r"""(?P<path>/(?:[^\s()<>\[\]"'`.,;:!?]|[.,;:!?](?=[^\s()<>\[\]"'`.,;:!?]))*+))""",
        re.MULTILINE,
    )
