"""The version an edit began with, so that what changed meanwhile is not put aside unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from gilde.core.ids import word_key
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.history import Part, compare
from gilde.dialogue.queries.makers import named_beside
from gilde.dialogue.queries.tag import tag_names_of
from gilde.people.models import Person


def as_in_form(row: Contribution | Answer | Comment) -> dict[str, Any]:
    """What stands in ``row``, by the names of its form."""
    if not isinstance(row, Contribution):
        return {"body": row.body}
    return {
        "title": row.title,
        "body": row.body,
        "tags": ", ".join(tag_names_of(row)),
        "language": row.language,
        "brought_me": row.brought_me,
        "brought_us": row.brought_us,
        "behaviour": row.behaviour_id,
        "audience": row.audience,
        "authors": handles_of(named_beside(row)),
        **row.fields,
    }


def handles_of(people: Iterable[Person]) -> str:
    """These people as one types them."""
    return ", ".join(f"@{person.handle}" for person in people)


def version_of(words: Mapping[str, Any]) -> str:
    """A short sign of what a form holds: the same for the same words and choices, however their tags are spelled."""
    kept = {name: str(value) for name, value in words.items() if value not in {None, ""}}
    if "tags" in kept:
        kept["tags"] = ",".join(sorted({key for name in kept["tags"].split(",") if (key := word_key(name))}))
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:20]


def differences(stands: Mapping[str, str], typed: Mapping[str, str], labels: Mapping[str, str]) -> list[Part]:
    """How ``typed`` differs from what ``stands``, part by part, in the order of ``labels``."""
    both = [(label, stands.get(name, ""), typed.get(name, "")) for name, label in labels.items()]
    return [Part(label, compare(old, new)) for label, old, new in both if old != new]
