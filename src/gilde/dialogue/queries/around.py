"""What stands around a contribution on its page: a dozen short lists in one statement.

Who may see what is decided by the same conditions as ``visible_to``: mentions elsewhere are published and in a public
place or one of the reader's own, compliments are shown or the reader's own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import among, moment
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.core.models import StoredFile
from gilde.dialogue.enums import AppreciationKind, Part
from gilde.dialogue.models import Attachment, Contribution
from gilde.dialogue.models.contribution import address
from gilde.dialogue.queries import branches
from gilde.dialogue.queries.person import PersonRow, named_to, read_person


class TagLink(NamedTuple):
    """A tag and where it leads."""

    name: str
    url: str


class Mentioning(NamedTuple):
    """A contribution that links to this one."""

    title: str
    url: str


class Maker(NamedTuple):
    """Somebody who made it together with the one who wrote it down."""

    person: PersonRow
    part: str
    note: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Thanks:
    """A compliment about this contribution."""

    id: int
    text: str
    at: datetime
    giver: PersonRow
    receiver_id: int
    receiver: str
    state: str
    skill: str
    behaviour: str


@dataclass
class Around:
    """Everything that hangs on a contribution beside its replies.

    Attributes:
        mine: signs of appreciation that the reader gave.
        named: for each sign, people who gave it, the latest first, without the reader.
        read_at: up to when the reader has read it, None when never.
        charter_seen: the charter the reader accepted last, for members.
        files: by place: "" for the contribution, "a12" and "c34" for replies.
        pinned: how many contributions stand at the top of the community.
        guests: ids of those who take part from outside.
        former_guests: ids of those who did, and are no members now.
    """

    tags: list[TagLink] = field(default_factory=list)
    mine: set[AppreciationKind] = field(default_factory=set)
    named: dict[AppreciationKind, list[str]] = field(default_factory=lambda: defaultdict(list))
    saved: bool = False
    read_at: datetime | None = None
    charter_seen: int | None = None
    mentioned_in: list[Mentioning] = field(default_factory=list)
    makers: list[Maker] = field(default_factory=list)
    thanks: list[Thanks] = field(default_factory=list)
    files: dict[str, list[Attachment]] = field(default_factory=lambda: defaultdict(list))
    pinned: int = 0
    guests: set[int] = field(default_factory=set)
    former_guests: set[int] = field(default_factory=set)


def counts_of(row: Contribution) -> dict[AppreciationKind, int]:
    """How often each sign was given to a contribution, here and where it was imported from."""
    return {
        AppreciationKind.LIKE: row.like_count + row.imported_likes,
        AppreciationKind.LEARNED: row.learned_count,
        AppreciationKind.USED: row.used_count,
        AppreciationKind.ME_TOO: row.me_too_count,
    }


@shared
def around(actor: Actor, contribution: Contribution) -> Reading[Around]:
    """The lists around ``contribution``, which the caller loaded through ``visible_to``; one statement."""
    number, place, me = contribution.pk, contribution.community_id, actor.person_id or 0
    marks, own = among(actor.roles)
    asked: list[tuple[str, list[Any]]] = [
        (branches.TAGS, [number]),
        (branches.FILES, [number]),
        (branches.THANKS, [number, me, me]),
        (branches.mentions(marks), [number, *own]),
    ]
    if contribution.several_authors:
        asked.append((branches.MAKERS, [number]))
    asked.append((branches.GUESTS, [number]))  # also where there are none by now: some may have written
    if actor.person_id is not None:
        asked += [
            (branches.MINE, [number, me]),
            (branches.SAVED, [number, me]),
            (branches.READ, [number, me]),
            (branches.FLOOR, [place, me]),
        ]
        asked += [(branches.CHARTER, [place, me]), (branches.PINNED, [place])]
        asked += [(branches.NAMED[kind], [number, me]) for kind, count in counts_of(contribution).items() if count]
    listed = yield from rows_of(
        named_to(actor, " UNION ALL ".join(sql for sql, _values in asked)),
        [value for _sql, values in asked for value in values],
    )
    found = Around()
    # Rows of a UNION come in any order; tags and makers carry their place in the third column.
    for what, *columns in sorted(listed, key=lambda row: (row[2] or 0) if row[0] in {"tag", "maker"} else 0):
        _PLACE[what](found, dict(zip(branches.COLUMNS, columns, strict=True)))
    _in_order(found)
    return found


def _in_order(found: Around) -> None:
    found.makers.sort(key=lambda maker: maker.part == Part.TELLER)
    found.thanks.sort(key=lambda row: -row.id)
    for files in found.files.values():
        files.sort(key=lambda file: file.pk)


Row = dict[str, Any]


def _tag(found: Around, row: Row) -> None:
    found.tags.append(TagLink(row["b"], f"/tags/{row['a']}/"))


def _maker(found: Around, row: Row) -> None:
    person = read_person([row[name] for name in ("id", "b", "c", "d", "e", "f")])
    found.makers.append(Maker(person, row["a"], row["g"], moment(row["at"])))


def _file(found: Around, row: Row) -> None:
    size, width, height = (int(value) for value in row["g"].split())
    stored = StoredFile(
        key=row["c"], kind=row["d"], name=row["e"], content_type=row["f"], size=size, width=width or None,
        height=height or None,
    )  # fmt: skip
    file = Attachment(id=row["id"], file=stored, name=row["a"], alt=row["b"], answer_id=row["n"], comment_id=row["m"])
    place = f"c{row['m']}" if row["m"] else f"a{row['n']}" if row["n"] else ""
    found.files[place].append(file)


def _thanks(found: Around, row: Row) -> None:
    receiver, skill, behaviour = row["g"].split("\x1f")
    giver = read_person([row[name] for name in ("n", "b", "c", "d", "e")])
    at = moment(row["at"])
    assert at is not None
    found.thanks.append(Thanks(row["id"], row["a"], at, giver, row["m"], receiver, row["f"], skill, behaviour))


def _mention(found: Around, row: Row) -> None:
    url = address(row["id"], row["a"], stays=row["n"] == Audience.COMMUNITY)
    found.mentioned_in.append(Mentioning(row["a"], url))


def _mine(found: Around, row: Row) -> None:
    found.mine.add(AppreciationKind(row["a"]))


def _saved(found: Around, row: Row) -> None:  # noqa: ARG001 - that there is a row is the answer
    found.saved = True


def _read(found: Around, row: Row) -> None:
    at = moment(row["at"])
    found.read_at = max(at, found.read_at) if at and found.read_at else at or found.read_at


def _charter(found: Around, row: Row) -> None:
    found.charter_seen = row["n"]


def _pinned(found: Around, row: Row) -> None:
    found.pinned = row["n"]


def _guest(found: Around, row: Row) -> None:
    (found.guests if row["at"] is None else found.former_guests).add(row["n"])


def _named(found: Around, row: Row) -> None:
    found.named[AppreciationKind(row["a"])].append(row["b"])


_PLACE: Final = {
    "tag": _tag, "maker": _maker, "file": _file, "thanks": _thanks, "mention": _mention, "mine": _mine,
    "saved": _saved, "read": _read, "charter": _charter, "pinned": _pinned, "named": _named, "guest": _guest,
}  # fmt: skip
