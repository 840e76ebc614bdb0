from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import make_member, outsider
from tests.factories.dialogue import (
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person
from tests.factories.search import find, hits, run_indexing

from gilde.attention.search.actions.wordlist import learn_words
from gilde.communities.actions.membership import leave
from gilde.core import clock
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.contribution import ContributionText, delete, edit
from gilde.dialogue.actions.curation import move

pytestmark = pytest.mark.django_db


def test_a_word_is_found_in_another_form_without_accents_and_in_small_letters():
    place = make_place()
    anna = member(place)
    make_contribution(anna, place, "Leergemeenschappen in Coördinatie", body="De school loopt mee.")
    run_indexing()
    for typed in ("leergemeenschap", "coordinatie", "SCHOOL", "lopen", "coördinaties", "leergemeenschap school"):
        assert find(anna, typed) == ["Leergemeenschappen in Coördinatie"], typed
    assert find(anna, "leergemeenschap kerk") == []


def test_a_compound_is_found_by_its_parts_once_the_installation_uses_them():
    place = make_place()
    anna = member(place)
    for number in range(2):
        make_contribution(anna, place, f"Ouders {number}", body="De ouder kwam op de avond.")
    run_indexing()
    learn_words()
    make_contribution(anna, place, "Samen", body="Onze ouderavonden waren druk.")
    run_indexing()
    assert find(anna, "ouder avond druk") == ["Samen"]


def test_answers_comments_people_and_communities_are_found_and_lead_to_the_exact_place():
    place = make_place("De Tuinkamer")
    anna = member(place, "Zeynep Tuinman")
    question = make_question(anna, place, "Hoe snoei ik?")
    answer = make_answer(anna, question, "Met een tuinschaar.")
    comment = make_comment(anna, question, "Liever een tuinzaag.")
    run_indexing()
    from tests.factories.search import index_everything

    index_everything()
    urls = {
        hit.found.url for typed in ("tuinschaar", "tuinzaag", "tuinkamer", "tuinman") for hit in hits(anna, typed).rows
    }
    assert urls == {
        answer.get_absolute_url(), comment.get_absolute_url(), place.get_absolute_url(),
        person_of(anna).get_absolute_url(),
    }  # fmt: skip


def test_nobody_outside_finds_what_is_said_inside_and_who_leaves_finds_it_no_more():
    place, other = make_place(audience=Audience.COMMUNITY), make_place()
    anna, bert = member(place), member(other)
    contribution = make_contribution(anna, place, "Zilverreiger gezien")
    make_comment(anna, contribution, "Zilverreiger bij de sloot")
    run_indexing()
    assert len(find(anna, "zilverreiger")) == 2
    for stranger in (VISITOR, outsider(), bert):
        assert hits(stranger, "zilverreiger").rows == []
        assert hits(stranger, "zilverreiger", order="best").rows == []
    bert = joined(bert, place)
    assert len(find(bert, "zilverreiger")) == 2
    leave(actor=bert, community=place)
    assert find(actor_of(person_of(bert)), "zilverreiger") == []


def test_what_was_moved_to_a_closed_place_vanishes_at_once_even_before_it_is_indexed_again():
    open_place, closed = make_place(audience=Audience.PUBLIC), make_place(audience=Audience.COMMUNITY)
    from gilde.communities.enums import Role

    host = joined(member(open_place, role=Role.HOST), closed, role=Role.HOST)
    question = make_question(host, open_place, "Kwikstaart?")
    make_comment(host, question, "Een kwikstaart.")
    answer = make_answer(host, question, "Ja, kwikstaart.")
    make_comment(host, question, "Mooi, kwikstaart.", answer=answer)
    run_indexing()
    assert len(find(VISITOR, "kwikstaart")) == 4
    move(actor=host, contribution=question, to=closed)
    assert find(VISITOR, "kwikstaart") == []
    run_indexing()
    assert find(VISITOR, "kwikstaart") == []
    assert len(find(host, "kwikstaart")) == 4


def test_what_is_deleted_or_edited_away_is_not_found():
    place = make_place()
    anna = member(place)
    question = make_question(anna, place, "Nachtegaal?")
    answer = make_answer(anna, question, "Nachtegaal in mei.")
    make_comment(anna, question, "Ook een nachtegaal.", answer=answer)
    run_indexing()
    assert len(find(anna, "nachtegaal")) == 3
    delete_answer(actor=anna, answer=answer)
    assert len(find(anna, "nachtegaal")) == 1
    run_indexing()
    assert len(find(anna, "nachtegaal")) == 1
    delete(actor=anna, contribution=question)
    assert find(anna, "nachtegaal") == []
    run_indexing()
    from gilde.attention.search.models import SearchEntry

    assert not SearchEntry.objects.filter(kind__startswith="dialogue").exists()


def test_the_newest_comes_first_and_pages_neither_repeat_nor_lose():
    place = make_place()
    anna = member(place)
    start = clock.now()
    for number in range(7):
        with clock.at(start - timedelta(hours=number % 3, minutes=number)):
            make_contribution(anna, place, f"Merel {number}")
    run_indexing()
    seen, after = [], ""
    for _page in range(9):
        page = hits(anna, "merel", most=3, after=after)
        seen += [hit.found.at for hit in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == 7
    assert seen == sorted(seen, reverse=True)


def test_the_best_match_has_the_word_in_its_title():
    place = make_place()
    anna = member(place)
    make_contribution(anna, place, "Over uilen")
    for number in range(3):
        make_contribution(anna, place, f"Iets {number}", body="Er was een uil, en nog veel meer. " * 3)
    run_indexing()
    assert hits(anna, "uil", order="best").rows[0].found.title == "Over uilen"


def test_operators_narrow():
    place, other = make_place(slug="weide"), make_place(slug="duin")
    anna = joined(member(place), other)
    bert = joined(member(place), other)
    with clock.at(clock.now() - timedelta(days=400)):
        make_contribution(anna, place, "Grutto lang geleden")
    question = make_question(anna, place, "Grutto vraag?", body="De grutto roept zijn naam.")
    make_contribution(bert, other, "Grutto elders", language="en")
    make_answer(bert, question, "Grutto antwoord")
    run_indexing()
    everything = {"Grutto lang geleden", "Grutto vraag?", "Grutto elders"}
    for typed, expected in {
        "grutto": everything,
        "grutto in:duin": {"Grutto elders"},
        f"grutto from:{anna.handle}": {"Grutto lang geleden", "Grutto vraag?"},
        "grutto from:me in:weide": {"Grutto lang geleden", "Grutto vraag?"},
        "grutto kind:question": {"Grutto vraag?"},
        "grutto soort:answer": {"Grutto vraag?"},
        "grutto is:open kind:question": {"Grutto vraag?"},
        "grutto lang:en": {"Grutto elders"},
        "grutto -elders": {"Grutto lang geleden", "Grutto vraag?"},
        '"roept zijn naam"': {"Grutto vraag?"},
        '"naam zijn roept"': set(),
        'grutto -"zijn naam"': {"Grutto lang geleden", "Grutto elders", "Grutto vraag?"},
        "in:duin": {"Grutto elders"},
    }.items():
        assert set(find(anna, typed)) == expected, typed
    year = clock.now().year
    assert set(find(anna, f"grutto before:{year}-01-01")) == {"Grutto lang geleden"}
    assert "Grutto lang geleden" not in find(anna, f"grutto after:{year}-01-01")


def test_a_profile_section_is_found_by_those_who_may_read_it_only():
    person = make_person("Fatima Yilmaz")
    person.story, person.story_html = "Ik bouw orgels.", "<p>Ik bouw orgels.</p>"
    person.audience_story = Audience.COMMUNITY
    person.save()
    from tests.factories.search import index_everything

    index_everything()
    stranger = outsider()
    place = make_place()
    make_member(place, person=person)
    friend = member(place)
    assert find(stranger, "fatima") == ["Fatima Yilmaz"]
    assert find(stranger, "orgels") == []
    assert find(friend, "orgels") == ["Fatima Yilmaz"]
    assert find(actor_of(person), "orgels") == ["Fatima Yilmaz"]
    assert find(VISITOR, "fatima") == []


def test_the_number_of_statements_does_not_grow_with_the_page():
    place = make_place()
    anna = member(place)

    def cost() -> int:
        run_indexing()
        with CaptureQueriesContext(
            connection,
        ) as counted:
            hits(anna, "specht")
        return len(counted)

    make_contribution(anna, place, "Specht")
    one = cost()
    for number in range(12):
        make_contribution(anna, place, f"Specht {number}")
    assert cost() == one


def test_an_edit_is_found_by_its_new_words():
    place = make_place()
    anna = member(place)
    row = make_contribution(anna, place, "Winterkoning")
    run_indexing()

    edit(actor=anna, contribution=row, text=ContributionText(title="Heggenmus", body="Nieuw"))
    run_indexing()
    assert find(anna, "winterkoning") == []
    assert find(anna, "heggenmus") == ["Heggenmus"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "\\",
        "a' | b",
        'x" OR "',
        "NOT",
        "*",
        "(",
        ":",
        "-",
        "from:",
        "😀",
        "ß ﬁ ①",
        "a" * 5000,
        "\u0000",
        "e_",
        "☃ -☃",
    ],
)
def test_nothing_that_can_be_typed_is_a_fault(typed):
    place = make_place()
    anna = member(place)
    make_contribution(anna, place, "ß ﬁ ① 北京市 ሰላም ჲ 𞤀𞤣", body="a'b \\ | & ! : * <-> \u00ad zero\u200bwidth")
    run_indexing()
    hits(anna, typed)
    hits(anna, typed, order="best")
    for word in ("北京市", "ሰላም", "𞤀𞤣", "①"):
        assert len(find(anna, word)) == 1, word
