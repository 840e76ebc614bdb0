import pytest
from tests.factories.dialogue import make_comment, make_contribution, make_place, member
from tests.factories.search import find, run_indexing

from gilde.attention.search import tasks
from gilde.attention.search.actions import rebuild as rebuilding
from gilde.attention.search.actions.index import index
from gilde.attention.search.backends import backend
from gilde.attention.search.command_line import search_words
from gilde.attention.search.commands import search_main
from gilde.attention.search.models import SearchEntry, SearchProgress
from gilde.dialogue.models import Comment, Contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    place = make_place()
    actor = member(place)
    first = make_contribution(actor, place, "Boerenzwaluw")
    make_comment(actor, first, "Een boerenzwaluw.")
    run_indexing()
    return actor


def test_rows_that_came_without_an_activity_are_caught_up_with(anna):
    Comment.objects.update(body_html="<p>Oeverzwaluw</p>")
    SearchEntry.objects.all().delete()
    rebuilding.catch_up()
    assert find(anna, "oeverzwaluw") == ["Boerenzwaluw"]
    rebuilding.catch_up()
    assert SearchEntry.objects.filter(kind="dialogue.comment").count() == 1


def test_a_rebuild_finds_what_changed_and_clears_what_is_gone(anna):
    Contribution.objects.update(title="Huiszwaluw")
    Comment.objects.all().delete()
    tasks.rebuild.func()
    tasks.rebuild.func()
    assert find(anna, "huiszwaluw") == ["Huiszwaluw"]
    assert find(anna, "boerenzwaluw") == []
    assert not SearchEntry.objects.filter(kind="dialogue.comment").exists()
    assert not SearchProgress.objects.filter(cursor__isnull=False).exists()


def test_the_index_is_never_empty_while_it_is_made_again(anna):
    rebuilding.begin()
    assert len(find(anna, "boerenzwaluw")) == 2
    index(kind="dialogue.comment", ids=list(Comment.objects.values_list("pk", flat=True)))
    assert len(find(anna, "boerenzwaluw")) == 2


def test_a_rebuild_that_was_interrupted_goes_on_where_it_was(anna):
    rebuilding.begin()
    generation = SearchProgress.objects.get(kind="dialogue.comment").generation
    rebuilding.rebuild()
    row = SearchProgress.objects.get(kind="dialogue.comment")
    assert (row.generation, row.cursor, row.done) == (generation, None, 1)


def test_an_index_that_did_not_come_along_to_another_database_is_filled_from_the_entries(anna):
    backend().drop(list(SearchEntry.objects.values_list("pk", "bag")))
    assert find(anna, "boerenzwaluw") == []
    rebuilding.catch_up()
    assert len(find(anna, "boerenzwaluw")) == 2


def test_the_command_says_what_it_did(anna, capsys):
    assert search_main(search_words(["rebuild"])) == 0
    assert search_main(search_words(["status"])) == 0
    assert "dialogue.comment" in capsys.readouterr().out
    assert search_main(search_words(["rebuild", "--later"])) == 0


def test_indexing_twice_changes_nothing(anna):
    before = list(SearchEntry.objects.order_by("pk").values())
    for kind, model in (("dialogue.comment", Comment), ("dialogue.contribution", Contribution)):
        index(kind=kind, ids=list(model.objects.values_list("pk", flat=True)))
    assert list(SearchEntry.objects.order_by("pk").values()) == before
