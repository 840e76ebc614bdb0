"""Reader of a mailing list: people first, then conversation by conversation what they wrote."""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from gilde.gateways.portability.readers.inner_links import rewrite_addresses
from gilde.gateways.portability.readers.mbox.content import Content, UnreadableMail, content_of
from gilde.gateways.portability.readers.mbox.conversations import Conversations, Place
from gilde.gateways.portability.readers.mbox.headers import Headers, headers_of
from gilde.gateways.portability.readers.mbox.plain import as_markdown
from gilde.gateways.portability.readers.mbox.spool import MOST_MAIL, Spool
from gilde.gateways.portability.readers.pack import SENTENCES as OF_FILES
from gilde.gateways.portability.readers.plain_text import one_line
from gilde.gateways.portability.readers.stackexchange.site import given_site
from gilde.gateways.portability.records import File, Message, Person, Problem, Record, Space, Thread, UnreadableFile

_BYTES_A_MAIL: Final = 4_000  # for a progress bar only
_MOST_FILES: Final = 20


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


class MboxReader:
    """Reads an mbox file, or a folder or ZIP of them. ``site`` names the list where its mails do not."""

    name = "mbox"
    licence = ""
    sentences: Mapping[str, str] = {
        **OF_FILES,
        "mail_unreadable": gettext_noop("The parts of this email cannot be told apart."),
        "mail_too_long": gettext_noop("This mail is larger than 25 MB."),
        "mail_empty": gettext_noop("There is no text in this email."),
        "mail_attachments_left_out": gettext_noop(
            "This mail has more than twenty attachments; %(number)s were left out."
        ),
        "mbox_counted": gettext_noop(
            "The archive holds %(messages)s messages. %(replies)s say that they are replies; %(attached)s of those "
            "found what they reply to, and %(more)s more did by the older messages they name. They reply to "
            "%(parents)s messages, of which %(present)s are here."
        ),
    }

    def __init__(self, *, site: str | None = None) -> None:
        self._site = given_site(site).host if site else ""
        self._spool: Spool | None = None

    def count(self, path: Path) -> int | None:
        """About how many records there are, for a file that is not packed."""
        return max(1, path.stat().st_size // _BYTES_A_MAIL) if path.is_file() and path.suffix != ".gz" else None

    def read(self, path: Path) -> Iterator[Record]:
        """All records. Raises UnreadableFile with a sentence."""
        spool = self._spool = Spool(path)
        notes = Conversations()
        site, last = self._site, None
        for offset, length in spool.mails():
            mail = headers_of(spool.read(offset, min(length, 262_144)))
            site = site or mail.list_id
            last = notes.add(offset, length, mail, last)
        if last is None:
            raise UnreadableFile(f"There is no mail in {path.name}.", code="nothing")
        if not site:
            raise UnreadableFile(
                f"{path.name} does not say which list it comes from. Name it: --site HOST.", code="site"
            )
        notes.settle()
        for name, code in spool.damaged:
            yield Problem(source=site, source_id=one_line(name)[:200], code=code)
        yield Problem(source=site, source_id=site, code="mbox_counted", values=notes.counts, left_out=False)
        for sender, since in notes.senders():
            yield Person(
                source=site, source_id=sender.id, name=sender.name or None, email=sender.email or None, joined_at=since
            )
        yield Space(source=site, source_id=site, name=site)
        for place in notes.places():
            yield from _records(spool, place, site)

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """Links to the list's own archive, where its mails named their place there."""
        return rewrite_addresses(text, source, resolve)

    def open_file(self, record: File) -> BinaryIO | None:
        """The attachment that a record stands for; None when it is not there."""
        offset, length, number = (int(each) for each in record.path.split("-"))
        if self._spool is None:
            return None
        try:
            files = content_of(self._spool.read(offset, length)).files
        except UnreadableMail:
            return None
        return io.BytesIO(files[number].content) if number < len(files) else None


def _records(spool: Spool, place: Place, site: str) -> Iterator[Record]:
    raw = spool.read(place.offset, place.length)
    headers = headers_of(raw)
    if place.length > MOST_MAIL:
        yield Problem(source=site, source_id=place.id, code="mail_too_long")
    try:
        content = content_of(raw) if place.length <= MOST_MAIL else Content()
    except UnreadableMail:
        yield Problem(source=site, source_id=place.id, code="mail_unreadable", left_out=False)
        content = Content()
    body = as_markdown(content.text)
    html = content.html if not body and content.html else None
    if not body and html is None:
        yield Problem(source=site, source_id=place.id, code="mail_empty", left_out=False)
        body = "…"
    is_first = place.root == place.id
    yield _thread(headers, place, site, body, html) if is_first else _message(headers, place, site, body, html)
    for number, file in enumerate(content.files[:_MOST_FILES]):
        yield File(
            source=site,
            source_id=f"{place.id}#{number}",
            name=file.name,
            target_kind="thread" if is_first else "message",
            target_id=place.id,
            path=f"{place.offset}-{place.length}-{number}",
            media_type=one_line(file.media_type)[:100],
            size=len(file.content),
        )
    if len(content.files) > _MOST_FILES:
        number = len(content.files) - _MOST_FILES
        yield Problem(source=site, source_id=place.id, code="mail_attachments_left_out", values={"number": number})


def _thread(headers: Headers, place: Place, site: str, body: str, html: str | None) -> Thread:
    return Thread(
        source=site,
        source_id=place.id,
        source_url=headers.archived_at,
        kind="discussion",
        title=headers.subject,
        created_at=place.at,
        space_id=site,
        author_id=headers.sender.id,
        author_name=headers.sender.name,
        body=body,
        body_html=html,
        old_paths=_paths(headers.archived_at),
    )


def _message(headers: Headers, place: Place, site: str, body: str, html: str | None) -> Message:
    return Message(
        source=site,
        source_id=place.id,
        source_url=headers.archived_at,
        kind="comment",
        thread_id=place.root,
        parent_id=place.parent,
        created_at=place.at,
        author_id=headers.sender.id,
        author_name=headers.sender.name,
        body=body,
        body_html=html,
        old_paths=_paths(headers.archived_at),
    )


def _paths(address: str) -> tuple[str, ...]:
    path = "/" + address.split("/", 3)[3] if address.count("/") > 3 else ""
    return (path,) if len(path) > 1 else ()
