"""What people see on the pages, empty, normal and full; with the same number of queries for one row and for thirty."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.communities.pages import text
from tests.factories.communities import (
    HIDDEN,
    PUBLIC,
    actor_in,
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
from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, Role
from gilde.communities.models import Community, Membership
from gilde.communities.queries.batch import ListRow
from gilde.communities.queries.header import header_for
from gilde.communities.queries.membership import communities_of
from gilde.communities.queries.tree import my_tree
from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.people.queries.actor import actor_for


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(seen)


def grow(community, host, count):
    """``count`` of everything."""
    actor = actor_for(host)
    for number in range(count):
        make_member(community, person=make_person(f"Member {number}"))
        make_member(community, Role.FACILITATOR, person=make_person(f"Facilitator {number}"))
        child = make_community(f"Child {number}", host=host)
        connect(community, child)
        connect(make_community(f"Parent {number}", host=host), community)
        row = ambition_actions.share(actor=actor, community=community, title=f"Ambition {number}")
        ambition_actions.name_behaviour(actor=actor, ambition=row, text="B")
        first = community.ambitions.order_by("pk").first()
        ambition_actions.name_behaviour(actor=actor, ambition=first, text=f"Behaviour {number}")
        ambition_actions.report(actor=actor, ambition=first, text=f"Result {number}", on=date(2026, 3, 1))
        invitation_actions.make_link(actor=actor, community=community)
        request_actions.ask(actor=outsider(), community=community, answers={}, charters=[community.charter_id])
        make_community(f"Elsewhere {number}")
    invitation_actions.invite_by_mail(
        actor=actor, community=community, addresses=[f"m{count}-{number}@example.org" for number in range(count)]
    )


PAGES = ["about", "members", "requests", "invite", "charter", "ambitions", "ambition", "settings", "place", "list",
         "found", "batch"]  # fmt: skip


def test_every_page_takes_as_many_queries_for_thirty_as_for_one():
    host = make_person()
    community = make_community(joining=Joining.REQUEST, host=host)
    charter = make_charter(community)
    charter_actions.accept(actor=actor_for(host), community=community, charter_id=charter.pk)
    batch = batch_actions.check(
        actor=actor_for(host),
        community=community,
        rows=[ListRow(number, "N", f"n{number}@example.org") for number in range(30)],
        file_name="list.csv",
    )
    client = browser(host)

    def counted():
        found = {}
        for page in PAGES:
            arguments = {
                "list": [],
                "found": [],
                "ambition": [community.slug, community.ambitions.order_by("pk").first().pk],
                "batch": [community.slug, batch.pk],
            }.get(page, [community.slug])
            address = reverse(f"communities:{page}", args=arguments)
            found[page] = queries(client, address + ("?kind=team" if page == "found" else ""))
        return found

    grow(community, host, 1)
    counted()  # fills the caches
    one = counted()
    grow(community, host, 30)
    assert counted() == one
    assert max(one.values()) <= 16, one


def test_the_header_takes_two_queries(django_assert_num_queries):
    host = make_person()
    community = make_community(host=host)
    make_charter(community)
    connect(make_community("Above", host=host), community)
    for number in range(20):
        connect(community, make_community(f"Child {number}", host=host))
    connect(community, make_community("Secret child", audience=HIDDEN))
    actor = actor_for(host)
    with django_assert_num_queries(2):
        header = header_for(actor, community)
        assert [place.name for place in header.parents] == ["Above"]
        assert len(header.children) == 12
        assert header.children[-1].name == "and 9 more"
        assert header.charter_due
    assert "Secret child" not in str(header_for(outsider(), community))


def test_the_tree_shows_each_community_once_and_came_with_the_reader(django_assert_num_queries):
    host = make_person()
    top, second, left, right, both, loose = (
        make_community(name, host=host) for name in ("B top", "Second", "Left", "Right", "Both", "A loose")
    )
    connect(top, right, position=1)
    connect(top, left, position=0)
    connect(left, both)
    connect(right, both)
    connect(second, both)
    connect(make_community("Not mine"), loose)
    make_community("Archived", host=host, archived_at=top.created_at)
    with django_assert_num_queries(1):
        tree = my_tree(actor_for(host))
    assert [(line.name, line.depth) for line in tree] == [
        ("A loose", 0),
        ("B top", 0),
        ("Left", 1),
        ("Both", 2),
        ("Right", 1),
        ("Second", 0),
    ]


# ── the list ─────────────────────────────────────────────────────────────────
def test_the_list_is_narrowed_by_kind_language_and_words():
    make_community("Care club", kind="business_club", language="en", purpose="Wound care")
    make_community("Teachers", kind="team", language="nl", purpose="Lessons")
    client = browser(make_person())
    for query, shown, left_out in [
        ("kind=team", "Teachers", "Care club"),
        ("language=en", "Care club", "Teachers"),
        ("q=wound+club", "Care club", "Teachers"),
        ("q=lessons", "Teachers", "Care club"),
    ]:
        page = text(client.get(f"/c/?{query}"))
        assert shown in page
        assert left_out not in page
    assert "Nothing found" in text(client.get("/c/?q=zzz"))


@pytest.mark.parametrize(
    "query", ["kind=x&language=xx&after=1", "after=-", "after=99999999999999999-1", "after=1-99999999999999999999",
              "after=%C3%A9-1", "q=" + "a" * 5000, "q=%F0%9F%92%A5", "after=99999999999999999-99999999999999999"],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(query):
    make_community()
    client = browser(make_person())
    assert client.get(f"/c/?{query}").status_code == 200
    community = make_community(host=make_person())
    member = browser(make_member(community))
    assert member.get(f"/c/{community.slug}/members/?{query}&role=x").status_code == 200


def test_long_lists_have_a_next_part_with_a_stable_address():
    for number in range(45):
        make_community(f"Place {number:02}")
    client = browser(make_person())
    seen, address = [], "/c/"
    for _part in range(3):
        page = text(client.get(address))
        seen += [number for number in range(45) if f"Place {number:02}" in page]
        if 'rel="next"' not in page:
            break
        address = "/c/" + page.split('rel="next"')[0].rsplit('href="/c/', 1)[1].split('"')[0].replace("&amp;", "&")
    assert sorted(seen) == list(range(45))


def test_a_visitor_sees_public_communities_only():
    make_community("Open house", audience=PUBLIC)
    make_community("For members")
    page = text(browser().get("/c/"))
    assert "Open house" in page
    assert "For members" not in page


# ── members ──────────────────────────────────────────────────────────────────
def test_members_are_found_by_name_without_accents_and_by_role():
    community = make_community(host=make_person("Hanna Host"))
    make_member(community, name="José Álvarez")
    make_member(community, Role.GUEST, name="Gerda Gast")
    client = browser(make_member(community, name="Reader"))
    base = f"/c/{community.slug}/members/"
    page = text(client.get(base + "?q=jose+alv"))
    assert "José" in page
    assert "Gerda" not in page
    page = text(client.get(base + "?role=guest"))
    assert "Gerda" in page
    assert "José" not in page
    assert "Nobody found" in text(client.get(base + "?q=zzz"))


def test_who_shows_nobody_a_page_stands_in_the_list_without_a_link():
    community = make_community(host=make_person())
    shy = make_member(community, person=make_person("Shy One", audience=40))
    page = text(browser(make_member(community)).get(f"/c/{community.slug}/members/"))
    assert "Shy One" in page
    assert f"/@{shy.handle}/" not in page


# ── header and panels ────────────────────────────────────────────────────────
def test_a_host_sees_how_many_wait():
    host = make_person()
    community = make_community(joining=Joining.REQUEST, host=host)
    for _number in range(3):
        request_actions.ask(actor=outsider(), community=community, answers={})
    page = text(browser(host).get(f"/c/{community.slug}/about/"))
    assert "Requests" in page
    assert '<span class="tabs-count">3</span>' in page
    assert "/requests/" not in text(browser(make_member(community)).get(f"/c/{community.slug}/about/"))


def test_what_hosts_have_besides_stands_apart_and_first_where_somebody_waits():
    host = make_person()
    community = make_community(joining=Joining.REQUEST, host=host)
    request_actions.ask(actor=outsider(), community=community, answers={})
    community.refresh_from_db()
    header = header_for(actor_for(host), community)
    assert [tab.label for tab in header.tabs] == ["Dialogue", "Members", "Ambition", "About"]
    assert [tab.label for tab in header.host_tabs] == ["Requests", "Care", "Reports", "Invite", "Settings"]
    assert header_for(actor_for(make_member(community)), community).host_tabs == []
    page = text(browser(host).get(f"/c/{community.slug}/requests/"))
    assert page.count('<nav class="tabs"') == 2
    assert "<title>Requests · " in page


def test_a_new_charter_is_said_above_every_page_until_it_is_accepted():
    community = make_community(host=make_person())
    member = make_member(community)
    client = browser(member)
    charter = make_charter(community)
    assert "Read the agreements first" in text(client.get(f"/c/{community.slug}/about/"))
    answer = client.post(f"/c/{community.slug}/charter/", {"charter": charter.pk})
    assert answer.status_code == 302
    assert "Read the agreements first" not in text(client.get(f"/c/{community.slug}/about/"))


@pytest.mark.parametrize("sent", ["", "x", "0", "-1", "9" * 30, "é", "²"])
def test_accepting_another_version_than_the_one_in_force_says_why_not(sent):
    community = make_community(host=make_person())
    client = browser(make_member(community))
    make_charter(community)
    answer = client.post(f"/c/{community.slug}/charter/", {"charter": sent})
    assert answer.status_code == 409
    assert "read them again" in text(answer)


def test_only_public_communities_that_want_it_are_indexed():
    for audience, noindex, robots in [(PUBLIC, False, False), (PUBLIC, True, True), (20, False, True)]:
        community = make_community(audience=audience, noindex=noindex, host=make_person())
        page = text(browser(make_member(community)).get(f"/c/{community.slug}/about/"))
        assert ('name="robots" content="noindex"' in page) is robots


def test_a_link_to_a_public_community_says_what_it_is_where_it_is_shared():
    open_, closed = make_community("Care", purpose="Nurses & carers", audience=PUBLIC), make_community("The board")
    Community.objects.filter(pk=open_.pk).update(cover_key="c0ver")
    for address in (f"/c/{open_.slug}/", f"/c/{open_.slug}/about/"):
        page = browser().get(address).content.decode()
        assert '<meta property="og:title" content="Care">' in page
        assert '<meta property="og:description" content="Nurses &amp; carers">' in page
        assert f'<meta property="og:url" content="http://localhost:8000/c/{open_.slug}/">' in page
        assert '<meta property="og:image" content="http://localhost:8000/files/c0ver?w=960">' in page
    member = make_member(closed)
    assert 'property="og:' not in browser(member).get(f"/c/{closed.slug}/").content.decode()


def test_a_profile_shows_the_communities_the_reader_may_see():
    from gilde.communities.manifest import person_panel

    reader, person = make_person(), make_person()
    shared, hidden = make_community("Shared"), make_community("Hidden", audience=HIDDEN)
    for community in (shared, hidden):
        make_member(community, person=person)
    make_member(shared, person=reader)
    [panel] = person_panel(actor_for(reader), person)
    assert [row.name for row in panel.context["rows"]] == ["Shared"]
    assert list(person_panel(outsider(), person)) == []
    [panel] = person_panel(actor_for(person), person)
    assert len(panel.context["rows"]) == 2


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
def test_a_profile_shows_exactly_the_memberships_the_reader_may_see(role, audience):
    person = make_person(audience=Audience.PUBLIC)
    place = make_community(audience=audience)
    make_member(place, role, person=person)
    make_member(make_community(archived_at=place.created_at), person=person)
    fellow = make_member(place)
    for actor in (VISITOR, SYSTEM, outsider(), actor_for(fellow), actor_for(person)):
        allowed = Membership.objects.visible_to(actor).filter(person=person, community__archived_at=None)
        shown = communities_of(actor, person)
        assert [row.community_id for row in shown] == [row.community_id for row in allowed]


def test_a_cover_is_seen_by_who_may_know_the_community():
    from gilde.communities.queries.file import held, visible
    from gilde.core.clock import now
    from gilde.core.models.file import StoredFile

    file = StoredFile.objects.create(
        sha256="0" * 64, size=1, content_type="image/webp", kind="image", name="c.webp", created_at=now()
    )
    community = make_community(audience=HIDDEN, cover=file, cover_key=file.key)
    assert visible(outsider(), [file.pk]) == set()
    assert visible(actor_in(community), [file.pk]) == {file.pk}
    assert held([file.pk, file.pk + 1]) == {file.pk}
