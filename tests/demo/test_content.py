"""The demo's script fits together, is rich enough to look at, and says so when it is not."""

import shutil
import tomllib
from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gilde.demo.gallery import Gallery
from gilde.demo.playing.stage import Stage
from gilde.demo.script import (
    COMMUNITY_KINDS,
    CONTENT,
    CONTRIBUTION_KINDS,
    MENTION,
    OLDEST_DAY,
    REFERENCE,
    Script,
    ScriptError,
    When,
    read_script,
)


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script()


def every_text(script: Script) -> list[str]:
    texts = [text for contribution in script.contributions for text in (contribution.title, *contribution.texts)]
    texts += [compliment.text for contribution in script.contributions for compliment in contribution.compliments]
    texts += [text for person in script.people for text in (person.story, person.headline, *person.motivation.values())]
    texts += [text for c in script.communities for text in (c.charter, c.welcome, c.first_page, *c.purposes.values())]
    return texts


def test_every_reference_in_the_content_resolves() -> None:
    # Persons, communities, organisations, keys, behaviours, mentions, links, quotes, roles and the order
    # of time are all checked while reading; a single misfit raises.
    assert read_script().contributions


def test_there_are_more_than_forty_people_and_three_of_them_are_logins(script: Script) -> None:
    assert len(script.people) >= 40
    assert {person.demo_login for person in script.people if person.demo_login} == {"member", "host", "newcomer"}
    assert sum(person.storyline is not None for person in script.people) == 5


def test_there_are_some_ten_communities_and_every_kind_occurs(script: Script) -> None:
    assert len(script.communities) >= 10
    assert {community.kind for community in script.communities} == COMMUNITY_KINDS
    assert {community.audience for community in script.communities} == {"public", "members", "community"}
    assert {community.joining for community in script.communities} == {"open", "request", "invitation"}


def test_one_community_has_several_parents(script: Script) -> None:
    assert any(len(community.parents) > 1 for community in script.communities)


def test_the_graph_of_communities_has_no_circle(script: Script) -> None:
    def ancestors(slug: str, seen: tuple[str, ...]) -> None:
        assert slug not in seen
        for parent in script.community(slug).parents:
            ancestors(parent.slug, (*seen, slug))

    for community in script.communities:
        ancestors(community.slug, ())


def test_the_member_login_lives_in_four_communities_and_hosts_none(script: Script) -> None:
    member = script.login("member").handle
    homes = [community for community in script.communities if member in community.people]
    assert len(homes) == 4
    assert not any(member in community.hosts for community in homes)


def test_the_host_login_hosts_and_finds_a_join_request(script: Script) -> None:
    host = script.login("host").handle
    hosted = [community for community in script.communities if host in community.hosts]
    assert hosted
    assert any(community.requests for community in hosted)


def test_the_newcomer_joined_yesterday_and_answered_a_question(script: Script) -> None:
    newcomer = script.login("newcomer")
    assert newcomer.joined_days_ago == 1
    assert any(a.by == newcomer.handle and a.accepted for c in script.contributions for a in c.answers)


def test_there_are_enough_contributions_comments_and_answers(script: Script) -> None:
    assert len(script.contributions) >= 120
    spoken = sum(len(c.answers) + len(c.all_comments) for c in script.contributions)
    assert spoken >= 450
    assert sum(len(c.compliments) for c in script.contributions) >= 50


def test_every_kind_of_contribution_occurs_several_times(script: Script) -> None:
    counted = Counter(contribution.kind for contribution in script.contributions)
    assert set(counted) == CONTRIBUTION_KINDS
    assert min(counted.values()) >= 5


def test_most_of_it_is_dutch_and_a_good_part_english(script: Script) -> None:
    counted = Counter(contribution.language for contribution in script.contributions)
    assert counted["nl"] > counted["en"] >= 25


def test_the_demo_shows_each_special_case(script: Script) -> None:
    contributions = script.contributions
    assert any(c.pinned for c in contributions)
    assert any(c.closed for c in contributions)
    assert any(c.sound for c in contributions)
    assert any(c.picture for c in contributions)
    assert any(len(c.authors) > 1 for c in contributions)
    assert {c.teller_status for c in contributions} == {None, "approved", "waiting"}
    assert {x.status for c in contributions for x in c.compliments} == {"shown", "hidden", "waiting"}
    assert any(c.kind == "question" and not c.answers for c in contributions)
    assert any(comment.quote for c in contributions for comment in c.all_comments)
    assert any(MENTION.search(text) for c in contributions for text in c.texts)
    assert any(REFERENCE.search(text) for c in contributions for text in c.texts)
    assert sum(bool(c.brought_me or c.brought_us) for c in contributions) >= 25


def test_a_question_was_answered_within_forty_minutes(script: Script) -> None:
    def minutes(at: time) -> int:
        return at.hour * 60 + at.minute

    waits = [
        minutes(answer.when.at) - minutes(question.when.at)
        for question in script.contributions
        for answer in question.answers
        if answer.when.days_ago == question.when.days_ago
    ]
    assert 40 in waits


def test_long_reads_and_short_remarks_both_occur(script: Script) -> None:
    lengths = [len(contribution.body.split()) for contribution in script.contributions]
    assert max(lengths) >= 550
    assert sum(0 < length <= 60 for length in lengths) >= 10


def test_the_member_has_drafts_and_saved_things_and_something_unread(script: Script) -> None:
    member = script.login("member").handle
    assert sum(draft.by == member for draft in script.drafts) >= 2
    assert sum(member in contribution.saved for contribution in script.contributions) >= 3
    mine = {community.slug for community in script.communities if member in community.people}
    unread = [c for c in script.contributions if c.community in mine and member not in script.readers(c)]
    assert len(unread) >= 3


def test_every_moment_lies_in_the_last_three_months_and_the_last_week_is_lively(script: Script) -> None:
    moments = [c.when.days_ago for c in script.contributions]
    moments += [x.when.days_ago for c in script.contributions for x in (*c.answers, *c.all_comments)]
    assert min(moments) == 0
    assert max(moments) <= OLDEST_DAY
    assert sum(days <= 7 for days in moments) >= 60


def test_every_community_has_something_to_read_and_a_charter(script: Script) -> None:
    spoken = Counter(contribution.community for contribution in script.contributions)
    for community in script.communities:
        assert spoken[community.slug] >= 4, community.slug
        assert community.charter.startswith("1. "), community.slug


def test_no_text_contains_filler_tabs_or_nul(script: Script) -> None:
    for text in every_text(script):
        assert "\t" not in text
        assert "\0" not in text
        assert "lorem" not in text.lower()


def test_no_two_contributions_have_the_same_text(script: Script) -> None:
    bodies = [
        body for c in script.contributions for body in (c.body, *(x.body for x in c.all_comments)) if len(body) > 30
    ]
    assert len(bodies) == len(set(bodies))


def test_links_to_the_outside_stay_on_example_addresses(script: Script) -> None:
    addresses = [c.fields["url"] for c in script.contributions if "url" in c.fields]
    addresses += [organisation.website for organisation in script.organisations if organisation.website]
    addresses += [link.url for person in script.people for link in person.links]
    for address in addresses:
        assert address.startswith("https://")
        assert address.split("/")[2].endswith((".example.org", ".example.com")), address


def test_every_toml_file_of_the_content_is_read(script: Script) -> None:
    files = sorted((CONTENT / "contributions").glob("*/*.toml"))
    assert len(files) == len(script.contributions)
    for path in files:
        assert tomllib.loads(path.read_text(encoding="utf-8"))["title"]


def test_a_moment_of_long_ago_keeps_its_time_of_day() -> None:
    now = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    moment = When(days_ago=90, at=time(9, 40)).moment(now)
    assert (moment.date().isoformat(), moment.hour, moment.minute) == ("2026-08-23", 9, 40)


@pytest.mark.parametrize("hour", [0, 3, 8, 13, 19, 20, 23])
def test_moments_keep_their_order_and_never_lie_in_the_future(script: Script, hour: int) -> None:
    now = datetime(2026, 11, 21, hour, 1, tzinfo=UTC)
    whens = sorted({x.when for c in script.contributions for x in (c, *c.answers, *c.all_comments, *c.compliments)})
    moments = [when.moment(now) for when in whens]
    assert moments == sorted(moments)
    assert moments[-1] <= now


@pytest.mark.parametrize(
    "start",
    [
        "2027-01-01T00:10+01:00",
        "2027-03-28T03:10+02:00",  # the night in which summer time begins
        "2027-10-31T02:30+01:00",  # and in which it ends, in the hour that comes twice
        "2028-02-29T23:30+01:00",
    ],
)
def test_the_hours_of_the_demo_are_those_of_the_house(script: Script, start: str) -> None:
    end = datetime.fromisoformat(start).astimezone(UTC)
    gallery = Gallery(script)
    stage = Stage(script, gallery, end, print)
    gallery.close()
    for days in (1, 2, 30, 90, 200):
        evening = stage.moment(When(days_ago=days, at=time(22, 40))).astimezone(ZoneInfo("Europe/Amsterdam"))
        assert (evening.hour, evening.minute) == (22, 40)
        assert (datetime.fromisoformat(start).date() - evening.date()).days == days
        assert stage.days_ago(days, 9).astimezone(ZoneInfo("Europe/Amsterdam")).hour == 9
    assert stage.days_ago(0, 23) <= end
    whens = sorted({x.when for c in script.contributions for x in (c, *c.answers, *c.all_comments, *c.compliments)})
    moments = [stage.moment(when) for when in whens]
    assert moments == sorted(moments)
    assert moments[-1] <= end


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("people.toml", 'work = "freelance"', 'work = "sleeping"', "people.toml, marit: `work` is 'sleeping'"),
        ("people.toml", 'handle = "fatima"', 'handle = "marit"', "the handle marit is there twice"),
        ("people.toml", 'organisation = "tussentijd"', 'organisation = "nowhere"', "there is no organisation nowhere"),
        ("communities.toml", 'hosts = ["daan", "geert"]', 'hosts = ["nobody", "geert"]', "there is no person nobody"),
        ("communities.toml", 'cover = "gables"', 'covr = "gables"', "`covr` is not a field here"),
        (
            "contributions/intervisie/02-beginvragen.toml",
            "days_ago = 84",
            "days_ago = 86",
            "is not after what it follows",
        ),
        ("contributions/intervisie/02-beginvragen.toml", 'by = "els"', 'by = "tom"', "tom is not in intervisie"),
        ("contributions/intervisie/02-beginvragen.toml", "days_ago = 85", "days_ago = 93", "outside the 92 days"),
        ("contributions/intervisie/01-afspraken-intervisie.toml", "[[beginvragen]]", "[[nergens]]", "[[nergens]]"),
        ("contributions/tussentijd/06-doorgeven.toml", "Marit, er komt", "@niemand, er komt", "mentions @niemand"),
        ("contributions/tussentijd/06-doorgeven.toml", 'kind = "idea"', 'kind = "advert"', "`kind` is 'advert'"),
        (
            "contributions/tussentijd/03-elf-dagen.toml",
            'quote = "Weet jij',
            'quote = "Wist jij',
            "did not literally say",
        ),
        ("contributions/tussentijd/03-elf-dagen.toml", "title = ", "titel = ", "`title` is missing"),
    ],
)
def test_a_misfit_is_refused_with_a_sentence(copy: Path, file: str, old: str, new: str, sentence: str) -> None:
    change(copy / file, old, new)
    with pytest.raises(ScriptError) as refused:
        read_script(copy)
    assert sentence in str(refused.value)


def test_broken_toml_is_refused_with_the_name_of_the_file(copy: Path) -> None:
    (copy / "contributions" / "intervisie" / "02-beginvragen.toml").write_text("kind = ", encoding="utf-8")
    with pytest.raises(ScriptError, match=r"intervisie/02-beginvragen\.toml: this is not valid TOML"):
        read_script(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "drafts.toml").unlink()
    with pytest.raises(ScriptError, match=r"drafts\.toml: this file is missing"):
        read_script(copy)


def test_a_busy_person_has_not_seen_what_came_after_their_own_last_word(script: Script) -> None:
    thread = next(c for c in script.contributions if c.key == "jaardag-laatste-werkplaats")
    marks = script.read_marks(thread)
    assert set(marks) == script.readers(thread)
    assert marks["wilma"] == thread.last_activity
    assert marks["daan"] == thread.when < thread.last_activity
