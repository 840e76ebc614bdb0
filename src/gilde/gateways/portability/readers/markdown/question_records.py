"""A question page as records."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from gilde.gateways.portability.readers.markdown.html import as_html
from gilde.gateways.portability.readers.markdown.page import stem_of
from gilde.gateways.portability.readers.markdown.question_page import AnswerPart, QuestionPage, Signature
from gilde.gateways.portability.readers.plain_text import storable
from gilde.gateways.portability.records import Message, Problem, Record, Thread

Problems = Callable[..., Problem]
_EXPLAINING: Final = frozenset({"toelichting", "uitleg", "inleiding", "introductie", "over deze kennisbank"})


def person_id(signature: Signature) -> str:
    """The id of somebody who signed."""
    return signature.path or f"name-{signature.name}"


def site_of(page: QuestionPage) -> str:
    """The host the page says it came from."""
    return urlsplit(page.url).hostname or "" if page.url else ""


def page_id(name: str) -> str:
    """The id of a question: the name of its page, which holds its number, wherever the folder stands."""
    return stem_of(name).rpartition("/")[2]


def records(page: QuestionPage, name: str, site: str, latest: datetime, problem: Problems) -> Iterator[Record]:
    """The question, or a page without one; its answers; their comments.

    Only comments are dated there. What they answer was written before them, so it gets the moment of the first one on
    its page, or of the last one anywhere when nobody wrote one.
    """
    source_id = page_id(name)
    begun = min(page.moments, default=latest)
    yield problem("date_assumed", left_out=False)
    yield Thread(
        source=site,
        source_id=source_id,
        source_url=page.url,
        licence=page.licence,
        kind="question" if _asks(page) else "resource",
        title=page.title,
        created_at=begun,
        space_id=site,
        author_id=person_id(page.author) if page.author else None,
        author_name=page.author.name if page.author else "",
        body_html=_html(page.body, site, name),
        language="nl",
        old_paths=_paths(page.url, f"/{name}"),
    )
    for answer in page.answers:
        yield from _answer(page, answer, source_id, begun, site, name)


def _asks(page: QuestionPage) -> bool:
    """Whether it asks something. Every space there begins with a page that explains it, which nobody answers."""
    return bool(page.answers) or page.title.casefold() not in _EXPLAINING


def _answer(
    page: QuestionPage, answer: AnswerPart, thread_id: str, begun: datetime, site: str, name: str
) -> Iterator[Message]:
    own = f"{thread_id}#{answer.anchor}"
    first = min((reply.at for reply in answer.replies if reply.at), default=begun)
    body = f"**{answer.title}**\n\n{answer.body}" if answer.title else answer.body
    yield Message(
        source=site,
        source_id=own,
        source_url=answer.url,
        licence=page.licence,
        kind="answer",
        thread_id=thread_id,
        created_at=first,
        author_id=person_id(answer.author) if answer.author else None,
        author_name=answer.author.name if answer.author else "",
        body_html=_html(body, site, name),
        old_paths=_paths(answer.url),
    )
    for number, reply in enumerate(answer.replies, start=1):
        yield Message(
            source=site,
            source_id=f"{own}/{number}",
            source_url=answer.url,
            licence=page.licence,
            kind="comment",
            thread_id=thread_id,
            parent_id=own,
            created_at=reply.at or first,
            author_id=person_id(reply.author),
            author_name=reply.author.name,
            body_html=_html(reply.body, site, name),
        )


def _html(body: str, site: str, name: str) -> str:
    return storable(as_html(body, f"https://{site}/{name}"))


def _paths(url: str, *others: str) -> tuple[str, ...]:
    path = urlsplit(url).path if url else ""
    return tuple(each for each in (path, *others) if len(each) > 1)
