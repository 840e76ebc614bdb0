"""Route × role: for every address of the house, what each kind of person gets.

The addresses belong to a hidden community, where the difference between knowing and not knowing is sharpest. A row is
``route method answers``, one answer per kind of person in the order of :data:`WHO`. A route that is not in the table,
or an entry without a route, fails: whoever adds an address says here who gets it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_answer, make_behaviour, make_comment, make_compliment, make_contribution
from tests.factories.governance import make_case
from tests.factories.people import log_in, make_person

from gilde.communities.actions import invitation as invitations
from gilde.communities.enums import Role
from gilde.communities.models import Result
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.files.store import store_upload
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.actions.attachment import keep_upload
from gilde.dialogue.models import Tag
from gilde.dialogue.queries.guest import secret_of
from gilde.gateways.portability.models import ImportUpload
from gilde.people.models import Organisation
from gilde.people.queries.actor import actor_for

WHO = ("visitor", "outsider", "guest", "member", "facilitator", "host")
TABLE = Path(__file__).with_suffix(".txt")
_THEIRS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "?")  # allauth's, tested there


def _routes(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from _routes(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name or '?'}"
            if not name.startswith(_THEIRS):
                yield name


def _table() -> dict[str, tuple[str, list[str]]]:
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            route, method, *answers = line.split()
            rows[f"{method} {route}"] = (route, answers)
    return rows


@pytest.fixture
def world(db: None, tmp_path: Path) -> dict[str, Any]:
    """A hidden community with something of everything, and one person of each kind."""
    place = make_community("Het geheim", audience=Audience.COMMUNITY)
    people = {role: make_person() for role in WHO[1:]}
    # Logged in once: what a request does to a session is undone with all else it did.
    sessions = {who: log_in(person).cookies[settings.SESSION_COOKIE_NAME].value for who, person in people.items()}
    for role in (Role.GUEST, Role.MEMBER, Role.FACILITATOR, Role.HOST):
        make_member(place, role, person=people[role.value])
    author = actor_for(make_member(place, name="Auteur"))
    behaviour = make_behaviour(place)
    question = make_contribution(author, place, "Een vraag", kind="question")
    answer = make_answer(author, question)
    comment = make_comment(author, question)
    compliment = make_compliment(author, people["member"])
    source = tmp_path / "notitie.txt"
    source.write_text("Alleen voor ons.")
    with source.open("rb") as stream:
        file = store_upload(stream, name=source.name, uploader_id=author.person_id)
    attachment = keep_upload(actor=author, file=file, name=file.name)
    attachment.contribution = question
    attachment.save()
    link = invitations.make_link(actor=actor_for(people["host"]), community=place, client_id=uuid.uuid4())
    guest = guests.invite(actor=actor_for(people["host"]), contribution=question)
    reporter = make_member(place, name="Melder")
    case = make_case(actor_for(reporter), question)
    result = Result.objects.create(ambition=behaviour.ambition, text="Het lukte", on=now().date())
    Tag.objects.get_or_create(slug="stil", defaults={"name": "stil"})
    upload = ImportUpload.objects.create(community=place, by=people["host"], name="leden.csv", state="checked")
    organisation = Organisation.objects.create(name="De Werf", slug="de-werf", place="Deventer")
    numbers = {
        "slug": place.slug, "community": place.slug, "number": question.pk, "words": "een-vraag", "reply": answer.pk,
        "part": "answers", "kind": "like", "tag": "stil", "place": "new:idea", "handle": people["member"].handle,
        "key": file.key, "size": "original", "name": file.name, "secret": link.secret, "token": "nothing",
        "section": "story", "behaviour": behaviour.pk, "result": result.pk, "path": "nowhere",
        "subject": "contribution", "which": "check", "guest": guest.pk,
    }  # fmt: skip
    special = {
        "ui:icon": {"size": 192},
        "dialogue:guest_invitation": {"secret": secret_of(guest)},
        "dialogue:behaviour": {"number": behaviour.pk},
        "dialogue:compliment_decide": {"number": compliment.pk},
        "dialogue:attachment_remove": {"number": attachment.pk},
        "dialogue:new": {"kind": "idea"},
        "people:words": {"kind": "specialism"},
        "people:policy_edit": {"kind": "terms"},
        "people:policy_versions": {"kind": "terms"},
        "people:policy_version": {"kind": "terms", "number": 0},
        "people:arrive_skip": {"step": "mail"},
        "people:organisation": {"slug": organisation.slug},
        "people:organisation_edit": {"slug": organisation.slug},
        "people:organisation_logo": {"slug": organisation.slug},
        "communities:ambition": {"number": behaviour.ambition_id},
        "communities:ambition_edit": {"number": behaviour.ambition_id},
        "communities:ambition_close": {"number": behaviour.ambition_id},
        "communities:behaviour_drop": {"number": behaviour.ambition_id},
        "communities:result_remove": {"number": behaviour.ambition_id},
        "communities:settings_section": {"section": "texts"},
        "communities:member": {"number": place.memberships.get(person=author.person_id).pk},
        "communities:invitation_change": {"number": link.pk},
        "governance:report": {"kind": "contribution"},
        **{
            f"governance:{name}": {"number": case.pk, "appeal": 1}
            for name in ("case", "my_case", "take", "note", "message", "decide", "judge", "lift", "put_back", "propose")
        },
        "governance:agree": {"number": case.pk, "disclosure": 1},
        "portability:import": {"number": upload.pk},
        "portability:import_report": {"number": upload.pk},
        "insights:cared": {"need": "newcomer", "number": author.person_id},
        "insights:ready_switch": {"kind": "welcome"},
        "insights:guide_begin": {"kind": "question"},
        "feed:sitemap_section": {"name": "communities", "part": 0},
    }
    del comment
    return {"sessions": sessions, "numbers": numbers, "special": special, "place": place, "people": people}


def _address(route: str, world: dict[str, Any]) -> str:
    given = {**world["numbers"], **world["special"].get(route, {})}
    space, _, name = route.rpartition(":")
    resolver = get_resolver()
    if space:
        resolver = resolver.namespace_dict[space][1]
    parameters = resolver.reverse_dict.getlist(name)[-1][0][-1][1]
    return reverse(route, kwargs={key: given[key] for key in parameters})


def answers(route: str, method: str, world: dict[str, Any], people: Sequence[str] = WHO) -> list[str]:
    """What everybody gets, each in the same world; ``login`` is the way to the log-in page."""
    address = _address(route, world)
    found = []
    for who in people:
        client = Client(HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
        if who != "visitor":
            client.cookies[settings.SESSION_COOKIE_NAME] = world["sessions"][who]
        before = transaction.savepoint()
        response = client.get(address) if method == "GET" else client.post(address)
        transaction.savepoint_rollback(before)
        if response.status_code == 302 and response["Location"].startswith("/account/login/"):
            found.append("login")
        else:
            found.append(str(response.status_code))
    return found


def test_every_route_is_in_the_table() -> None:
    assert {route for route, _ in _table().values()} == set(_routes())


@pytest.mark.parametrize("room", sorted({route.partition(":")[0] for route, _ in _table().values()}))
def test_everybody_gets_what_the_table_says(room: str, world: dict[str, Any]) -> None:
    expected = {entry: given for entry, (route, given) in _table().items() if route.partition(":")[0] == room}
    found = {}
    for entry in expected:
        method, route = entry.split()
        found[entry] = answers(route, method, world)
    assert found == expected


def test_who_is_a_guest_in_one_conversation_is_an_outsider_at_every_other_address(world: dict[str, Any]) -> None:
    host, outsider = (actor_for(world["people"][role]) for role in ("host", "outsider"))
    other = make_contribution(host, world["place"], "Een ander gesprek")
    guests.accept(actor=outsider, guest=guests.invite(actor=host, contribution=other))
    assert client_for(world, "outsider").get(other.get_absolute_url()).status_code == 200
    for entry, (route, given) in _table().items():
        method = entry.split()[0]
        assert answers(route, method, world, ["outsider"]) == [given[WHO.index("outsider")]], entry


def client_for(world: dict[str, Any], who: str) -> Client:
    """A client in which this kind of person is logged in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world["sessions"][who]
    return client
