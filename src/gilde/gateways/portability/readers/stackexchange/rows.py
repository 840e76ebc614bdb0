"""One row of a table as one record."""

import re
from collections.abc import Callable
from datetime import datetime

from gilde.gateways.portability.html_to_markdown import html_to_markdown
from gilde.gateways.portability.readers.dates import parse_day_first, parse_iso
from gilde.gateways.portability.readers.plain_text import one_line, storable, web_address
from gilde.gateways.portability.readers.stackexchange.markdown_source import has_html, tidy_source
from gilde.gateways.portability.readers.stackexchange.site import Site, licence_of, slug_of
from gilde.gateways.portability.records import Link, Message, Person, Thread, Vote

QUESTION, ANSWER = 1, 2
TAG_WIKIS = frozenset({4, 5, 7})  # excerpt, wiki, and the placeholder for one
LINK_KINDS = {"1": "linked", "3": "duplicate"}
CLOSE_REASONS = {
    "1": "duplicate",
    "2": "off_topic",
    "3": "opinion_based",
    "4": "not_a_question",
    "7": "too_localized",
    "10": "general_reference",
    "20": "noise",
    "101": "duplicate",
    "102": "off_topic",
    "103": "unclear",
    "104": "too_broad",
    "105": "opinion_based",
}

Columns = dict[str, str]


def number(text: str | None) -> int | None:
    """The id in a column, None where there is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,18}", text) else None


def moment(text: str | None) -> datetime | None:
    """The moment in a column: ISO as in the dump, or day first as a spreadsheet saved it."""
    return (parse_iso(text) or parse_day_first(text)) if text else None


def tags(text: str) -> tuple[str, ...]:
    """The tags of ``<a><b>`` or, in newer dumps, ``|a|b|``."""
    return tuple(dict.fromkeys(one_line(tag) for tag in re.split(r"[<>|]+", text) if tag.strip()))


class RowReader:
    """Makes records of rows that were found whole while indexing."""

    def __init__(self, site: Site, text: Callable[[int], str | None], closed_reason: Callable[[int], str]) -> None:
        self.site = site
        self.source = site.host
        self._text = text
        self._closed_reason = closed_reason

    def person(self, columns: Columns, joined_at: datetime | None) -> Person:
        """A row of Users. Age and everything that measures people stays behind."""
        person_id = columns["Id"]
        address = self.site.address(f"/users/{person_id}")
        return Person(
            source=self.source,
            source_id=person_id,
            source_url=address,
            licence=licence_of(joined_at) if joined_at else "",
            name=one_line(columns.get("DisplayName", "")) or None,
            about=html_to_markdown(columns.get("AboutMe", ""), base_url=address),
            location=one_line(columns.get("Location", "")),
            website=web_address(columns.get("WebsiteUrl", "")) or "",
            joined_at=joined_at,
            is_system=person_id.startswith("-"),
            old_paths=(f"/users/{person_id}",),
        )

    def placeholder(self, person_id: int) -> Person:
        """Someone whom only a signature tells of; the writer finds a name."""
        path = f"/users/{person_id}"
        return Person(
            source=self.source,
            source_id=str(person_id),
            source_url=self.site.address(path),
            is_system=person_id < 0,
            old_paths=(path,),
        )

    def thread(self, columns: Columns, created_at: datetime, accepted_id: str | None) -> Thread:
        """A question of Posts."""
        post = int(columns["Id"])
        title = one_line(columns.get("Title", ""))
        closed_at = moment(columns.get("ClosedDate"))
        slug = slug_of(title)
        paths = (f"/questions/{post}/{slug}",) * bool(slug)
        return Thread(
            source=self.source,
            source_id=str(post),
            source_url=self.site.address(f"/q/{post}"),
            licence=licence_of(created_at, columns.get("ContentLicense", "")),
            kind="question",
            space_id=self.source,
            title=title,
            author_id=author(columns, "OwnerUserId"),
            author_name=one_line(columns.get("OwnerDisplayName", "")),
            body=self._body(post, columns),
            created_at=created_at,
            edited_at=moment(columns.get("LastEditDate")),
            closed_at=closed_at,
            closed_reason=self._closed_reason(post) if closed_at else "",
            tags=tags(columns.get("Tags", "")),
            language=self.site.language,
            accepted_id=accepted_id,
            old_paths=(*paths, f"/questions/{post}", f"/q/{post}", f"/a/{post}"),
        )

    def answer(self, columns: Columns, created_at: datetime) -> Message:
        """An answer of Posts."""
        post, question = int(columns["Id"]), columns["ParentId"]
        return Message(
            source=self.source,
            source_id=str(post),
            source_url=self.site.address(f"/a/{post}"),
            licence=licence_of(created_at, columns.get("ContentLicense", "")),
            kind="answer",
            thread_id=str(int(question)),
            author_id=author(columns, "OwnerUserId"),
            author_name=one_line(columns.get("OwnerDisplayName", "")),
            body=self._body(post, columns),
            created_at=created_at,
            edited_at=moment(columns.get("LastEditDate")),
            old_paths=(f"/a/{post}", f"/q/{post}", f"/questions/{post}"),
        )

    def comment(self, columns: Columns, created_at: datetime, thread_id: int, parent_id: int | None) -> Message:
        """A row of Comments, under its question or under one of the answers."""
        comment, post = columns["Id"], columns["PostId"]
        return Message(
            source=self.source,
            source_id=f"comment-{comment}",
            source_url=self.site.address(f"/q/{post}#comment{comment}_{post}"),
            licence=licence_of(created_at, columns.get("ContentLicense", "")),
            kind="comment",
            thread_id=str(thread_id),
            parent_id=None if parent_id is None else str(parent_id),
            author_id=author(columns, "UserId"),
            author_name=one_line(columns.get("UserDisplayName", "")),
            body=tidy_source(columns.get("Text", ""), self.site.host),
            created_at=created_at,
        )

    def vote(self, target_kind: str, target_id: str, count: int) -> Vote:
        """The up-votes of a question, answer or comment, added up."""
        return Vote(source=self.source, source_id=target_id, target_kind=target_kind, target_id=target_id, count=count)

    def link(self, columns: Columns, from_id: str, to_id: str) -> Link:
        """A row of PostLinks, between two questions."""
        created_at = moment(columns.get("CreationDate"))
        return Link(
            source=self.source,
            source_id=columns["Id"],
            source_url=self.site.address(f"/q/{from_id}"),
            licence=licence_of(created_at) if created_at else "",
            kind=LINK_KINDS[columns["LinkTypeId"]],
            from_id=from_id,
            to_id=to_id,
            created_at=created_at,
        )

    def _body(self, post: int, columns: Columns) -> str:
        source = self._text(post)
        body = columns.get("Body", "")
        if source:
            markdown = tidy_source(source, self.site.host)
            if not (body and has_html(markdown)):
                return markdown
        return html_to_markdown(storable(body), base_url=self.site.address(f"/q/{post}"))


def author(columns: Columns, column: str) -> str | None:
    """The id of who signed a row, None where nobody did or the account is gone."""
    found = number(columns.get(column))
    return None if found is None else str(found)
