"""Loading the living demo: the script is played through the ordinary actions, each at the moment it happened.

Nothing is written past a rule: a member who may not do something cannot do it in the demo either. Loading twice changes
nothing, since a loaded demo is recognised by its first community.
"""

from __future__ import annotations

import io
import math
import struct
import uuid
import wave
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from gilde.communities.actions import ambition as ambitions
from gilde.communities.actions import community as places
from gilde.communities.actions import edge
from gilde.communities.actions import invitation as invitations
from gilde.communities.actions import membership as memberships
from gilde.communities.actions import request as requests
from gilde.communities.enums import CommunityKind, Joining, Role
from gilde.communities.models import Behaviour, Community, Invitation, JoinQuestion
from gilde.core import clock
from gilde.core.actor import SYSTEM, Actor
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.core.ids import slug
from gilde.core.models import StoredFile
from gilde.demo import script
from gilde.demo.doors import is_loaded
from gilde.demo.gallery import Gallery
from gilde.demo.signs import Signs
from gilde.dialogue.actions import answer as answers
from gilde.dialogue.actions import comment as comments
from gilde.dialogue.actions import compliment as compliments
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions import curation, reference, saved, story
from gilde.dialogue.actions import draft as drafts
from gilde.dialogue.actions.attachment import keep_upload
from gilde.dialogue.actions.text import render
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Answer, Comment, Contribution, ReadMark
from gilde.people.actions import affiliation, follow, label, link, person, photo, profile
from gilde.people.enums import LabelKind, Question, Section, WorkSituation
from gilde.people.models import Account, Label, Organisation, Person
from gilde.people.queries.actor import actor_for

_KEY = uuid.UUID("6f1a5c1e-7d8e-4c9a-9a53-2f0f4c1b7e20")
_AUDIENCES = {
    "public": Audience.PUBLIC,
    "members": Audience.MEMBERS,
    "community": Audience.COMMUNITY,
    "me": Audience.ME,
}
_ANSWERS = {
    "who_am_i": Question.WHO_AM_I,
    "where_is_my_heart": Question.HEART,
    "what_do_i_want": Question.WANT,
    "what_will_i_give_up": Question.GIVE_UP,
    "how_i_work": Question.HOW_I_WORK,
}
Say = Callable[[str], None]


def load(say: Say = print) -> None:
    """Play the whole script, once; ``say`` is told what is under way.

    Raises:
        script.ScriptError: when the content does not fit together.
    """
    if is_loaded():
        return
    play = script.read_script()
    gallery = Gallery(play)
    try:
        # One transaction: a demo is there, or it is not.
        with transaction.atomic():
            _Stage(play, gallery, clock.now(), say).play_all()
    finally:
        gallery.close()


class _Stage:
    """The rows of the demo while they are made."""

    def __init__(self, play: script.Script, gallery: Gallery, end: datetime, say: Say) -> None:
        self.play, self.gallery, self.end, self.say = play, gallery, end, say
        self.people: dict[str, Person] = {}
        self.accounts: dict[str, Account] = {}
        self.communities: dict[str, Community] = {}
        self.behaviours: dict[tuple[str, str], Behaviour] = {}
        self.made: dict[str, Contribution] = {}
        self.signs = Signs()
        self.pending: list[tuple[Contribution | Answer | Comment, Contribution, str]] = []
        self._actors: dict[str, Actor] = {}

    def play_all(self) -> None:
        """From the first account to the last draft."""
        self.say(f"Inviting {len(self.play.people)} people …")
        for who in sorted(self.play.people, key=lambda who: -who.joined_days_ago):
            with clock.at(self._days_ago(who.joined_days_ago, 9)):
                self._person(who)
        self._organisations()
        for who in self.play.people:
            for followed in who.follows:
                follow.follow(actor=self._actor(who.handle), person=self.people[followed])
        self.say(f"Opening {len(self.play.communities)} communities …")
        for place in sorted(self.play.communities, key=lambda place: -place.started_days_ago):
            self._community(place)
        for place in self.play.communities:
            self._join(place)
        self.say(f"Playing {len(self.play.contributions)} conversations …")
        for thread in self.play.in_order():
            self._thread(thread)
        self.signs.write()
        self._late_links()
        for place in self.play.communities:
            self._texts(place)
            self._results(place)
        self._readers()
        for unfinished in self.play.drafts:
            self._draft(unfinished)

    # ── small things ─────────────────────────────────────────────────────────

    def _days_ago(self, days: int, hour: int) -> datetime:
        moment = (self.end - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        return min(moment, self.end)

    def _moment(self, when: script.When) -> datetime:
        return when.moment(self.end)

    def _actor(self, handle: str) -> Actor:
        if handle not in self._actors:
            self._actors[handle] = actor_for(self.people[handle], self.accounts[handle])
        return self._actors[handle]

    def _picture(self, data: bytes, name: str, owner: int | None) -> StoredFile:
        return store_upload(io.BytesIO(data), name=name, uploader_id=owner)

    # ── people ───────────────────────────────────────────────────────────────

    def _person(self, who: script.Person) -> None:
        account = Account.objects.create_user(f"{who.handle}@demo.example", language=who.interface_language)
        self.accounts[who.handle] = account
        row = person.join(account=account, name=who.name, handle=who.handle)
        self.people[who.handle] = row
        account.person = row
        actor = self._actor(who.handle)
        audience = {name: _AUDIENCES[value] for name, value in who.audiences.items()}

        def seen_by(section: Section) -> Audience:
            return audience.get(section.value, row.audience_of(section))

        profile.change_card(
            actor=actor, name=who.name, headline=who.headline, audience=audience.get("headline", Audience(row.audience))
        )
        profile.change_story(actor=actor, text=who.story.strip(), audience=seen_by(Section.STORY))
        profile.change_motivation(
            actor=actor,
            answers={_ANSWERS[key]: text for key, text in who.motivation.items()},
            audience=seen_by(Section.MOTIVATION),
        )
        profile.change_region(actor=actor, region=who.region, audience=seen_by(Section.REGION))
        profile.change_work(actor=actor, situation=WorkSituation(who.work), note="", audience=seen_by(Section.WORK))
        for kind, names, section in (
            (LabelKind.SPECIALISM, who.specialisms, Section.SPECIALISMS),
            (LabelKind.HOBBY, who.hobbies, Section.HOBBIES),
            (LabelKind.LANGUAGE, who.languages, Section.LANGUAGES),
        ):
            label.change_labels(actor=actor, kind=kind, names=names, audience=seen_by(section))
        called = {org.slug: org.name for org in self.play.organisations}
        for tie in who.affiliations:
            affiliation.add(
                actor=actor,
                organisation=called[tie.organisation],
                title=tie.title,
                started_on=tie.since,
                ended_on=tie.until,
            )
        profile.change_audience(actor=actor, section=Section.AFFILIATIONS, audience=seen_by(Section.AFFILIATIONS))
        for place in who.links:
            link.add(actor=actor, url=place.url, label=place.label)
        profile.change_audience(actor=actor, section=Section.LINKS, audience=seen_by(Section.LINKS))
        if who.portrait is not None:
            file = self._picture(self.gallery.take("portrait", who.handle), f"{who.handle}.webp", row.pk)
            row = photo.change_photo(actor=actor, file=file)
        row.refresh_from_db()
        self.people[who.handle] = row
        del self._actors[who.handle]

    def _organisations(self) -> None:
        for org in self.play.organisations:
            row = Organisation.objects.filter(name=org.name).first()
            if row is None:
                continue
            row.about, row.website, row.place = org.about, org.website, org.place
            row.about_html = render(org.about, actor=self._actor(self.play.people[0].handle)).html
            row.save(update_fields=["about", "about_html", "website", "place"])

    # ── communities ──────────────────────────────────────────────────────────

    def _community(self, place: script.Community) -> None:
        host = place.hosts[0]
        actor = self._actor(host)
        with clock.at(self._days_ago(place.started_days_ago, 8)):
            cover = self._picture(self.gallery.take("cover", place.slug), f"{place.slug}.webp", self.people[host].pk)
            row = places.found(
                actor=actor,
                kind=CommunityKind(place.kind),
                name=place.names.get(place.language) or next(iter(place.names.values())),
                purpose=place.purposes.get(place.language) or next(iter(place.purposes.values())),
                language=place.language,
                audience=_AUDIENCES[place.audience],
                joining=Joining(place.joining),
                slug=place.slug,
                charter=place.charter.strip(),
                cover=cover,
                client_id=uuid.uuid5(_KEY, f"community {place.slug}"),
            )
            self._actors.pop(host, None)
            actor = self._actor(host)
            if place.questions:
                requests.set_questions(actor=actor, community=row, questions=[(text, True) for text in place.questions])
            for aim in place.ambitions:
                made = ambitions.share(actor=actor, community=row, title=aim.title, why=aim.why.strip())
                for behaviour in aim.behaviours:
                    self.behaviours[place.slug, behaviour.key] = ambitions.name_behaviour(
                        actor=actor, ambition=made, text=behaviour.text
                    )
        row.refresh_from_db()
        self.communities[place.slug] = row
        if place.organisations:
            ids = list(
                Organisation.objects.filter(
                    name__in=[o.name for o in self.play.organisations if o.slug in place.organisations]
                ).values_list("pk", flat=True)
            )
            places.open_to(
                actor=actor,
                community=row,
                audience=_AUDIENCES[place.audience],
                joining=Joining(place.joining),
                members_invite=True,
                noindex=False,
                inter_company=True,
                organisations=ids,
            )

    def _join(self, place: script.Community) -> None:
        row = self.communities[place.slug]
        for handle in sorted(place.people, key=lambda handle: -self.play.joined(place, handle)):
            joined = self._days_ago(self.play.joined(place, handle), 10)
            role = Role(place.role_of(handle) or Role.MEMBER)
            with clock.at(joined):
                memberships.enrol(
                    actor=self._actor(handle),
                    person_id=self.people[handle].pk,
                    community=row,
                    role=role,
                    charter_id=row.charter_id,
                    since=joined,
                )
            self._actors.pop(handle, None)
        for parent in place.parents:
            edge.draw(actor=SYSTEM, child=row, parent=self.communities[parent.slug], required=parent.required)
        for door in place.invitations:
            made = self._days_ago(door.days_ago, 11)
            with clock.at(made):
                invitation = invitations.make_link(
                    actor=self._actor(door.by),
                    community=row,
                    lifetime=timedelta(days=door.expires_in_days),
                    max_uses=door.limit,
                    note=door.note,
                    client_id=uuid.uuid5(_KEY, f"invitation {door.code}"),
                )
                Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + door.used)
                if door.revoked:
                    invitations.revoke(actor=self._actor(door.by), invitation=invitation)
        for knock in place.requests:
            questions = list(JoinQuestion.objects.filter(community=row).order_by("position", "pk"))
            with clock.at(self._moment(knock.when)):
                requests.ask(
                    actor=self._actor(knock.by),
                    community=row,
                    answers={q.pk: text for q, text in zip(questions, knock.answers, strict=False)},
                    charters=[place.charter_id for place in self.communities.values() if place.charter_id],
                    client_id=uuid.uuid5(_KEY, f"request {place.slug} {knock.by}"),
                )

    def _texts(self, place: script.Community) -> None:
        """Welcome and first page, which lead to conversations and so come after them."""
        with clock.at(self._days_ago(place.started_days_ago, 8)):
            places.welcome(
                actor=self._actor(place.hosts[0]),
                community=self.communities[place.slug],
                welcome=self._linked(place.welcome),
                first_page=self._linked(place.first_page),
            )

    def _results(self, place: script.Community) -> None:
        actor = self._actor(place.hosts[0])
        row = self.communities[place.slug]
        for aim in place.ambitions:
            made = row.ambitions.get(title=aim.title)
            for result in aim.results:
                shown = self.made.get(result.contribution or "")
                moment = self._moment(result.when)
                with clock.at(moment):
                    ambitions.report(
                        actor=actor,
                        ambition=made,
                        text=result.title,
                        on=moment.date(),
                        evidence=result.evidence,
                        evidence_url=_absolute(shown.get_absolute_url()) if shown else "",
                        client_id=uuid.uuid5(_KEY, f"result {place.slug} {result.title}"),
                    )

    # ── conversations ────────────────────────────────────────────────────────

    def _linked(self, text: str) -> str:
        """``[[key]]`` as a link to the contribution, where it has been made."""

        def put(found: object) -> str:
            key = found.group(1)  # type: ignore[attr-defined]
            target = self.made.get(key)
            if target is None:
                return str(found.group(0))  # type: ignore[attr-defined]
            return f"[{target.title}]({target.get_absolute_url()})"

        return script.REFERENCE.sub(put, text.strip())

    def _remember(self, row: Contribution | Answer | Comment, thread: Contribution, author: str) -> None:
        texts = [row.body, *getattr(row, "fields", {}).values()]
        if any(script.REFERENCE.search(text) for text in texts):
            self.pending.append((row, thread, author))

    def _late_links(self) -> None:
        """References to what came later in the script."""
        for row, thread, author in self.pending:
            actor = self._actor(author)
            made = render(self._linked(row.body), actor=actor)
            row.body, row.body_html = self._linked(row.body), made.html
            row.save(update_fields=["body", "body_html"])
            where = {"answer": row} if isinstance(row, Answer) else {"comment": row} if isinstance(row, Comment) else {}
            reference.record(thread, made.references, actor=actor, **where)  # type: ignore[arg-type]

    def _thread(self, thread: script.Contribution) -> None:
        community = self.communities[thread.community]
        author = self._actor(thread.author)
        with clock.at(self._moment(thread.when)):
            keys: list[str] = []
            if thread.picture:
                data = self.gallery.take("illustration", thread.key)
                keys.append(self._attach(thread.author, data, f"{thread.key}.webp", thread.picture_alt or ""))
            if thread.sound:
                keys.append(self._attach(thread.author, _tune(thread.key), f"{thread.key}.wav", ""))
            row = contributions.contribute(
                actor=author,
                community=community,
                kind=ContributionKind(thread.kind),
                text=contributions.ContributionText(
                    title=thread.title,
                    body=self._linked(thread.body),
                    fields={name: self._linked(text) for name, text in thread.fields.items()},
                    tags=thread.tags,
                    language=thread.language,
                    brought_me=thread.brought_me,
                    brought_us=thread.brought_us,
                    attachments=keys,
                ),
                authors=[self.people[handle] for handle in thread.authors[1:]],
                teller=self.people[thread.teller] if thread.teller else None,
                client_id=uuid.uuid5(_KEY, f"thread {thread.key}"),
            )
        if thread.teller and thread.teller_status == "approved":
            with clock.at(self._moment(thread.when) + timedelta(minutes=50)):
                row = story.approve(actor=self._actor(thread.teller), contribution=row)
        self.made[thread.key] = row
        self._remember(row, row, thread.author)
        self._replies(thread, row)
        self._thanks(thread, row)
        if thread.pinned:
            curation.pin(actor=self._actor(self._host_of(thread)), contribution=row)
        if thread.closed:
            with clock.at(self._moment(thread.closed.when)):
                curation.close(actor=self._actor(thread.closed.by), contribution=row, reason=thread.closed.reason)

    def _host_of(self, thread: script.Contribution) -> str:
        return self.play.community(thread.community).hosts[0]

    def _attach(self, handle: str, data: bytes, name: str, alt: str) -> str:
        file = self._picture(data, name, self.people[handle].pk)
        row = keep_upload(actor=self._actor(handle), file=file, name=name)
        if alt:
            row.alt = alt[:300]
            row.save(update_fields=["alt"])
        return file.key

    def _replies(self, thread: script.Contribution, row: Contribution) -> None:
        said: list[script.Answer | script.Comment] = [*thread.answers, *thread.all_comments]
        under = {id(c): a for a in thread.answers for c in a.comments}
        rows: dict[int, Answer] = {}
        written: list[tuple[str, Comment]] = []
        for item in sorted(said, key=lambda each: each.when):
            when = item.when
            actor = self._actor(item.by)
            key = uuid.uuid5(_KEY, f"reply {thread.key} {item.by} {when.days_ago} {when.at}")
            with clock.at(self._moment(when)):
                made: Answer | Comment
                if isinstance(item, script.Answer):
                    answer = answers.add_answer(
                        actor=actor, contribution=row, body=self._linked(item.body), client_id=key
                    )
                    made = rows[id(item)] = answer
                else:
                    parent = under.get(id(item))
                    quoted = next((c for by, c in reversed(written) if by == item.quoting), None)
                    made = comment = comments.add_comment(
                        actor=actor,
                        contribution=row,
                        body=self._linked(f"> {item.quote}\n\n{item.body}" if item.quote and not quoted else item.body),
                        answer=rows[id(parent)] if parent else None,
                        quotes=quoted if item.quote else None,
                        client_id=key,
                    )
                    written.append((item.by, comment))
            self._remember(made, row, item.by)
            self._appreciate(item.appreciation, made, item.by, when)
        for helpful in thread.answers:
            if helpful.accepted:
                with clock.at(self._moment(thread.last_activity)):
                    answers.accept(actor=self._actor(thread.author), answer=rows[id(helpful)])

    def _appreciate(
        self, thanks: script.Appreciation, target: Contribution | Answer | Comment, author: str, when: script.When
    ) -> None:
        moment = min(self._moment(when) + timedelta(hours=3), self.end)
        for kind, handles in (
            (AppreciationKind.LIKE, thanks.like),
            (AppreciationKind.LEARNED, thanks.learned),
            (AppreciationKind.USED, thanks.used),
        ):
            if isinstance(target, Comment) and kind != AppreciationKind.LIKE:
                continue
            for handle in handles:
                if handle != author:
                    self.signs.give(actor=self._actor(handle), target=target, kind=kind, at=moment)

    def _thanks(self, thread: script.Contribution, row: Contribution) -> None:
        self._appreciate(thread.appreciation, row, thread.author, thread.when)
        moment = min(self._moment(thread.when) + timedelta(hours=3), self.end)
        for handle in thread.me_too:
            self.signs.give(actor=self._actor(handle), target=row, kind=AppreciationKind.ME_TOO, at=moment)
        for handle in thread.saved:
            saved.save(actor=self._actor(handle), contribution=row)
        for word in thread.compliments:
            skill = None
            if word.skill:
                skill = Label.objects.filter(
                    kind=LabelKind.SPECIALISM, slug=label.label_slug(word.skill), people__person=self.people[word.to]
                ).first()
            with clock.at(self._moment(word.when)):
                made = compliments.give(
                    actor=self._actor(word.by),
                    receiver=self.people[word.to],
                    text=word.text,
                    contribution=row,
                    skill=skill,
                    behaviour=self.behaviours.get((thread.community, word.behaviour or "")),
                    client_id=uuid.uuid5(_KEY, f"compliment {thread.key} {word.by} {word.to}"),
                )
                if word.status == "shown":
                    compliments.show(actor=self._actor(word.to), compliment=made)
                elif word.status == "hidden":
                    compliments.hide(actor=self._actor(word.to), compliment=made)

    def _readers(self) -> None:
        """Who has read what. All at once: a mark has no rule, counts nothing and leaves no activity."""
        known = {(mark.person_id, mark.contribution_id): mark.read_at for mark in ReadMark.objects.all()}
        for thread in self.play.contributions:
            for handle, when in self.play.read_marks(thread).items():
                key = self.people[handle].pk, self.made[thread.key].pk
                until = min(self._moment(when), self.end)
                known[key] = max(known.get(key, until), until)
        ReadMark.objects.bulk_create(
            [ReadMark(person_id=who, contribution_id=what, read_at=at) for (who, what), at in known.items()],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["person", "contribution"],
            update_fields=["read_at"],
        )

    def _draft(self, unfinished: script.Draft) -> None:
        with clock.at(self._moment(unfinished.when)):
            drafts.save_draft(
                actor=self._actor(unfinished.by),
                place=f"new:{unfinished.kind}",
                data={
                    "title": unfinished.title,
                    "body": unfinished.body.strip(),
                    "language": unfinished.language,
                    "community": str(self.communities[unfinished.community].pk),
                    **unfinished.fields,
                },
            )


def _absolute(path: str) -> str:
    from django.conf import settings

    return f"{settings.SITE_URL}{path}"


def _tune(seed: str) -> bytes:
    """Six seconds of a quiet melody as a WAV file, drawn from ``seed``; the demo's stand-in for a recorded voice."""
    rate = 8000
    scale = (262, 294, 330, 392, 440, 523)
    notes = [scale[byte % len(scale)] for byte in slug(seed).encode()[:12]]
    samples: list[int] = []
    for note in notes:
        for index in range(rate // 2):
            fade = math.sin(math.pi * index / (rate // 2))
            samples.append(int(9000 * fade * math.sin(2 * math.pi * note * index / rate)))
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return stream.getvalue()
