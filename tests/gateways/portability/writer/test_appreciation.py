"""Imported votes and links between conversations."""

from __future__ import annotations

from tests.factories.portability import LONG_AGO, Source, answer, became, comment, link, space, thread, vote

from gilde.dialogue.models import Appreciation, ContributionLink


def test_up_votes_become_a_count_without_persons(source: Source) -> None:
    replies = [answer("6", "5"), comment("7", "5")]
    done = source.bring(thread("5"), *replies, vote("5", 3), vote("6", 2, "message"), vote("7", 1, "message"))
    assert [became(record).imported_likes for record in (thread("5"), *replies)] == [3, 2, 1]
    assert not Appreciation.objects.exists()
    assert done.summary.counts["vote added"] == 3


def test_votes_follow_their_source(source: Source) -> None:
    source.bring(thread("5"), vote("5", 3))
    assert source.bring(thread("5"), vote("5", 3)).results("thread-5") == ["same"]
    assert source.bring(thread("5"), vote("5", 9)).results("thread-5") == ["updated"]
    assert became(thread("5")).imported_likes == 9


def test_votes_about_nothing_are_listed(source: Source) -> None:
    assert source.bring(vote("404", 3)).results("thread-404") == ["left out"]


def test_links_connect_conversations(source: Source) -> None:
    done = source.bring(
        thread("5"), thread("6"), thread("7"), link("5", "6", created_at=LONG_AGO), link("6", "7", "duplicate")
    )
    linked = ContributionLink.objects.get(source=became(thread("5")))
    assert (linked.target, linked.duplicate, linked.at) == (became(thread("6")), False, LONG_AGO)
    assert ContributionLink.objects.get(source=became(thread("6"))).duplicate
    assert done.summary.counts["link added"] == 2


def test_the_second_time_no_link_is_doubled(source: Source) -> None:
    records = [thread("5"), thread("6"), link("5", "6"), link("5", "6", "duplicate", source_id="again")]
    source.bring(*records)
    assert source.bring(*records).summary.counts["link same"] == 2
    assert ContributionLink.objects.get().duplicate


def test_links_to_nothing_and_to_itself_are_listed(source: Source) -> None:
    done = source.bring(thread("5"), link("5", "404"), link("5", "5"))
    assert (done.results("5-404"), done.results("5-5")) == (["left out"], ["left out"])
    assert not ContributionLink.objects.exists()


def test_all_places_of_a_source_become_one_community_and_that_is_said(source: Source) -> None:
    places = [space("1", "General"), space("2", "Peas")]
    done = source.bring(*places, thread("5", space_id="2"))
    assert (done.results("1"), done.results("2")) == (["added"], ["added", "remark"])
    assert source.bring(*places, thread("5", space_id="2")).results("2") == ["same"]
