import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.communities import outsider
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, make_question, member
from tests.factories.search import index_everything

from gilde.core.audience import Audience

pytestmark = pytest.mark.django_db


def test_the_page_works_without_scripts_and_marks_what_was_sought(client: Client):
    place = make_place("De Werkplaats", audience=Audience.PUBLIC)
    anna = member(place, "Anna")
    question = make_question(anna, place, "Hoe <b>leim</b> je eiken?", body="Voor een tafel van eikenhout.")
    make_comment(anna, question, "Met lijm voor eiken & beuken.")
    index_everything()
    html = client.get("/search/", {"q": "eiken"}).content.decode()
    assert "Hoe &lt;b&gt;leim&lt;/b&gt; je <mark>eiken</mark>?" in html
    assert "Met lijm voor <mark>eiken</mark> &amp; beuken." in html
    assert f'href="{question.get_absolute_url()}"' in html
    assert 'name="q" value="eiken"' in html
    assert client.get("/search/", {"q": "eiken", "kind": "comment"}).content.decode().count("data-item tabindex") == 1
    assert "noindex" in html


def test_a_reply_is_said_to_stand_in_its_conversation_whose_title_it_has(client: Client):
    place = make_place("De Werkplaats", audience=Audience.PUBLIC)
    anna = member(place, "Anna")
    question = make_question(anna, place, "Hoe leim je <eiken>?")
    make_comment(anna, question, "Met lijm voor eiken.")
    index_everything()
    html = client.get("/search/", {"q": "eiken"}, headers={"Accept-Language": "en"}).content.decode()
    headings = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<h2 class=\"found-title.*?</h2>", html, re.DOTALL)]
    assert sorted(headings) == ["Comment in Hoe leim je &lt;eiken&gt;?", "Hoe leim je &lt;eiken&gt;?"]


def test_finding_nothing_says_the_same_whether_there_is_something_hidden_or_not(client: Client):
    place = make_place(slug="geheim", audience=Audience.COMMUNITY)
    anna = member(place, "Anna Verborgen")
    make_contribution(anna, place, "Goudvink")
    index_everything()
    stranger = client_of(outsider())

    def page(typed: str) -> str:
        html = stranger.get("/search/", {"q": typed}).content.decode().replace(typed, "…")
        return re.sub(r'name="(csrfmiddlewaretoken|client_id)" value="[\w-]+"', "", html)

    assert page("goudvink") == page("goudvonk")
    assert page("in:geheim") == page("in:gehelm").replace("gehelm", "geheim")


def test_finding_nothing_for_plain_words_offers_to_ask_and_the_question_begins_with_them(client: Client):
    anna = client_of(member(make_place(), "Anna"))
    english = {"Accept-Language": "en"}
    page = anna.get("/search/", {"q": "gouden <b>vink"}, headers=english).content.decode()
    onward = "/new/question/?title=gouden+%3Cb%3Evink"
    assert f'href="{onward}"' in page
    form = anna.get(onward).content.decode()
    assert "gouden &lt;b&gt;vink</textarea>" in form
    assert "Ask it as a question" not in anna.get("/search/", {"q": "vink kind:idea"}, headers=english).content.decode()
    visiting = client.get("/search/", {"q": "vink"}, headers=english).content.decode()
    assert 'href="/c/">See the communities' in visiting


def test_what_is_not_understood_is_said_in_a_sentence(client: Client):
    typed = "bok before:gisteren is:blauw lang:xx has:twee kind:zz in:"
    html = client.get("/search/", {"q": typed}, headers={"Accept-Language": "en"}).content.decode()
    assert "“gisteren” is not a date" in html
    assert "is:blauw" in html
    assert "“xx”" in html
    assert "has:twee" in html
    assert "“zz” is not a kind" in html
    assert "“in:” needs something behind it." in html


def test_a_kind_is_understood_in_any_form_of_its_name(client: Client):
    for typed in ("kind:vraag", "soort:vragen", "soort:idee", "soort:mensen", "soort:reactie", "kind:bestand"):
        html = client.get("/search/", {"q": typed}, headers={"Accept-Language": "nl"}).content.decode()
        assert "is geen soort" not in html, typed
    html = client.get("/search/", {"q": "soort:banaan"}, headers={"Accept-Language": "nl"}).content.decode()
    assert "is geen soort" in html


def test_when_nothing_has_all_the_words_the_closest_is_shown():
    place = make_place()
    anna = member(place)
    make_contribution(anna, place, "Rode wouw")
    make_contribution(anna, place, "Blauwe kiekendief")
    index_everything()
    html = client_of(anna).get("/search/", {"q": "rode kiekendief wouw"}).content.decode()
    assert "Nothing has all of these words" in html
    assert html.index("wouw</mark>") < html.index("kiekendief</mark>")


def test_pages_follow_each_other():
    place = make_place()
    anna = member(place)
    for number in range(25):
        make_contribution(anna, place, f"Spreeuw {number}")
    index_everything()
    client = client_of(anna)
    for order in ("", "best"):
        first = client.get("/search/", {"q": "spreeuw", "order": order}).content.decode()
        assert first.count("data-item tabindex") == 20
        after = first.split("after=")[1].split('"')[0]
        second = client.get("/search/", {"q": "spreeuw", "order": order, "after": after}).content.decode()
        assert second.count("data-item tabindex") == 5


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": "99999999999999999999"}, {"order": "zz"}, {"kind": "%"}, {"after": "some-zz"}]
)
def test_an_address_that_was_changed_by_hand_is_no_fault(client: Client, query):
    assert client.get("/search/", {"q": "spreeuw mus", **query}).status_code == 200
    assert client.get("/search/", {"q": "spreeuw mus", "order": "best", **query}).status_code == 200


def test_the_dialog_offers_operators_for_the_word_that_is_typed_and_no_others():
    client = client_of(member(make_place()))

    def terms(typed: str) -> list[str]:
        html = client.get("/search/instant/", {"q": typed}).content.decode()
        return re.findall(r'data-term="([^"]+)"', html)

    assert terms("") == terms("vogels") == terms("is:open ") == []
    assert terms("vogels ki") == ["kind:"]
    assert "is:open" in terms("vogels is:o")
    assert len(terms("kind:")) == 5


def test_an_operator_that_was_only_begun_names_no_place_and_nobody():
    anna = member(make_place("Vogelhuis"), "Isa Wit")
    html = client_of(anna).get("/search/instant/", {"q": "is:"}).content.decode()
    assert 'data-term="is:open"' in html
    assert "Vogelhuis" not in html
    assert "Isa Wit" not in html


def test_a_conversation_stands_once_in_the_dialog_however_many_of_its_replies_have_the_word():
    place = make_place()
    anna = member(place)
    talk = make_contribution(anna, place, "Zwaluwen tellen")
    for number in range(3):
        make_comment(anna, talk, f"Een zwaluw, nummer {number}.")
    make_contribution(anna, place, "Een zwaluw in de schuur")
    index_everything()
    html = client_of(anna).get("/search/instant/", {"q": "zwaluw"}).content.decode()
    assert html.count("Zwaluwen tellen") == 1
    assert html.count("Een zwaluw in de schuur") == 1


def test_instant_answers_and_suggestions_name_only_what_the_reader_can_find():
    place = make_place("Vogelhuis", slug="vogelhuis", audience=Audience.COMMUNITY)
    anna = member(place, "Vogelina de Wit")
    make_contribution(anna, place, "Vogels voeren")
    index_everything()
    mine, theirs = client_of(anna), client_of(outsider())
    html = mine.get("/search/instant/", {"q": "vogel"}).content.decode()
    assert "Vogelhuis" in html
    assert '<span class="instant-title">Vogels voeren' in html
    html = theirs.get("/search/instant/", {"q": "vogel"}).content.decode()
    assert "Vogelhuis" not in html
    assert "voeren" not in html
    assert mine.get("/search/suggest/", {"q": "in:vog"}).json()["items"] == [
        {"value": "in:vogelhuis", "label": "in:vogelhuis", "note": "Vogelhuis"}
    ]
    assert theirs.get("/search/suggest/", {"q": "in:vog"}).json()["items"] == []
    assert [item["value"] for item in theirs.get("/search/suggest/", {"q": "kind:qu"}).json()["items"]] == [
        "kind:question"
    ]
    assert theirs.get("/search/suggest/", {"q": "lan"}).json()["items"][0]["value"] == "lang:"


def test_who_writes_a_question_sees_what_was_asked_before_and_only_what_they_may_read():
    place, closed = make_place(), make_place(audience=Audience.COMMUNITY)
    anna = member(place)
    make_question(anna, place, "Hoe begin je een intervisiegroep?")
    make_question(anna, place, "Wie kent een goede koorleider?")
    make_question(member(closed), closed, "Wanneer begin je een intervisiegroep?")
    index_everything()
    client = client_of(anna)
    html = client.get("/search/similar/", {"title": "Een intervisiegroep beginnen"}).content.decode()
    assert "Hoe begin je een intervisiegroep?" in html
    assert "koorleider" not in html
    assert "Wanneer" not in html
    assert "Hoe begin" not in client.get("/search/similar/", {"title": "intervisiegroep"}).content.decode()
    page = client.get(reverse("dialogue:new", args=["question"])).content.decode()
    assert 'data-hx-get="/search/similar/"' in page
