"""Conversations: who asks, who answers, who comments; who has read them, and what is not finished."""

from __future__ import annotations

import uuid
from datetime import timedelta

from gilde.core import clock
from gilde.demo import script
from gilde.demo.doors import LOGINS
from gilde.demo.playing.stage import AUDIENCES, KEY, Stage
from gilde.demo.playing.thanks import appreciate, give_thanks
from gilde.demo.playing.tune import tune
from gilde.dialogue.actions import answer as answers
from gilde.dialogue.actions import comment as comments
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions import curation, reference, story
from gilde.dialogue.actions import draft as drafts
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.actions.attachment import keep_upload
from gilde.dialogue.actions.text import render
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Answer, Comment, Contribution, ReadMark


def play_thread(stage: Stage, thread: script.Contribution) -> None:
    """Play one conversation: the contribution, the replies, the thanks, and how it stands now."""
    community = stage.communities[thread.community]
    author = stage.actor(thread.author)
    with clock.at(stage.moment(thread.when)):
        keys: list[str] = []
        if thread.picture:
            data = stage.gallery.take("illustration", thread.key)
            keys.append(_attach(stage, thread.author, data, f"{thread.key}.webp", thread.picture_alt or ""))
        if thread.sound:
            keys.append(_attach(stage, thread.author, tune(thread.key), f"{thread.key}.wav", ""))
        row = contributions.contribute(
            actor=author,
            community=community,
            kind=ContributionKind(thread.kind),
            text=contributions.ContributionText(
                title=thread.title,
                body=stage.linked(thread.body),
                fields={name: stage.linked(text) for name, text in thread.fields.items()},
                tags=thread.tags,
                language=thread.language,
                brought_me=thread.brought_me,
                brought_us=thread.brought_us,
                attachments=keys,
            ),
            audience=AUDIENCES[thread.audience] if thread.audience else None,
            unnamed=thread.unnamed,
            authors=[stage.people[handle] for handle in thread.authors[1:]],
            teller=stage.people[thread.teller] if thread.teller else None,
            client_id=uuid.uuid5(KEY, f"thread {thread.key}"),
        )
    if thread.teller and thread.teller_status == "approved":
        with clock.at(stage.moment(thread.when) + timedelta(minutes=50)):
            row = story.approve(actor=stage.actor(thread.teller), contribution=row)
    for handle in thread.guests:
        _let_in(stage, thread, row, handle)
    stage.made[thread.key] = row
    stage.remember(row, row, thread.author)
    _replies(stage, thread, row)
    give_thanks(stage, thread, row)
    if thread.pinned:
        curation.pin(actor=stage.actor(_host_of(stage, thread)), contribution=row)
    if thread.closed:
        with clock.at(stage.moment(thread.closed.when)):
            curation.close(actor=stage.actor(thread.closed.by), contribution=row, reason=thread.closed.reason)


def _let_in(stage: Stage, thread: script.Contribution, row: Contribution, handle: str) -> None:
    """Somebody from outside, whom its author invited ten minutes after sharing it, and who came at once."""
    with clock.at(stage.moment(thread.when) + timedelta(minutes=10)):
        key = uuid.uuid5(KEY, f"guest {thread.key} {handle}")
        place = guests.invite(actor=stage.actor(thread.author), contribution=row, client_id=key)
        guests.accept(actor=stage.actor(handle), guest=place)
    del stage.actors[handle]  # from now on they read and reply there


def _host_of(stage: Stage, thread: script.Contribution) -> str:
    return stage.play.community(thread.community).hosts[0]


def _attach(stage: Stage, handle: str, data: bytes, name: str, alt: str) -> str:
    file = stage.keep(data, name, stage.people[handle].pk)
    row = keep_upload(actor=stage.actor(handle), file=file, name=name)
    if alt:
        row.alt = alt[:300]
        row.save(update_fields=["alt"])
    return file.key


def _replies(stage: Stage, thread: script.Contribution, row: Contribution) -> None:
    said: list[script.Answer | script.Comment] = [*thread.answers, *thread.all_comments]
    under = {id(c): a for a in thread.answers for c in a.comments}
    rows: dict[int, Answer] = {}
    written: list[tuple[str, Comment]] = []
    for item in sorted(said, key=lambda each: each.when):
        when = item.when
        actor = stage.actor(item.by)
        key = uuid.uuid5(KEY, f"reply {thread.key} {item.by} {when.days_ago} {when.at}")
        with clock.at(stage.moment(when)):
            made: Answer | Comment
            if isinstance(item, script.Answer):
                answer = answers.add_answer(actor=actor, contribution=row, body=stage.linked(item.body), client_id=key)
                made = rows[id(item)] = answer
            else:
                parent = under.get(id(item))
                quoted = next((c for by, c in reversed(written) if by == item.quoting), None)
                made = comment = comments.add_comment(
                    actor=actor,
                    contribution=row,
                    body=stage.linked(f"> {item.quote}\n\n{item.body}" if item.quote and not quoted else item.body),
                    answer=rows[id(parent)] if parent else None,
                    quotes=quoted if item.quote else None,
                    client_id=key,
                )
                written.append((item.by, comment))
        stage.remember(made, row, item.by)
        appreciate(stage, item.appreciation, made, item.by, when)
    for helpful in thread.answers:
        if helpful.accepted:
            with clock.at(stage.moment(thread.last_activity)):
                answers.accept(actor=stage.actor(thread.author), answer=rows[id(helpful)])


def link_late(stage: Stage) -> None:
    """References to what came later in the script."""
    for row, thread, author in stage.pending:
        actor = stage.actor(author)
        made = render(stage.linked(row.body), actor=actor)
        row.body, row.body_html = stage.linked(row.body), made.html
        row.save(update_fields=["body", "body_html"])
        where = {"answer": row} if isinstance(row, Answer) else {"comment": row} if isinstance(row, Comment) else {}
        reference.record(thread, made.references, actor=actor, **where)  # type: ignore[arg-type]


def mark_read(stage: Stage) -> None:
    """Who has read what. All at once: a mark has no rule, counts nothing and leaves no activity."""
    known = {(mark.person_id, mark.contribution_id): mark.read_at for mark in ReadMark.objects.all()}
    for thread in stage.play.contributions:
        for handle, when in stage.play.read_marks(thread).items():
            key = stage.people[handle].pk, stage.made[thread.key].pk
            until = min(stage.moment(when), stage.end)
            known[key] = max(known.get(key, until), until)
    for handle in LOGINS.values():
        mine = stage.actor(handle).roles
        for thread in stage.play.contributions:
            if stage.communities[thread.community].pk in mine:
                key = stage.people[handle].pk, stage.made[thread.key].pk
                known[key] = max(known.get(key, stage.last_visit), stage.last_visit)
    ReadMark.objects.bulk_create(
        [ReadMark(person_id=who, contribution_id=what, read_at=at) for (who, what), at in known.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["person", "contribution"],
        update_fields=["read_at"],
    )


def leave_draft(stage: Stage, unfinished: script.Draft) -> None:
    """Leave an unfinished text behind."""
    with clock.at(stage.moment(unfinished.when)):
        drafts.save_draft(
            actor=stage.actor(unfinished.by),
            place=f"new:{unfinished.kind}",
            data={
                "title": unfinished.title,
                "body": unfinished.body.strip(),
                "language": unfinished.language,
                "community": str(stage.communities[unfinished.community].pk),
                **unfinished.fields,
            },
        )
