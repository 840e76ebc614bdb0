"""What this room offers to the search: contributions, answers, comments, and the files that hang on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.core.searchables import Entry, Found, Ref, Searchable, plain, readers_of_place, register_searchable, target
from gilde.dialogue.enums import ContributionKind, State, Verb
from gilde.dialogue.kinds import KIND_FORMS, kind_form
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.dialogue.queries.person import person_row
from gilde.people.enums import Verb as PersonVerb

CONTRIBUTION: Final = "dialogue.contribution"
ANSWER: Final = "dialogue.answer"
COMMENT: Final = "dialogue.comment"
FILE: Final = "dialogue.attachment"
_STEP: Final = 500

Keys = Collection[tuple[int, int]]


# ── texts ────────────────────────────────────────────────────────────────────
def _contributions(ids: Collection[int]) -> Iterator[Entry]:
    rows = Contribution.objects.filter(pk__in=ids, state=State.PUBLISHED).select_related("community")
    for row in rows.annotate(files=models.Exists(Attachment.objects.filter(contribution=models.OuterRef("pk")))):
        parts = [row.body_html, *map(str, row.fields_html.values()), row.brought_me, row.brought_us]
        traits = {"has_file"} if row.files else set()
        if row.kind == ContributionKind.QUESTION:
            traits.add("is_answered" if row.has_accepted else "is_unanswered")
        traits.add("is_closed" if row.closed_at else "is_open")
        if row.kind == ContributionKind.QUESTION and row.has_accepted:
            traits.discard("is_open")
        yield Entry(
            id=row.pk,
            facet=row.kind,
            at=row.created_at,
            title=row.title,
            text=plain(" ".join(part for part in parts if part)),
            readers=readers_of_place(row.community_id, max(row.community.audience, row.audience)),
            language=row.language,
            community_id=row.community_id,
            author_id=row.author_id,
            traits=frozenset(traits),
        )


def _replies(model: type[Answer] | type[Comment], facet: str, ids: Collection[int]) -> Iterator[Entry]:
    rows: Any = model._default_manager.filter(
        pk__in=ids, deleted_at__isnull=True, contribution__state=State.PUBLISHED
    ).select_related("contribution__community")
    if model is Comment:
        rows = rows.filter(models.Q(answer__isnull=True) | models.Q(answer__deleted_at__isnull=True))
    for row in rows:
        place = row.contribution.community
        yield Entry(
            id=row.pk,
            facet=facet,
            at=row.created_at,
            title="",
            text=plain(row.body_html),
            readers=readers_of_place(place.pk, max(place.audience, row.contribution.audience)),
            language=row.contribution.language,
            community_id=place.pk,
            author_id=row.author_id,
            traits=frozenset({"is_accepted"} if getattr(row, "accepted_at", None) else ()),
        )


def _files(ids: Collection[int]) -> Iterator[Entry]:
    rows = Attachment.objects.filter(
        models.Q(answer__isnull=True) | models.Q(answer__deleted_at__isnull=True),
        models.Q(comment__isnull=True) | models.Q(comment__deleted_at__isnull=True),
        pk__in=ids,
        contribution__state=State.PUBLISHED,
    ).select_related("contribution__community", "file")
    for row in rows:
        assert row.contribution is not None
        place = row.contribution.community
        yield Entry(
            id=row.pk,
            facet="file",
            at=row.at,
            title=row.name,
            text=row.alt,
            readers=readers_of_place(place.pk, max(place.audience, row.contribution.audience)),
            language=row.contribution.language,
            community_id=place.pk,
            author_id=row.uploader_id,
            traits=frozenset({f"has_{row.file.kind}"}),
        )


_PERSON: Final = ("name", "handle", "photo_key", "state", "headline", "audience")
_PLACE: Final = ("name", "slug")


def _columns(model: type[Answer] | type[Comment]) -> list[str]:
    """The columns that a line about a reply shows."""
    own = ("created_at", "like_count", "contribution_id", "answer_id") if model is Comment else (
        "created_at", "like_count", "learned_count", "used_count", "accepted_at", "contribution_id",
    )  # fmt: skip
    return [
        *own,
        "contribution__title",
        "contribution__audience",
        "contribution__community_id",
        "contribution__language",
        *(f"contribution__community__{name}" for name in _PLACE),
        *(f"author__{name}" for name in _PERSON),
    ]


def _stays_in(row: Contribution) -> int | None:
    return row.community_id if row.stays else None


# ── what shows ───────────────────────────────────────────────────────────────
def _found_contributions(actor: Actor, keys: Keys) -> dict[tuple[int, int], Found]:
    rows = Contribution.objects.visible_to(actor).filter(pk__in=[pk for pk, _part in keys])
    shown = {}
    shows = (
        "kind", "audience", "community_id", "title", "language", "created_at", "has_accepted",
        "like_count", "learned_count", "used_count",
        *(f"author__{name}" for name in _PERSON), *(f"community__{name}" for name in _PLACE),
    )  # fmt: skip
    for row in rows.filter(state=State.PUBLISHED).select_related("community", "author").only(*shows):
        author = person_row(row.author, actor)
        shown[row.pk, 0] = Found(
            title=row.title,
            url=row.get_absolute_url(),
            label=row.get_kind_display(),
            icon=kind_form(row.kind).icon,
            at=row.created_at,
            author=author.name,
            author_url=author.url,
            photo_key=author.photo_key,
            place=row.community.name,
            place_url=row.community.get_absolute_url(),
            language=row.language,
            note=_("Answered") if row.has_accepted else "",
            liked=row.like_count + row.learned_count + row.used_count,
            stays_in=_stays_in(row),
        )
    return shown


def _found_replies(
    model: type[Answer] | type[Comment], label: object, icon: str, actor: Actor, keys: Keys
) -> dict[tuple[int, int], Found]:
    shown = {}
    rows: Any = model.objects.visible_to(actor).filter(
        pk__in=[pk for pk, _part in keys], contribution__state=State.PUBLISHED
    )
    for row in rows.select_related("contribution__community", "author").only(*_columns(model)):
        author = person_row(row.author, actor)
        shown[row.pk, 0] = Found(
            title=row.contribution.title,
            url=row.get_absolute_url(),
            label=str(label),
            icon=icon,
            at=row.created_at,
            author=author.name,
            author_url=author.url,
            photo_key=author.photo_key,
            place=row.contribution.community.name,
            place_url=row.contribution.community.get_absolute_url(),
            language=row.contribution.language,
            note=_("Accepted") if getattr(row, "accepted_at", None) else "",
            liked=row.like_count + getattr(row, "learned_count", 0) + getattr(row, "used_count", 0),
            stays_in=_stays_in(row.contribution),
        )
    return shown


def _found_files(actor: Actor, keys: Keys) -> dict[tuple[int, int], Found]:
    rows = Attachment.objects.visible_to(actor).filter(
        pk__in=[pk for pk, _part in keys], contribution__state=State.PUBLISHED
    )
    shown = {}
    for row in rows.select_related("contribution__community", "file", "uploader", "answer", "comment"):
        assert row.contribution is not None
        author = person_row(row.uploader, actor) if row.uploader else None
        shown[row.pk, 0] = Found(
            title=row.name,
            url=row.url,
            label=str(row.file.get_kind_display()),
            icon={"image": "image", "sound": "volume-2"}.get(row.kind, "file-text"),
            at=row.at,
            author=author.name if author else "",
            author_url=author.url if author else "",
            photo_key=author.photo_key if author else "",
            place=row.contribution.title,
            place_url=row.contribution.get_absolute_url(),
            language=row.contribution.language,
            stays_in=_stays_in(row.contribution),
        )
    return shown


# ── what changed ─────────────────────────────────────────────────────────────
def _numbers(rows: models.QuerySet[Any], kind: str) -> Iterator[Ref]:
    for pk in rows.values_list("pk", flat=True).order_by("pk").iterator(chunk_size=_STEP):
        yield Ref(kind, pk)


def _all_of(**where: Any) -> Iterator[Ref]:
    """Everything that hangs on the contributions that ``where`` names, and they themselves."""
    yield from _numbers(Contribution.objects.filter(**where), CONTRIBUTION)
    beneath = {f"contribution__{name}": value for name, value in where.items()}
    for model, kind in ((Answer, ANSWER), (Comment, COMMENT), (Attachment, FILE)):
        yield from _numbers(model._default_manager.filter(**beneath), kind)


def _whole_thread(row: Activity) -> Iterable[Ref]:
    return _all_of(pk=row.target_id) if row.target_id is not None else ()


def _contribution_and_files(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(CONTRIBUTION, row.target_id)
        yield from _numbers(Attachment.objects.filter(contribution_id=row.target_id), FILE)


def _answer(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(ANSWER, row.target_id)
        yield from _numbers(Comment.objects.filter(answer_id=row.target_id), COMMENT)
        yield from _numbers(Attachment.objects.filter(answer_id=row.target_id), FILE)
        yield from _numbers(Attachment.objects.filter(comment__answer_id=row.target_id), FILE)
        yield from (
            Ref(CONTRIBUTION, pk)
            for pk in Answer.objects.filter(pk=row.target_id).values_list("contribution_id", flat=True)
        )


def _comment(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(COMMENT, row.target_id)
        yield from _numbers(Attachment.objects.filter(comment_id=row.target_id), FILE)


def _all_of_place(row: Activity) -> Iterable[Ref]:
    """Everything said in a community of which fewer or more people read what is said."""
    if {"audience", "widest_audience"} & set(row.data.get("fields", ())) and row.target_id is not None:
        return _all_of(community_id=row.target_id)
    return ()


def _all_of_person(row: Activity) -> Iterator[Ref]:
    """What two people who turned out to be one wrote."""
    if row.target_id is not None:
        yield from _numbers(Contribution.objects.filter(author_id=row.target_id), CONTRIBUTION)
        yield from _numbers(Answer.objects.filter(author_id=row.target_id), ANSWER)
        yield from _numbers(Comment.objects.filter(author_id=row.target_id), COMMENT)
        yield from _numbers(Attachment.objects.filter(uploader_id=row.target_id), FILE)


def _after(model: type[models.Model]) -> Any:
    def after(number: int, most: int) -> list[int]:
        rows = model._default_manager.filter(pk__gt=number).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:most])

    return after


def _shown_replies(model: type[Answer] | type[Comment], label: object, icon: str) -> Any:
    def found(actor: Actor, keys: Keys) -> Mapping[tuple[int, int], Found]:
        return _found_replies(model, label, icon, actor, keys)

    return found


def register() -> None:
    """Called once, from the manifest."""
    register_searchable(
        Searchable(
            CONTRIBUTION,
            {kind.value: form.plural for kind, form in KIND_FORMS.items()},
            _contributions,
            _found_contributions,
            _after(Contribution),
            Contribution.objects.count,
            {
                Verb.CONTRIBUTED: _contribution_and_files,
                Verb.CONTRIBUTION_EDITED: _contribution_and_files,
                Verb.CONTRIBUTION_DELETED: _whole_thread,
                Verb.CONTRIBUTION_RESTORED: _whole_thread,
                Verb.CONTRIBUTION_MOVED: _whole_thread,
                Verb.CONTRIBUTION_AUDIENCE: _whole_thread,
                Verb.CONTRIBUTION_CLOSED: target(CONTRIBUTION),
                Verb.CONTRIBUTION_REOPENED: target(CONTRIBUTION),
                Verb.STORY_APPROVED: _contribution_and_files,
                Verb.STORY_RETURNED: _whole_thread,
                CommunityVerb.COMMUNITY_CHANGED: _all_of_place,
                PersonVerb.PERSON_MERGED: _all_of_person,
            },
        )
    )
    register_searchable(
        Searchable(
            ANSWER,
            {"answer": gettext_lazy("Answers")},
            lambda ids: _replies(Answer, "answer", ids),
            _shown_replies(Answer, gettext_lazy("answer"), "message-circle-question-mark"),
            _after(Answer),
            Answer.objects.count,
            {
                Verb.ANSWERED: _answer,
                Verb.ANSWER_EDITED: _answer,
                Verb.ANSWER_DELETED: _answer,
                Verb.ANSWER_RESTORED: _answer,
                Verb.ANSWER_ACCEPTED: _answer,
                Verb.ANSWER_UNACCEPTED: _answer,
            },
        )
    )
    register_searchable(
        Searchable(
            COMMENT,
            {"comment": gettext_lazy("Comments")},
            lambda ids: _replies(Comment, "comment", ids),
            _shown_replies(Comment, gettext_lazy("comment"), "message-circle"),
            _after(Comment),
            Comment.objects.count,
            dict.fromkeys((Verb.COMMENTED, Verb.COMMENT_EDITED, Verb.COMMENT_DELETED, Verb.COMMENT_RESTORED), _comment),
        )
    )
    register_searchable(
        Searchable(
            FILE,
            {"file": gettext_lazy("Files")},
            _files,
            _found_files,
            _after(Attachment),
            Attachment.objects.count,
            {},
        )
    )
