"""Whoever loses sight of a conversation finds no word of it by any way they have, however much they did there before.

They saved it, drafted, thanked, quoted, linked to it, followed it, searched for it, and were told of it in the bell.
Then it moves to a closed room, or they leave, or their part as a guest ends; no task ran since. Every page that named
it before is read again, and every letter, push message, live topic, feed, file and download is tried. Only a report
keeps what it is about, as the one who made it saw it.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import urlencode
from tests.attention.notifications.test_letter import DAY, spread_all
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person
from tests.factories.search import index_everything

from gilde.attention.notifications.actions.letter import begin_at_once, begin_digest, send
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.actions.push import content_of as push_content
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Letter, Notice, Push
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.search.actions.saved import save as save_search
from gilde.attention.search.models import SavedSearch
from gilde.communities.actions.community import confide
from gilde.communities.actions.membership import leave, remove
from gilde.communities.actions.restriction import restrict
from gilde.communities.enums import Guests, RestrictionKind, Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.live.hearing import may_hear
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.audience import change_audience
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.curation import move
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.saved import save
from gilde.dialogue.actions.withheld import withhold
from gilde.dialogue.enums import AppreciationKind, State
from gilde.dialogue.models import Attachment, Contribution, Guest
from gilde.gateways.portability.export import write_export

pytestmark = pytest.mark.django_db

MARK = "kroonluchter"  # in every word that others said; asked for in any case, since addresses are in small letters
SOUGHT = "zilverwerk"  # beside it in the same texts: what the reader types, so that their own question proves nothing


def fresh(actor: Actor) -> Actor:
    """The same person as the next request sees them."""
    return actor_of(person_of(actor))


@dataclass
class Scene:
    """A conversation in ``place``, of ``host``; ``reader`` did everything there that one can do."""

    place: Community
    closed: Community
    host: Actor
    talk: Contribution
    reader: Actor
    file: Attachment
    own: Contribution
    letter: Letter | None = None
    push: Push | None = None

    @property
    def guest(self) -> Guest:
        """The place of the reader, if they are a guest."""
        return Guest.objects.get(person=self.reader.person_id)


def _conversation(audience: Audience) -> Scene:
    place, closed = make_place("Open house", audience=audience), make_place("The board", audience=Audience.COMMUNITY)
    host = joined(member(place, "Hedy Host", role=Role.HOST), closed, role=Role.HOST)
    client_of(host).post(
        "/new/files/", {"file": SimpleUploadedFile(f"{MARK}.txt", f"{MARK} {SOUGHT}".encode(), "text/plain")}
    )
    file = Attachment.objects.get()
    talk = make_question(
        host, place, f"A {MARK} of {SOUGHT}", body=f"Who lends me a {MARK}, {SOUGHT} or not?", tags=[f"{MARK}tag"],
        attachments=[file.key],
    )  # fmt: skip
    file.refresh_from_db()
    assert file.contribution_id == talk.pk
    return Scene(place, closed, host, talk, host, file, talk)


def _takes_part(scene: Scene, reader: Actor) -> Scene:
    """Everything that ``reader`` can do with the conversation, and what is kept of it in their name."""
    elsewhere, talk, host = make_place("Elsewhere", audience=Audience.PUBLIC), scene.talk, scene.host
    reader = joined(reader, elsewhere)
    said = make_comment(host, talk, f"My {MARK} is {SOUGHT}.")
    make_comment(reader, talk, "I wonder.", quotes=said)
    answer = make_answer(reader, talk, "Ask the neighbours.")
    make_comment(host, talk, f"Thank you, @{person_of(reader).handle}: the {MARK} came.", answer=answer)
    for target, kind in ((talk, AppreciationKind.ME_TOO), (said, AppreciationKind.LIKE)):
        appreciate(actor=reader, target=target, kind=kind, on=True)
    make_compliment(reader, person_of(host), "You asked what nobody dared to.", contribution=talk, shown=True)
    make_compliment(host, person_of(reader), "You answered within the hour.", contribution=talk, shown=True)
    save(actor=reader, contribution=talk)
    for place in (f"c:{talk.pk}", f"a:{talk.pk}", f"c:{talk.pk}:{answer.pk}"):
        save_draft(actor=reader, place=place, data={"body": "Half a sentence"})
    choose(actor=reader, subject=Subject.CONTRIBUTION, number=talk.pk, level=Level.FOLLOW)
    save_search(actor=reader, name="Table", typed=SOUGHT, kind="", client_id=uuid.uuid4())
    SavedSearch.objects.update(told_until=now() - timedelta(days=1))
    scene.own = make_contribution(reader, elsewhere, "My own", body=f"See [there](/d/{talk.pk}/) and /d/{talk.pk}/")
    make_comment(reader, scene.own, f"And /d/{talk.pk}/ again")
    make_comment(host, talk, f"As in [this {MARK}](/d/{scene.own.pk}/x/)")
    spread_all()
    index_everything()
    scene.reader = fresh(reader)
    assert scene.reader.person_id is not None
    return scene


def as_a_member() -> Scene:
    """The reader is a member of the place."""
    scene = _conversation(Audience.MEMBERS)
    return _takes_part(scene, member(scene.place, "Rik Reader"))


def as_a_host() -> Scene:
    """The reader leads the place, and sees its log, what waits there and whom to look after."""
    scene = _conversation(Audience.MEMBERS)
    return _takes_part(scene, member(scene.place, "Rik Reader", role=Role.HOST))


def as_a_guest() -> Scene:
    """The reader takes part in this conversation only."""
    scene = _conversation(Audience.COMMUNITY)
    reader = actor_of(make_person("Gea Kuipers"))
    client_of(reader)
    guests.accept(actor=reader, guest=guests.invite(actor=scene.host, contribution=scene.talk))
    return _takes_part(scene, fresh(reader))


def as_anybody() -> Scene:
    """The place is public, and the reader belongs to another one."""
    scene = _conversation(Audience.PUBLIC)
    reader = joined(actor_of(make_person("Olle Other")), scene.place)
    scene = _takes_part(scene, reader)
    leave(actor=scene.reader, community=scene.place)
    scene.reader = fresh(reader)
    return scene


def _moved(scene: Scene) -> None:
    move(actor=fresh(scene.host), contribution=scene.talk, to=scene.closed)


def _left(scene: Scene) -> None:
    leave(actor=scene.reader, community=scene.place)


def _removed(scene: Scene) -> None:
    remove(actor=fresh(scene.host), membership=scene.place.memberships.get(person=scene.reader.person_id))


def _measure(scene: Scene) -> None:
    restrict(
        actor=fresh(scene.host), person_id=scene.reader.person_id or 0, community=scene.place,
        kind=RestrictionKind.REMOVED, lasts=timedelta(days=9),
    )  # fmt: skip


def _hidden(scene: Scene) -> None:
    withhold(actor=fresh(scene.host), row=scene.talk, state=State.HIDDEN)


def _deleted(scene: Scene) -> None:
    delete(actor=fresh(scene.host), contribution=scene.talk)


def _ended(scene: Scene) -> None:
    guests.end(actor=fresh(scene.host), guest=scene.guest)


def _left_as_guest(scene: Scene) -> None:
    guests.end(actor=scene.reader, guest=scene.guest)


def _stays(scene: Scene) -> None:
    change_audience(actor=fresh(scene.host), contribution=scene.talk, audience=Audience.COMMUNITY)


def _members_only(scene: Scene) -> None:
    change_audience(actor=fresh(scene.host), contribution=scene.talk, audience=Audience.MEMBERS)


def _no_guests(scene: Scene) -> None:
    place = Community.objects.get(pk=scene.place.pk)
    confide(
        actor=fresh(scene.host), community=place, usual=Audience(place.usual_audience),
        widest=Audience(place.widest_audience), guests=Guests.NOBODY,
    )  # fmt: skip


WAYS: list[tuple[Callable[[], Scene], Callable[[Scene], None]]] = [
    *((as_a_member, how) for how in (_moved, _left, _removed, _measure, _hidden, _deleted)),
    (as_a_host, _moved),
    *((as_a_guest, how) for how in (_moved, _ended, _left_as_guest, _stays, _no_guests, _measure, _hidden)),
    *((as_anybody, how) for how in (_moved, _members_only, _hidden)),
]


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0].__name__}{way[1].__name__}")
def scene(request: pytest.FixtureRequest) -> Scene:
    """Somebody who lost sight of it, with a letter and a push message that were begun before."""
    begin, lose = request.param
    made: Scene = begin()
    reader = made.reader
    assert Contribution.objects.visible_to(reader).filter(pk=made.talk.pk).exists()
    client = client_of(reader)
    assert MARK in client.get(made.talk.get_absolute_url()).content.decode()
    assert client.get(made.file.url).status_code == 200
    assert MARK in client.get("/search/", {"q": SOUGHT}).content.decode()
    assert MARK in client.get("/saved/").content.decode()
    named_elsewhere = MARK in client.get(made.own.get_absolute_url()).content.decode()  # "mentioned in"
    assert named_elsewhere is not (begin is as_a_guest)
    # A visitor's page is kept, as far as visitors may read it.
    Client().get(made.talk.get_absolute_url())
    made.letter = begin_digest(person_id=reader.person_id or 0, rhythm=Rhythm.DAILY, period=DAY)
    made.push = Push.objects.create(person_id=reader.person_id)
    Notice.objects.filter(person=reader.person_id).update(push=made.push)
    assert push_content(reader, made.push)
    assert made.letter is not None
    lose(made)
    made.reader = fresh(reader)
    return made


def _addresses(scene: Scene) -> list[str]:
    """Every page that says something of it before (found with a crawler), and what a stranger would try."""
    number, place, sought = scene.talk.pk, scene.place.slug, urlencode({"q": SOUGHT})
    answer, (said, _mine, below, *_rest) = scene.talk.answers.get(), scene.talk.comments.order_by("pk")
    inside = ["", "x/", "do/history/", "do/guests/", "do/fresh/?since=2026-01-01T00:00:00Z&show", f"x/?at=c{said.pk}",
              f"x/?at=a{answer.pk}", f"do/answers/{answer.pk}/edit/", f"do/answers/{answer.pk}/delete/",
              f"do/comments/{below.pk}/history/", f"x/?quote={said.pk}"]  # fmt: skip
    found = [
        f"/search/?{sought}{more}" for more in ("", "&order=best", "&kind=question", "&kind=comment", "&kind=file")
    ]
    found += [f"/search/instant/?{sought}", f"/search/similar/?title=Of+{SOUGHT}+or+not", "/search/suggest/?q=in:the-b"]
    desk = ["", "?kind=question", "about/", "feed.atom", "openness/", "log/", "care/", "held/", "guide/", "settings/"]
    about = [f"/@{person_of(who).handle}/" for who in (scene.host, scene.reader)]
    reports = [("contribution", number), ("comment", said.pk), ("file", scene.file.pk), ("answer", answer.pk)]
    return [
        *(f"/d/{number}/{path}" for path in inside), *found, *about,
        *(f"/report/{kind}/{key}/" for kind, key in reports),
        "/", "/saved/", "/drafts/", "/bell/", "/compliments/", "/search/saved/", "/me/", "/me/mail/", "/around/",
        f"/compliments/new/?to={person_of(scene.host).handle}&about={number}", "/home/new/?since=2026-01-01T00:00:00Z",
        f"/drafts/c:{number}/", *(f"/c/{place}/{path}" for path in desk), "/sitemap.xml",
        "/sitemap-contributions-0.xml",
        scene.own.get_absolute_url(),
        f"/tags/{MARK}tag/", scene.file.url,
    ]  # fmt: skip


def _no_page_says_a_word_of_it(scene: Scene, client: Client) -> None:
    for address in _addresses(scene):
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # A page that is not found names the address that was asked for.
        assert MARK not in body.decode(errors="replace").lower().replace(address.lower(), ""), address


def _no_file_says_a_word_of_it(scene: Scene) -> None:
    """What a host takes home: the log of their community."""
    answer = client_of(scene.reader).post(f"/c/{scene.place.slug}/log/export/")
    assert answer.status_code == (200 if scene.reader.role_in(scene.place.pk) == Role.HOST else 404)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert MARK not in body.decode(errors="replace").lower()


def _nothing_of_it_is_mailed(scene: Scene) -> None:
    person = person_of(scene.reader)
    for later in (
        scene.letter,
        begin_at_once(person.pk),
        begin_digest(person_id=person.pk, rhythm=Rhythm.DAILY, period="2027-01-01"),
    ):
        if later is not None:
            send(later.pk)
    assert person.account is not None
    for sent in mail.outbox:
        if person.account.email in sent.to:
            assert MARK not in f"{sent.subject} {sent.body} {sent.alternatives} {sent.extra_headers}".lower()


def _nothing_of_it_is_pushed_or_streamed(scene: Scene) -> None:
    assert scene.push is not None
    assert MARK not in str(push_content(scene.reader, scene.push)).lower()
    assert not may_hear(scene.reader, f"contribution:{scene.talk.pk}")
    assert MARK not in str(bell(scene.reader).lines).lower()


def _nothing_of_it_is_taken_along(scene: Scene) -> None:
    stream = io.BytesIO()
    write_export(person_of(scene.reader), stream, language="en")
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            assert MARK not in archive.read(name).decode(errors="replace").lower(), name


def test_nothing_of_it_is_found_mailed_pushed_streamed_or_taken_along(scene: Scene) -> None:
    _no_page_says_a_word_of_it(scene, client_of(scene.reader))
    if scene.place.audience == Audience.PUBLIC:
        _no_page_says_a_word_of_it(scene, Client())
    _no_file_says_a_word_of_it(scene)
    _nothing_of_it_is_mailed(scene)
    _nothing_of_it_is_pushed_or_streamed(scene)
    _nothing_of_it_is_taken_along(scene)
