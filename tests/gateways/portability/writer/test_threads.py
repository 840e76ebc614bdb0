"""Imported conversations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.communities import again, make_community, make_member
from tests.factories.dialogue import make_contribution
from tests.factories.people import actor_of
from tests.factories.portability import LONG_AGO, SITE, Source, answer, became, person, thread

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.models import Activity
from gilde.dialogue.actions.answer import accept
from gilde.dialogue.actions.contribution import ContributionText, delete, edit
from gilde.dialogue.actions.curation import close, move
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Contribution, Mention, Tag
from gilde.people.models import Person

LATER = LONG_AGO + timedelta(days=3)


def host_of(place: Community):
    return actor_of(make_member(place, Role.HOST))


def test_a_thread_becomes_a_contribution_that_says_where_it_came_from(source: Source, place: Community) -> None:
    record = thread(
        "5", "Why  yellow?", author_id="1", body="They *were* green.", tags=("peas", "Soil Health"), language="en",
        edited_at=LATER, closed_at=LATER, closed_reason="Duplicate",
    )  # fmt: skip
    done = source.bring(person("1", "Anna"), record)
    row = became(record)
    assert (row.kind, row.title, row.language, row.state) == ("question", "Why yellow?", "en", State.PUBLISHED)
    assert (row.body, row.excerpt) == ("They *were* green.", "They were green.")
    assert "<em>were</em>" in row.body_html
    assert row.author.name == "Anna"
    assert (row.created_at, row.last_activity_at, row.edited_at) == (LONG_AGO, LONG_AGO, LATER)
    assert (row.closed_at, row.closed_by, row.closed_reason) == (LATER, None, "Duplicate")
    assert (row.uri, row.origin, row.licence) == (f"https://{SITE}/q/5", SITE, "CC BY-SA 3.0")
    assert [tag.tag.slug for tag in row.tags.all()] == ["peas", "soil-health"]
    assert done.summary.counts == {"person added": 1, "thread added": 1}


def test_the_counters_of_community_and_author_are_exact(source: Source, place: Community) -> None:
    before = place.last_activity_at
    make_contribution(host_of(place), place)
    source.bring(person("1", "Anna"), *(thread(str(number), author_id="1") for number in range(250)))
    place.refresh_from_db()
    assert place.contribution_count == Contribution.objects.filter(community=place).count() == 251
    assert Person.objects.get(name="Anna").contribution_count == 250
    assert place.last_activity_at > before


def test_html_becomes_markdown(source: Source) -> None:
    record = thread("5", body="", body_html="<p>They <em>were</em> green. <script>alert(1)</script></p>")
    source.bring(record)
    row = became(record)
    assert row.body.startswith("They *were* green.")
    assert "script" not in row.body_html


def test_an_at_sign_in_an_imported_text_mentions_nobody(source: Source, place: Community) -> None:
    known = make_member(place, name="Anna")
    before = Activity.objects.count()
    record = thread("5", body=f"Thanks @{known.handle} and @everybody!")
    source.bring(record)
    assert not Mention.objects.exists()
    assert 'class="mention"' not in became(record).body_html
    assert Activity.objects.count() == before + 1


def test_an_address_that_is_no_web_address_is_not_shown_as_source(source: Source) -> None:
    record = thread("5", source_url="javascript:alert(1)")
    source.bring(record)
    assert (became(record).uri, became(record).origin) == (None, SITE)


def test_an_author_who_is_gone_there_is_one_placeholder_per_name(source: Source, place: Community) -> None:
    records = [
        thread("1", author_name="gone user"),
        thread("2", author_name="gone user"),
        thread("3", author_name="another"),
        thread("4"),
        thread("5"),
    ]
    source.bring(*records)
    source.bring(*records, thread("6", author_name="gone user"))
    authors = [became(record).author for record in records]
    assert authors[0] == authors[1] != authors[2]
    assert authors[3] == authors[4]
    assert {author.name for author in authors} >= {"gone user", "another"}
    assert Person.objects.count() == 3
    assert became(thread("6")).author == authors[0]
    assert authors[0].contribution_count == 3
    assert not authors[0].memberships.exists()


def test_a_signature_is_not_taken_for_somebody_of_that_name(source: Source) -> None:
    record = person("1", "Anna", source_url="")
    source.bring(record, thread("5", author_name="Anna"))
    assert became(thread("5")).author != became(record)


def test_an_author_of_whom_the_source_tells_nothing_is_reported(source: Source) -> None:
    done = source.bring(thread("5", author_id="404", author_name="Somebody"))
    assert became(thread("5")).author.name == "Somebody"
    assert sorted(done.results("5")) == ["added", "remark"]


def test_what_is_too_long_is_cut_and_reported(source: Source) -> None:
    record = thread("5", "T" * 300, body="b" * 100_001, tags=tuple(f"tag{number}" for number in range(12)))
    done = source.bring(record)
    row = became(record)
    assert (len(row.title), len(row.body), row.tags.count()) == (200, 100_000, 8)
    assert sorted(done.results("5")) == ["added", "remark", "remark"]


def test_a_thread_without_a_title_takes_its_first_words(source: Source) -> None:
    record = thread("5", "", kind="discussion", body="Good *morning* all.")
    source.bring(record)
    assert became(record).title == "Good morning all."


def test_a_date_in_the_future_does_not_stay_on_top_for_ever(source: Source) -> None:
    record = thread("5", created_at=datetime(2999, 1, 1, tzinfo=UTC))
    done = source.bring(record)
    assert became(record).last_activity_at.year < 2999
    assert "remark" in done.results("5")


def test_old_conversations_do_not_climb_above_those_of_today(source: Source, place: Community) -> None:
    here = make_contribution(host_of(place), place)
    source.bring(thread("5"))
    assert Contribution.objects.order_by("-last_activity_at").first() == here


# ── a second time ────────────────────────────────────────────────────────────


def test_the_second_time_everything_is_the_same(source: Source) -> None:
    records = [person("1", "Anna"), *(thread(str(number), author_id="1", tags=("peas",)) for number in range(3))]
    source.bring(*records)
    done = source.bring(*records)
    assert done.summary.counts == {"person same": 1, "thread same": 3}
    assert (Contribution.objects.count(), Tag.objects.count()) == (3, 1)
    assert Person.objects.get().contribution_count == 3


def test_what_changed_at_the_source_changes_here(source: Source, place: Community) -> None:
    source.bring(person("1", "Anna"), person("2", "Bo"), thread("5", author_id="1", tags=("peas", "soil")))
    after = thread("5", "Better title", author_id="2", body="New *text*", tags=("soil", "water"), edited_at=LATER)
    done = source.bring(person("1", "Anna"), person("2", "Bo"), after)
    row = became(after)
    assert done.results("5") == ["updated"]
    assert (row.title, row.body, row.edited_at, row.created_at) == ("Better title", "New *text*", LATER, LONG_AGO)
    assert "<em>text</em>" in row.body_html
    assert [tag.tag.slug for tag in row.tags.all()] == ["soil", "water"]
    assert Person.objects.get(name="Anna").contribution_count == 0
    assert Person.objects.get(name="Bo").contribution_count == 1
    place.refresh_from_db()
    assert place.contribution_count == 1


def test_an_edit_made_here_is_kept_and_reported_every_time(source: Source, place: Community) -> None:
    source.bring(thread("5"))
    row = became(thread("5"))
    author = again(actor_of(row.author))
    make_member(place, person=row.author)
    edit(actor=again(author), contribution=row, text=ContributionText(title=row.title, body="Edited here"))
    for _run in range(2):
        done = source.bring(thread("5", body="Changed there"))
        assert done.results("5") == ["kept"]
        assert done.remarks("5")
    row.refresh_from_db()
    assert row.body == "Edited here"


def test_what_was_closed_here_stays_closed(source: Source, place: Community) -> None:
    source.bring(thread("5"))
    close(actor=host_of(place), contribution=became(thread("5")), reason="Answered elsewhere")
    assert source.bring(thread("5", body="Changed there")).results("5") == ["kept"]
    assert became(thread("5")).closed_at is not None


def test_what_was_deleted_here_stays_deleted(source: Source, place: Community) -> None:
    source.bring(thread("5"))
    delete(actor=host_of(place), contribution=became(thread("5")))
    done = source.bring(thread("5", body="Changed there"), answer("6", "5"))
    assert (done.results("5"), done.results("6")) == (["left out"], ["left out"])
    assert became(thread("5")).state == State.DELETED
    place.refresh_from_db()
    assert place.contribution_count == 0


def test_what_was_moved_here_is_updated_where_it_is(source: Source, place: Community) -> None:
    source.bring(thread("5"), answer("6", "5"))
    other = make_community(audience=place.audience)
    move(actor=again_host(place, other), contribution=became(thread("5")), to=other)
    done = source.bring(thread("5", body="New text"), answer("6", "5"), answer("7", "5"))
    row = became(thread("5"))
    assert done.results("5") == ["updated"]
    assert (row.body, row.community) == ("New text", other)
    assert became(answer("7", "5")).community == other
    place.refresh_from_db()
    other.refresh_from_db()
    assert (place.contribution_count, other.contribution_count) == (0, 1)


def again_host(*places: Community):
    someone = make_member(places[0], Role.HOST)
    for other in places[1:]:
        make_member(other, Role.HOST, person=someone)
    return actor_of(someone)


def test_what_came_into_another_community_stays_there(source: Source, place: Community) -> None:
    source.bring(thread("5"))
    other = make_community()
    done = source.bring(thread("5", body="Changed"), answer("6", "5"), into=other)
    assert done.results("5") == ["left out"]
    assert Contribution.objects.get().community == place


# ── acceptance ───────────────────────────────────────────────────────────────


def test_the_accepted_answer_is_accepted(source: Source) -> None:
    source.bring(thread("5", accepted_id="7"), answer("6", "5"), answer("7", "5"))
    assert Answer.objects.get(accepted_at__isnull=False) == became(answer("7", "5"))
    assert became(thread("5")).has_accepted


def test_another_acceptance_at_the_source_is_followed(source: Source) -> None:
    replies = [answer("6", "5"), answer("7", "5")]
    source.bring(thread("5", accepted_id="7"), *replies)
    source.bring(thread("5", accepted_id="6"), *replies)
    assert Answer.objects.get(accepted_at__isnull=False) == became(answer("6", "5"))
    source.bring(thread("5"), *replies)
    assert not Answer.objects.filter(accepted_at__isnull=False).exists()
    assert not became(thread("5")).has_accepted
    source.bring(thread("5", accepted_id="8"), *replies, answer("8", "5"))
    assert Answer.objects.get(accepted_at__isnull=False) == became(answer("8", "5"))


def test_an_answer_accepted_here_stays_the_accepted_one(source: Source, place: Community) -> None:
    replies = [answer("6", "5"), answer("7", "5")]
    source.bring(thread("5", accepted_id="7"), *replies)
    asker = became(thread("5")).author
    make_member(place, person=asker)
    accept(actor=again(actor_of(asker)), answer=became(answer("6", "5")))
    done = source.bring(thread("5", accepted_id="8"), *replies, answer("8", "5"))
    assert "kept" in done.results("5")
    assert Answer.objects.get(accepted_at__isnull=False) == became(answer("6", "5"))


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_follow_the_number_of_threads(
    source: Source, number: int, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(60):
        source.bring(*(thread(str(each), tags=("a", f"t{each}"), author_name="x") for each in range(number)))


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Who has seeds?", "Who has seeds?"),
        ("word " * 40, f"{'word ' * 15}word…"),
        ("w" * 100, "w" * 80),
    ],
)
def test_what_has_no_title_is_called_by_its_first_words(source: Source, body: str, title: str) -> None:
    source.bring(thread("1", "", body=body))
    assert Contribution.objects.get().title == title
