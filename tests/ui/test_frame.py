import pytest
from django.test import Client
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_comment, make_contribution
from tests.factories.people import actor_of, log_in, make_account, make_person
from tests.factories.search import run_indexing

from gilde.communities.models import Membership
from gilde.core.actor import VISITOR, Actor
from gilde.ui import navigation
from gilde.ui.navigation import Entry

pytestmark = pytest.mark.django_db
NOOR = Actor(person_id=1, account_id=1, handle="noor", name="Noor")


@pytest.fixture
def entries(monkeypatch):
    kept: dict[str, Entry] = {}
    monkeypatch.setattr(navigation, "_entries", kept)
    monkeypatch.setattr(navigation, "_ready", {})
    return kept


def test_a_visitor_is_offered_to_log_in_and_nothing_of_members(client: Client):
    html = client.get("/_ui/").content.decode()
    assert 'href="/account/login/' in html
    assert 'class="bar"' not in html
    assert "/account/logout/" not in html


def test_logging_in_from_a_page_leads_back_to_it(client: Client):
    html = client.get("/_ui/").content.decode()
    assert 'href="/account/login/?next=/_ui/"' in html
    assert 'href="/account/signup/?next=/_ui/"' in html
    assert 'href="/account/login/"' in client.get("/").content.decode()


def test_the_pages_that_are_the_way_in_have_no_second_door(client: Client):
    html = client.get("/account/signup/?next=/i/secret/").content.decode()
    assert 'class="button button-primary" href="/account/signup/' not in html
    assert 'class="button button-plain" href="/account/login/' not in html


def test_one_line_beside_an_account_page_says_where_one_is(client: Client):
    noor = make_person("Noor", with_account=True)
    html = log_in(noor, client).get("/me/settings/").content.decode()
    panel = html[html.index('<nav class="panel account-menu"') :]
    assert panel[: panel.index("</nav>")].count('aria-current="page"') == 1
    assert 'href="/me/settings/" aria-current="page"' in panel


def test_a_member_finds_their_own_menu_and_can_log_out_without_scripts(client: Client):
    noor = make_person("Noor van Dalen")
    html = log_in(noor, client).get("/_ui/").content.decode()
    assert 'action="/account/logout/"' in html
    assert "Noor van Dalen" in html
    assert 'class="bar"' in html
    assert 'href="/account/login/' not in html


def test_what_is_kept_of_the_frame_never_reaches_another_reader_or_language():
    people = make_person("Noor de Boer"), make_person("Sami Roos")
    noor, sami = (log_in(person, Client(HTTP_ACCEPT_LANGUAGE="nl")) for person in people)
    first, second = noor.get("/_ui/").content.decode(), sami.get("/_ui/").content.decode()
    assert "Noor de Boer" in first
    assert "Noor de Boer" not in second
    assert "Sami Roos" in second
    assert "Sami Roos" not in first
    assert "Uitloggen" in second
    sami.cookies["gilde_language"] = "en"
    english = sami.get("/_ui/").content.decode()
    assert "Log out" in english
    assert "Uitloggen" not in english


def test_the_bell_shows_what_waits_now():
    noor, sami = make_member(make_community()), make_person("Sami")
    place = Membership.objects.get(person=noor).community
    own = make_contribution(actor_of(noor), place)
    client = log_in(noor, Client())
    assert "badge-unread" not in _bell(client)
    make_comment(actor_of(make_member(place, person=sami)), own)
    run_indexing()
    assert "badge-unread" in _bell(client)


def _bell(client: Client) -> str:
    html = client.get("/_ui/").content.decode()
    bell = html[html.index('class="masthead-bell"') :]
    return bell[: bell.index("</a>")]


def test_an_account_without_a_person_can_log_out(client: Client):
    client.force_login(make_account())
    html = client.get("/_ui/").content.decode()
    assert 'action="/account/logout/"' in html


def test_lines_come_in_their_order_and_only_when_their_page_exists(entries):
    navigation.register(Entry("Second", "ui:style", "house", order=20))
    navigation.register(Entry("First", "account_login", "house", order=10))
    navigation.register(Entry("Nowhere", "no:such-page", "house", order=1))
    assert [line.label for line in navigation.lines(NOOR, "main", "/")] == ["First", "Second"]


def test_what_needs_a_person_or_the_operator_is_hidden_from_others(entries):
    navigation.register(Entry("Mine", "ui:style", "house", needs_person=True))
    navigation.register(Entry("Machine", "account_login", "house", operator_only=True))
    assert navigation.lines(VISITOR, "main", "/") == []
    assert [line.label for line in navigation.lines(NOOR, "main", "/")] == ["Mine"]


def test_the_line_of_the_page_one_is_on_is_marked(entries):
    navigation.register(Entry("Here", "ui:style", "house"))
    assert [navigation.lines(NOOR, "main", path)[0].current for path in ("/_ui/", "/_ui/display/", "/other/")] == [
        True,
        True,
        False,
    ]


def test_short_keys_can_be_switched_off(client: Client):
    noor = make_person("Noor", with_account=True)
    assert b"data-shortcuts" in log_in(noor, client).get("/_ui/").content
    noor.account.keyboard_shortcuts = False
    noor.account.save()
    assert b"data-shortcuts" not in client.get("/_ui/").content


def test_the_theme_of_the_account_comes_before_the_cookie(client: Client):
    client.cookies["gilde_theme"] = "light"
    assert b'data-theme="light"' in client.get("/_ui/").content
    noor = make_person("Noor", with_account=True)
    noor.account.theme = "dark"
    noor.account.save()
    assert b'data-theme="dark"' in log_in(noor, client).get("/_ui/").content


def test_an_unknown_theme_is_the_choice_of_the_device(client: Client):
    client.cookies["gilde_theme"] = '"><script>'
    html = client.get("/_ui/").content.decode()
    assert 'data-theme="auto"' in html
    assert '"><script>' not in html


def test_the_way_around_an_account_comes_before_its_page(client):
    page = log_in(make_person("Noor", with_account=True), client).get("/me/settings/").content.decode()
    assert page.count("account-menu") == 1
    assert page.index("account-menu") < page.index('id="main"')
