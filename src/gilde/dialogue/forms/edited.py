"""What the form of an edit holds, to lay it beside what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gilde.dialogue.forms.contribution import ContributionForm
from gilde.dialogue.queries.history import Part
from gilde.dialogue.queries.version import differences, handles_of


def words_in(form: ContributionForm) -> dict[str, Any]:
    """What a valid ``form`` holds, by the names of its fields and as
    :func:`gilde.dialogue.queries.version.as_in_form` has it."""
    data = form.cleaned_data
    parts = [part.name for part in form.kind.fields]
    words = {name: data[name] for name in ("title", *parts, "body", "tags", "brought_me", "brought_us")}
    words["language"] = data["language"] or "nl"
    if "behaviour" in form.fields:
        words["behaviour"] = data["behaviour"].pk if data["behaviour"] else None
    if form.named is not None:
        words["authors"] = handles_of(form.named)
    return words if data["audience"] is None else {**words, "audience": data["audience"]}


def beside(form: ContributionForm, stands: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Part]:
    """How ``typed`` differs from what ``stands``, part by part in the order of ``form``, choices by their names."""
    parts = [part.name for part in form.kind.fields]
    texts = [*parts, "body"] if form.kind.fields_first else ["body", *parts]
    names = ["title", "audience", *texts, "tags", "authors", "behaviour", "brought_me", "brought_us", "language"]
    labels = {name: str(form.fields[name].label) for name in names if name in form.fields}

    def read(words: Mapping[str, Any]) -> dict[str, str]:
        return {name: _read(form, name, words.get(name)) for name in labels}

    return differences(read(stands), read({**stands, **typed}), labels)


def _read(form: ContributionForm, name: str, value: Any) -> str:
    """A part as a person reads it."""
    choices = getattr(form.fields[name], "choices", None)
    if not choices:
        return str(value or "")
    return {str(key): str(label) for key, label in _flat(choices) if key}.get(str(value), "")


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Choices without the groups they stand in."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield key, label
