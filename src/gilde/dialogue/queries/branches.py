"""The branches of the one statement behind :mod:`gilde.dialogue.queries.around`.

Every list is a branch of one UNION with the same columns: a branch names the columns it fills and leaves the rest
empty. Nothing but constants is written into them; every value is a parameter.
"""

from __future__ import annotations

from typing import Final

from gilde.core.audience import Audience
from gilde.dialogue.enums import AppreciationKind, ComplimentState, State

_COMPLIMENTS: Final = 20
_MENTIONS: Final = 10
_FILES: Final = 400
NAMES: Final = 2  # people named for each sign of appreciation; the rest are "others"

_NUMBERS: Final = ("id", "n", "m")
_TEXTS: Final = ("a", "b", "c", "d", "e", "f", "g")
COLUMNS: Final = (*_NUMBERS, *_TEXTS, "at")
_EMPTY: Final = {
    **dict.fromkeys(_NUMBERS, "CAST(NULL AS bigint)"),
    **dict.fromkeys(_TEXTS, "CAST(NULL AS varchar(500))"),
    "at": "CAST(NULL AS timestamp with time zone)",
}
_PERSON: Final = {"b": "p.name", "c": "p.handle", "d": "p.photo_key", "e": "p.state", "f": "p.headline"}


def _branch(what: str, filled: dict[str, str], rest: str, *, limited: bool = False) -> str:
    columns = ", ".join(f"{filled.get(name, _EMPTY[name])} AS {name}" for name in COLUMNS)
    sql = f"SELECT '{what}' AS what, {columns} {rest}"
    return f"SELECT * FROM ({sql}) {what}_rows" if limited else sql  # noqa: S608 - constants only


TAGS: Final = _branch(
    "tag",
    {"n": "x.position", "a": "t.slug", "b": "t.name"},
    "FROM dialogue_contributiontag x JOIN dialogue_tag t ON t.id = x.tag_id WHERE x.contribution_id = %s",
)
MAKERS: Final = _branch(
    "maker",
    {"id": "p.id", "n": "x.position", "a": "x.part", "g": "x.note", "at": "x.approved_at", **_PERSON},
    "FROM dialogue_authorship x JOIN people_person p ON p.id = x.person_id WHERE x.contribution_id = %s",
)
FILES: Final = _branch(
    "file",
    {
        "id": "x.id", "n": "x.answer_id", "m": "x.comment_id", "a": "x.name", "b": "x.alt", "c": "s.key", "d": "s.kind",
        "e": "s.name", "f": "s.content_type",
        "g": "CAST(s.size AS varchar(20)) || ' ' || CAST(COALESCE(s.width, 0) AS varchar(10)) || ' ' || "
             "CAST(COALESCE(s.height, 0) AS varchar(10))",
    },
    "FROM dialogue_attachment x JOIN core_storedfile s ON s.id = x.file_id "
    f"WHERE x.contribution_id = %s AND NOT x.inline ORDER BY x.id LIMIT {_FILES}",
    limited=True,
)  # fmt: skip
THANKS: Final = _branch(
    "thanks",
    {"id": "x.id", "n": "p.id", "m": "x.receiver_id", "a": "x.text", "at": "x.at", **_PERSON,
     "f": "x.state", "g": "r.name || '\x1f' || COALESCE(l.name, '') || '\x1f' || COALESCE(h.text, '')"},
    "FROM dialogue_compliment x JOIN people_person p ON p.id = x.giver_id JOIN people_person r ON r.id = x.receiver_id "
    "LEFT JOIN people_label l ON l.id = x.skill_id LEFT JOIN communities_behaviour h ON h.id = x.behaviour_id "
    f"WHERE x.contribution_id = %s AND (x.state = '{ComplimentState.SHOWN.value}' OR "
    f"((x.giver_id = %s OR x.receiver_id = %s) AND x.state <> '{ComplimentState.WITHDRAWN.value}')) "
    f"ORDER BY x.id DESC LIMIT {_COMPLIMENTS}",
    limited=True,
)  # fmt: skip
MINE: Final = _branch("mine", {"a": "kind"}, "FROM dialogue_appreciation WHERE contribution_id = %s AND person_id = %s")
SAVED: Final = _branch("saved", {}, "FROM dialogue_saved WHERE contribution_id = %s AND person_id = %s")
READ: Final = _branch("read", {"at": "read_at"}, "FROM dialogue_readmark WHERE contribution_id = %s AND person_id = %s")
FLOOR: Final = _branch("read", {"at": "read_at"}, "FROM dialogue_readfloor WHERE community_id = %s AND person_id = %s")
CHARTER: Final = _branch(
    "charter", {"n": "charter_seen_id"}, "FROM communities_membership WHERE community_id = %s AND person_id = %s"
)
GUESTS: Final = _branch(
    "guest",
    {"n": "g.person_id", "at": "g.ended_at"},
    "FROM dialogue_guest g WHERE g.contribution_id = %s AND g.person_id > 0 AND (g.ended_at IS NULL OR NOT EXISTS ("
    "SELECT 1 FROM communities_membership m WHERE m.community_id = g.community_id AND m.person_id = g.person_id))",
)
PINNED: Final = _branch(
    "pinned",
    {"n": "COUNT(*)"},
    "FROM dialogue_contribution WHERE community_id = %s AND pinned_at IS NOT NULL "
    f"AND state = '{State.PUBLISHED.value}'",
)
NAMED: Final = {
    kind: _branch(
        "named",
        {"id": "x.id", "a": "x.kind", "b": "p.name"},
        "FROM dialogue_appreciation x JOIN people_person p ON p.id = x.person_id "
        f"WHERE x.contribution_id = %s AND x.kind = '{kind.value}' AND x.person_id <> %s "
        f"AND p.state NOT IN ('deactivated', 'erased') ORDER BY x.id DESC LIMIT {NAMES}",
        limited=True,
    )
    for kind in AppreciationKind
}


def mentions(marks: str) -> str:
    """Contributions that link to this one, for a reader with as many communities as there are ``marks``."""
    return _branch(
        "mention",
        {"id": "c.id", "a": "c.title", "n": "c.audience"},
        "FROM dialogue_contributionlink k JOIN dialogue_contribution c ON c.id = k.source_id "
        "JOIN communities_community m ON m.id = c.community_id "
        "JOIN dialogue_contribution t ON t.id = k.target_id "
        f"WHERE k.target_id = %s AND c.state = '{State.PUBLISHED.value}' "
        f"AND (m.audience = {Audience.PUBLIC.value} "
        f"AND c.audience = {Audience.PUBLIC.value} OR m.id IN ({marks})) "
        # What stays in its room is not named in another one, not even to people who are in both.
        f"AND (c.audience < {Audience.COMMUNITY.value} OR c.community_id = t.community_id) "
        f"ORDER BY k.id DESC LIMIT {_MENTIONS}",
        limited=True,
    )
