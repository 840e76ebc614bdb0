"""A page of a knowledge base: one question with its answers and their comments, as Alkemio's export writes them.

The question is the first heading; every answer is an item with an anchor, signed below a rule; its comments are items
within it that say who wrote them and when. A list of pages that refer here, and the instructions how to answer, were
made by the export and belong to nobody.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final
from urllib.parse import unquote, urlsplit

from gilde.gateways.portability.readers.dates import parse_iso
from gilde.gateways.portability.readers.plain_text import one_line

_PERSON: Final = r"\[(?P<name>[^\]\n]{1,200})\]\((?P<profile>[^)\s]{1,500})\)"
_ORIGINAL: Final = re.compile(r"\[`[^`\n]{0,12}Origineel`\]\((?P<url>https?://[^)\s]{1,500})\)")
_ASKED: Final = re.compile(rf"Vraag oorspronkelijk gesteld door {_PERSON}")
_ANSWERED: Final = re.compile(rf"Antwoord oorspronkelijk geschreven door {_PERSON}")
_ITEM: Final = re.compile(r"- ## (?:<a id=\"(?P<anchor>[\w-]{1,120})\"></a>)?(?P<title>.*)")
_REPLY: Final = re.compile(
    rf"(?P<indent> {{2,6}})- #### \W*Reactie van {_PERSON} op (?P<moment>\d{{4}}-\d\d-\d\d \d\d:\d\d(?: UTC)?)"
)
_HEADING: Final = re.compile(r"# +(?P<title>.+)")
_RULE: Final = re.compile(r" {0,3}(?:\*\*\*|\* \* \*)\s*")
_LICENCE: Final = re.compile(r"gelicenseerd onder \[\W*(?P<name>[^\]\n]{2,60})\]")
_ICON: Final = re.compile(r"\[(?:🌐|📄|📌|🏔️) ")
_CROWN: Final = re.compile(r"^\W*(?=\w)")


@dataclass(frozen=True)
class Signature:
    """Who wrote something, by the path of their profile."""

    name: str
    path: str


@dataclass
class Reply:
    """A comment under an answer."""

    author: Signature
    at: datetime | None
    body: str


@dataclass
class AnswerPart:
    """An answer with its comments."""

    anchor: str
    title: str
    body: str
    author: Signature | None = None
    url: str = ""
    replies: list[Reply] = field(default_factory=list)


@dataclass
class QuestionPage:
    """Everything that people wrote on one page."""

    title: str
    body: str
    url: str
    author: Signature | None
    licence: str
    answers: list[AnswerPart]

    @property
    def people(self) -> list[Signature]:
        """Everybody who signed something, in order."""
        written = [self.author, *(answer.author for answer in self.answers)]
        replied = [reply.author for answer in self.answers for reply in answer.replies]
        return list(dict.fromkeys(each for each in (*written, *replied) if each))

    @property
    def moments(self) -> list[datetime]:
        """The moments it names."""
        return [reply.at for answer in self.answers for reply in answer.replies if reply.at]


def is_question_page(text: str) -> bool:
    """Whether a page is one of these."""
    found = _ORIGINAL.search(text, 0, 20_000)
    return found is not None and _HEADING.search(text, 0, 2_000) is not None


def question_page(text: str) -> QuestionPage:
    """The parts of such a page."""
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if _ITEM.match(line)]
    end = next((n for n, line in enumerate(lines) if line.startswith("<details>") or _is_foot(lines, n)), len(lines))
    starts = [number for number in starts if number < end]
    head = lines[: starts[0] if starts else end]
    title_at = next((number for number, line in enumerate(head) if _HEADING.fullmatch(line)), -1)
    heading = _HEADING.fullmatch(head[title_at]) if title_at >= 0 else None
    above, author, url = _signed(head[title_at + 1 :], _ASKED)
    licence = _LICENCE.search(text)
    parts = [_answer(lines[start:stop]) for start, stop in pairwise([*starts, end])]
    return QuestionPage(
        title=_plain(heading["title"]) if heading else "",
        body=_tidy(above),
        url=url,
        author=author,
        licence=one_line(licence["name"]) if licence else "",
        answers=[part for part in parts if part is not None],
    )


def _is_foot(lines: list[str], number: int) -> bool:
    return lines[number].startswith("* * *") and number + 1 < len(lines) and lines[number + 1].startswith("<small>")


def _answer(lines: list[str]) -> AnswerPart | None:
    found = _ITEM.match(lines[0])
    if found is None or not found["anchor"]:
        return None
    starts = [number for number, line in enumerate(lines) if _REPLY.match(line)]
    written = [line.removeprefix("  ") for line in lines[1 : starts[0] if starts else None]]
    body, author, url = _signed(written, _ANSWERED)
    replies = [_reply(lines[start:stop]) for start, stop in pairwise([*starts, len(lines)])]
    return AnswerPart(found["anchor"], _plain(found["title"]), _tidy(body), author, url, replies)


def _reply(lines: list[str]) -> Reply:
    found = _REPLY.match(lines[0])
    assert found is not None  # every caller looked for it
    depth = len(found["indent"]) + 2
    body = "\n".join(line[depth:] if not line[:depth].strip() else line.lstrip() for line in lines[1:])
    return Reply(_signature(found), parse_iso(found["moment"]), _tidy(body))


def _signed(lines: list[str], by: re.Pattern[str]) -> tuple[str, Signature | None, str]:
    """What stands above the signature, who signed, and where it was."""
    for number in range(len(lines) - 1, -1, -1):
        original, found = _ORIGINAL.search(lines[number]), by.search(lines[number])
        if original or found:
            above = lines[:number]
            while above and (not above[-1].strip() or _RULE.fullmatch(above[-1])):
                above.pop()
            return "\n".join(above), _signature(found) if found else None, original["url"] if original else ""
    return "\n".join(lines), None, ""


def _signature(found: re.Match[str]) -> Signature:
    try:
        path = unquote(urlsplit(found["profile"]).path)
    except ValueError:
        path = ""
    return Signature(_plain(found["name"]), one_line(path))


def _plain(text: str) -> str:
    return one_line(_CROWN.sub("", text))


def _tidy(text: str) -> str:
    return _ICON.sub("[", text).strip("\n")
