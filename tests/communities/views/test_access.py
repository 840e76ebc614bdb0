"""Route × role × audience: who gets a page, who is led elsewhere, and who gets 404."""

import re

import pytest
from django.urls import get_resolver, reverse
from tests.factories.communities import (
    HIDDEN,
    MEMBERS,
    PUBLIC,
    browser,
    connect,
    make_charter,
    make_community,
    make_member,
    outsider,
)
from tests.factories.people import make_person

from gilde.communities.actions import ambition as ambition_actions
from gilde.communities.actions import batch as batch_actions
from gilde.communities.actions import charter as charter_actions
from gilde.communities.actions import community as community_actions
from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, Role
from gilde.communities.queries.batch import ListRow
from gilde.people.queries.actor import actor_for

READERS = ("visitor", "outsider", "guest", "member", "facilitator", "host")

# page → what a GET gives to each reader, for audience public / members / hidden.
# 200 the page · "about" led to what may be known · "login" · "place" led to the stream · 404
ABOUT = {PUBLIC: [200] * 6, MEMBERS: ["404"] + [200] * 5, HIDDEN: ["404", "404"] + [200] * 4}
INSIDE = {PUBLIC: [200] * 6, MEMBERS: ["404", "about"] + [200] * 4, HIDDEN: ["404", "404"] + [200] * 4}
JOIN = {
    PUBLIC: [200, 200] + ["place"] * 4,
    MEMBERS: ["404", 200] + ["place"] * 4,
    HIDDEN: ["404", "404"] + ["place"] * 4,
}
LEAVE = {
    PUBLIC: ["login", "about"] + [200] * 4,
    MEMBERS: ["login", "about"] + [200] * 4,
    HIDDEN: ["login", "404"] + [200] * 4,
}


def only(*roles):
    row = ["login"] + [200 if reader in roles else "404" for reader in READERS[1:]]
    return dict.fromkeys((PUBLIC, MEMBERS, HIDDEN), row)


ADMIT, SHAPE = only("facilitator", "host"), only("host")
TABLE = {
    "about": ABOUT,
    "charter": ABOUT,
    "members": INSIDE,
    "ambitions": INSIDE,
    "ambition": INSIDE,
    "join": JOIN,
    "leave": LEAVE,
    "requests": ADMIT,
    "batch": ADMIT,
    "invite": only("member", "facilitator", "host"),
    "ambition_new": SHAPE,
    "ambition_edit": SHAPE,
    "settings": SHAPE,
    "settings_section": SHAPE,
    "place": SHAPE,
    "archive": SHAPE,
}
POST_ONLY = {
    "member",
    "request",
    "request_withdraw",
    "invitation_change",
    "invitations_remind",
    "members_export",
    "ambition_close",
    "behaviour_drop",
    "result_remove",
    "edge",
}
ELSEWHERE = {"list", "found", "invitation"}


class World:
    """A community with one of everything."""

    def __init__(self, audience):
        self.host = make_person()
        self.community = make_community("Marker name", audience=audience, joining=Joining.REQUEST, host=self.host)
        charter = make_charter(self.community, "Marker agreement")
        actor = actor_for(self.host)
        charter_actions.accept(actor=actor, community=self.community, charter_id=charter.pk)
        self.ambition = ambition_actions.share(actor=actor, community=self.community, title="Marker ambition")
        self.behaviour = ambition_actions.name_behaviour(actor=actor, ambition=self.ambition, text="B")
        self.batch = batch_actions.check(
            actor=actor, community=self.community, rows=[ListRow(1, "N", "n@example.org")], file_name="l.csv"
        )
        [self.mail] = invitation_actions.invite_by_mail(
            actor=actor, community=self.community, addresses=["marker@example.org"]
        )
        self.asker = outsider() if audience == HIDDEN else None
        self.member = make_member(self.community)
        self.child = make_community(host=self.host)
        self.edge = connect(self.community, self.child)
        self.slug = self.community.slug

    def client(self, reader):
        if reader == "visitor":
            return browser()
        if reader == "outsider":
            return browser(make_person())
        return browser(make_member(self.community, Role(reader)))

    def arguments(self, name):
        number = {
            "ambition": self.ambition.pk,
            "ambition_edit": self.ambition.pk,
            "ambition_close": self.ambition.pk,
            "batch": self.batch.pk,
            "settings_section": "access",
            "invitation_change": self.mail.pk,
            "edge": self.edge.pk,
        }
        if name == "behaviour_drop":
            return [self.slug, self.ambition.pk, self.behaviour.pk]
        if name == "result_remove":
            result = ambition_actions.report(
                actor=actor_for(self.host), ambition=self.ambition, text="R", on="2026-03-01"
            )
            return [self.slug, self.ambition.pk, result.pk]
        if name == "member":
            return [self.slug, self.member.memberships.get(community=self.community).pk]
        if name in {"request", "request_withdraw"}:
            asking = outsider() if self.community.audience != HIDDEN else self.asker
            request = request_actions.ask(
                actor=asking, community=self.community, answers={}, charters=[self.community.charter_id]
            )
            return [self.slug, request.pk]
        return [self.slug, number[name]] if name in number else [self.slug]


def outcome(answer):
    if answer.status_code in {301, 302}:
        if "/about/" in answer["Location"]:
            return "about"
        return "login" if "/account/" in answer["Location"] else "place"
    return str(answer.status_code) if answer.status_code == 404 else answer.status_code


def test_the_table_names_every_route():
    def names(patterns):
        for pattern in patterns:
            yield from names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else (pattern.name,)

    patterns = get_resolver("gilde.communities.urls").url_patterns
    assert set(names(patterns)) == set(TABLE) | POST_ONLY | ELSEWHERE


@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS, HIDDEN])
@pytest.mark.parametrize("reader", READERS)
def test_who_gets_which_page(reader, audience):
    world = World(audience)
    client = world.client(reader)
    found, expected = {}, {}
    for name, table in TABLE.items():
        answer = client.get(reverse(f"communities:{name}", args=world.arguments(name)))
        found[name], expected[name] = outcome(answer), table[audience][READERS.index(reader)]
        if found[name] == "404" and reader in {"visitor", "outsider"}:
            assert b"Marker" not in answer.content
    assert found == expected


@pytest.mark.parametrize("name", sorted(POST_ONLY))
@pytest.mark.parametrize("reader", ["visitor", "outsider"])
def test_strangers_change_nothing_and_learn_nothing(name, reader):
    world = World(HIDDEN)
    answer = world.client(reader).post(reverse(f"communities:{name}", args=world.arguments(name)), {"remove": "1"})
    assert outcome(answer) == ("login" if reader == "visitor" else "404")
    assert b"Marker" not in answer.content


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_is_no_get(name):
    world = World(MEMBERS)
    assert browser(world.host).get(reverse(f"communities:{name}", args=world.arguments(name))).status_code == 405


@pytest.mark.parametrize(
    "name", ["ambition", "ambition_edit", "batch", "ambition_close", "behaviour_drop", "member", "request", "edge",
             "invitation_change", "result_remove"],
)  # fmt: skip
def test_an_id_of_another_community_is_404(name):
    mine, other = World(MEMBERS), World(MEMBERS)
    make_member(other.community, Role.HOST, person=mine.host)
    arguments = [mine.slug, *other.arguments(name)[1:]]
    client = browser(mine.host)
    method = client.post if name in POST_ONLY else client.get
    assert method(reverse(f"communities:{name}", args=arguments)).status_code == 404


@pytest.mark.parametrize("reader", ["host", "outsider", "visitor"])
def test_an_old_address_leads_to_the_same_page_for_who_may_know_it(reader):
    world = World(HIDDEN)
    community_actions.move_address(actor=actor_for(world.host), community=world.community, slug="moved")
    client = world.client(reader)
    answer = client.get(f"/c/{world.slug}/about/?x=1")
    if reader == "host":
        assert (answer.status_code, answer["Location"]) == (301, "/c/moved/about/?x=1")
        sent = client.post(f"/c/{world.slug}/settings/", {"part": "describe"})
        assert (sent.status_code, sent["Location"]) == (308, "/c/moved/settings/")
    else:
        assert answer.status_code == 404


def test_an_old_address_can_be_taken_back_without_a_browser_going_round_in_circles():
    world = World(PUBLIC)
    community_actions.move_address(actor=actor_for(world.host), community=world.community, slug="moved")
    for page in ("", "about/", "members/", "feed.atom"):
        answer = browser().get(f"/c/{world.slug}/{page}")
        assert (answer.status_code, answer["Location"]) == (301, f"/c/moved/{page}")
        assert answer["Cache-Control"] == "no-store"


def test_a_hidden_community_and_one_that_never_was_look_the_same():
    world = World(HIDDEN)
    for client in (browser(), browser(make_person())):
        for page in ("about", "settings", "join", "members"):
            real = client.get(f"/c/{world.slug}/{page}/")
            never = client.get(f"/c/never-was-here/{page}/")
            assert real.status_code == never.status_code
            assert bare(real, world.slug) == bare(never, "never-was-here")


def bare(answer, slug):
    """The page without what differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(slug, "X")


@pytest.mark.django_db
def test_a_community_has_one_sign_for_members_and_for_who_is_none():
    host = make_person("Hanna Host", with_account=True)
    place = make_community("Care close to home", host=host, audience=MEMBERS)
    stranger = make_person("Sam Stranger", with_account=True)
    about = reverse("communities:about", args=[place.slug])
    signs = []
    for person in (host, stranger):
        page = browser(person).get(about).content.decode()
        head = page[page.index('<header class="community">') :]
        signs.append(re.search(r'class="mark mark-l tint-\d+" aria-hidden="true">(.*?)</span>', head, re.DOTALL)[0])
    assert signs[0] == signs[1]
