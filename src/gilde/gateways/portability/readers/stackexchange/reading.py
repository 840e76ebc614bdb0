"""The second reading of the tables: record after record, in the order of the files."""

from collections.abc import Iterator
from datetime import datetime

from gilde.gateways.portability.readers.plain_text import web_address
from gilde.gateways.portability.readers.stackexchange.index import is_whole, post_type, unreadable_column
from gilde.gateways.portability.readers.stackexchange.problems import Problems
from gilde.gateways.portability.readers.stackexchange.rows import (
    ANSWER,
    LINK_KINDS,
    QUESTION,
    TAG_WIKIS,
    Columns,
    RowReader,
    moment,
    number,
)
from gilde.gateways.portability.readers.stackexchange.scratch import Scratch
from gilde.gateways.portability.readers.stackexchange.site import Site
from gilde.gateways.portability.readers.stackexchange.tables import TableRow, Tables
from gilde.gateways.portability.records import Problem, Record, Space

_ACCEPTED, _UP, _DOWN = 1, 2, 3


class Reading:
    """One reading of one dump, after its notes were taken."""

    def __init__(self, tables: Tables, site: Site, scratch: Scratch, problems: Problems) -> None:
        self.tables = tables
        self.site = site
        self.scratch = scratch
        self.problems = problems
        self.rows = RowReader(site, scratch.text, scratch.closed_reason)

    def records(self) -> Iterator[Record]:
        """Everything the dump holds, references pointing backwards but for accepted answers."""
        yield from self._persons()
        yield Space(
            source=self.site.host, source_id=self.site.host, source_url=self.site.address("/"), name=self.site.host
        )
        yield from self._questions()
        yield from self._answers()
        yield from self._comments()
        yield from self._votes()
        yield from self._links()

    def _persons(self) -> Iterator[Record]:
        for row in self.tables.rows("Users"):
            person = number(row.columns.get("Id"))
            if person is None:
                yield self.problems.of_row("Users", row, "Id")
                continue
            joined_at = moment(row.columns.get("CreationDate"))
            yield self.rows.person({**row.columns, "Id": str(person)}, joined_at)
            website = row.columns.get("WebsiteUrl", "")
            if web_address(website) is None:
                yield self.problems.make(str(person), "bad_address", "WebsiteUrl", left_out=False, value=website)
        for person in self.scratch.undescribed_authors():
            yield self.rows.placeholder(person)

    def _questions(self) -> Iterator[Record]:
        """Also says, once per post, which posts are none of ours or cannot be read."""
        for row in self.tables.rows("Posts"):
            columns, kind = row.columns, post_type(row.columns)
            if not is_whole(row):
                yield self._broken_post(row)
            elif kind == QUESTION and (created_at := moment(columns.get("CreationDate"))):
                yield from self._question(columns, created_at)
            elif kind in TAG_WIKIS:
                tag = self.scratch.tag(int(columns["Id"]))
                yield self.problems.make(columns["Id"], "tag_wiki_left_out", tag=tag or "?", type=kind)
            elif kind != ANSWER:
                yield self.problems.make(columns["Id"], "post_type_left_out", "PostTypeId", type=kind or 0)

    def _broken_post(self, row: TableRow) -> Problem:
        if row.trouble or not row.columns.get("DeletionDate"):
            return self.problems.of_row("Posts", row, unreadable_column(row))
        source_id = row.columns.get("Id") or f"line-{row.line}"
        return self.problems.make(source_id, "deleted_left_out", "DeletionDate", row=row.line, table="Posts")

    def _question(self, columns: Columns, created_at: datetime) -> Iterator[Record]:
        post, accepted = int(columns["Id"]), number(columns.get("AcceptedAnswerId"))
        if accepted is not None and self.scratch.post(accepted) != (ANSWER, post):
            yield self.problems.make(
                str(post), "accepted_answer_missing", "AcceptedAnswerId", left_out=False, answer=accepted
            )
            accepted = None
        yield self.rows.thread(columns, created_at, None if accepted is None else str(accepted))
        yield from self._unsigned("Posts", columns, "OwnerUserId", "OwnerDisplayName")

    def _answers(self) -> Iterator[Record]:
        for row in self.tables.rows("Posts"):
            columns = row.columns
            created_at = moment(columns.get("CreationDate"))
            if created_at is None or post_type(columns) != ANSWER or not is_whole(row):
                continue
            if self._home(int(columns["Id"])) is None:
                target = columns["ParentId"]
                yield self.problems.make(columns["Id"], "target_missing", "ParentId", table="Posts", target=target)
                continue
            yield self.rows.answer(columns, created_at)
            yield from self._unsigned("Posts", columns, "OwnerUserId", "OwnerDisplayName")

    def _comments(self) -> Iterator[Record]:
        for row in self.tables.rows("Comments"):
            columns = row.columns
            comment, post = number(columns.get("Id")), number(columns.get("PostId"))
            created_at = moment(columns.get("CreationDate"))
            if comment is None or post is None or created_at is None:
                field = "Id" if comment is None else "PostId" if post is None else "CreationDate"
                yield self.problems.of_row("Comments", row, field)
                continue
            home = self._home(post)
            if home is None:
                yield self.problems.make(str(comment), "target_missing", "PostId", table="Comments", target=post)
                continue
            record = self.rows.comment(columns, created_at, *home)
            yield record
            score = number(columns.get("Score")) or 0
            if score > 0:
                yield self.rows.vote("message", record.source_id, score)
            yield from self._unsigned("Comments", columns, "UserId", "UserDisplayName")

    def _votes(self) -> Iterator[Record]:
        for post, kind, count in self.scratch.votes():
            if kind not in (_UP, _DOWN):
                continue
            home = self._home(post)
            if home is None:
                direction = "up" if kind == _UP else "down"
                yield self.problems.make(
                    str(post), "votes_target_missing", "PostId", target=post, number=count, direction=direction
                )
            elif kind == _UP:
                yield self.rows.vote("thread" if home[1] is None else "message", str(post), count)
            else:
                yield self.problems.make(str(post), "downvotes_left_out", "VoteTypeId", number=count)
        for kind, count in self.scratch.votes_by_type():
            if kind not in (_ACCEPTED, _UP, _DOWN):
                yield self.problems.make(f"votes-{kind}", "vote_type_left_out", "VoteTypeId", type=kind, number=count)

    def _links(self) -> Iterator[Record]:
        for row in self.tables.rows("PostLinks"):
            columns = row.columns
            link = number(columns.get("Id"))
            ends = [number(columns.get(column)) for column in ("PostId", "RelatedPostId")]
            if link is None or None in ends:
                yield self.problems.of_row("PostLinks", row, "Id" if link is None else "PostId")
                continue
            kind = columns.get("LinkTypeId", "")
            homes = [self._home(end or 0) for end in ends]
            if kind not in LINK_KINDS:
                yield self.problems.make(str(link), "link_kind_left_out", "LinkTypeId", kind=kind)
            elif homes[0] is None or homes[1] is None:
                column = "PostId" if homes[0] is None else "RelatedPostId"
                target = columns[column]
                yield self.problems.make(str(link), "link_target_missing", column, target=target)
            elif homes[0][0] == homes[1][0]:
                yield self.problems.make(str(link), "link_to_itself", "RelatedPostId", target=homes[0][0])
            else:
                yield self.rows.link(columns, str(homes[0][0]), str(homes[1][0]))

    def _home(self, post: int) -> tuple[int, int | None] | None:
        """The question a post belongs to and, for an answer, the answer; None when it is not taken over."""
        found = self.scratch.post(post)
        if found is None:
            return None
        kind, parent = found
        if kind == QUESTION:
            return post, None
        if kind != ANSWER or parent is None:
            return None
        question = self.scratch.post(parent)
        return (parent, post) if question and question[0] == QUESTION else None

    def _unsigned(self, table: str, columns: Columns, author: str, name: str) -> Iterator[Problem]:
        if number(columns.get(author)) is None and not columns.get(name, "").strip():
            yield self.problems.make(columns["Id"], "author_unknown", author, left_out=False, table=table)
