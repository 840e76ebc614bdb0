"""``./gilde import`` on the command line."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.communities import PUBLIC, make_community
from tests.factories.portability import many_people, read_report, thread
from tests.live import Live, live, migrated

from gilde.communities.models import Community
from gilde.gateways.portability import commands
from gilde.gateways.portability.command_line import import_words
from gilde.gateways.portability.json_lines import to_json_line
from gilde.gateways.portability.models import ImportRun
from gilde.people.models import Person

SAMPLES = Path(__file__).parent / "samples"
MEMBERS = SAMPLES / "members" / "vereniging.csv"
SITE = SAMPLES / "stackexchange_moestuin"


@pytest.fixture
def place(db: None) -> Community:
    return make_community("De moestuin", slug="moestuin", audience=PUBLIC, language="nl")


def bring_in(words: list[str]) -> int:
    """``./gilde import`` with these words behind it."""
    return commands.import_main(import_words(words))


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on the error stream, which is one line and no trace."""
    said = capsys.readouterr().err.strip()
    assert said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    assert said.endswith((".", "?"))
    return said


def report_of(output: str) -> Path:
    found = re.search(r"^Report, a row per record: (.+)$", output, re.MULTILINE)
    assert found
    return Path(found[1])


def test_a_member_list_comes_in(place: Community, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring_in(["members", str(MEMBERS), "--community", "moestuin"]) == 0
    said = capsys.readouterr()
    added = place.memberships.count()
    assert added >= 2
    assert f"person added: {added}" in said.out
    assert "[####" in said.err
    assert len([row for row in read_report(report_of(said.out)) if row["result"] == "added"]) == added


def test_a_site_comes_in_twice_without_doubles(place: Community, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["stackexchange", str(SITE), "--community", "moestuin"]
    assert bring_in(words) == 0
    first = capsys.readouterr().out
    people = Person.objects.count()
    assert bring_in(words) == 0
    second = capsys.readouterr().out
    assert Person.objects.count() == people
    assert " added: " in first
    assert " added: " not in second
    assert report_of(first) != report_of(second) or report_of(first).exists()


def test_a_dry_run_writes_nothing_but_its_report(place: Community, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring_in(["stackexchange", str(SITE), "--community", "moestuin", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "This would happen:" in said
    assert "dry-run" in report_of(said).name
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_report_goes_where_it_is_asked(place: Community, tmp_path: Path) -> None:
    words = ["members", str(MEMBERS), "--community", "moestuin", "--report", str(tmp_path / "r.csv")]
    assert bring_in(words) == 0
    assert read_report(tmp_path / "r.csv")
    assert bring_in(words) == 0, "an old report may be replaced"


def test_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        bring_in(["--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    for word in ("members", "records", "stackexchange", "--community", "--site", "--dry-run", "--afresh", "--report"):
        assert word in said
    assert "Exit code" in said


@pytest.mark.parametrize("words", [[], ["members"], ["ghosts", "x", "--community", "y"], ["members", "x"]])
def test_words_that_make_no_sense_give_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        bring_in(words)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("./gilde import: ")
    assert said.endswith("./gilde import --help says what it takes.\n")
    assert said.count("\n") == 1


def test_another_community_is_named_with_those_that_are_there(
    place: Community, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(["members", str(MEMBERS), "--community", "elsewhere"]) == 1
    assert one_sentence(capsys).endswith("These are there: moestuin.")
    for number in range(11):
        make_community(f"Place {number}", slug=f"p{number}")
    assert bring_in(["members", str(MEMBERS), "--community", "elsewhere"]) == 1
    assert one_sentence(capsys).endswith(" and 2 more.")


def test_a_mistyped_community_is_guessed(place: Community, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring_in(["members", str(MEMBERS), "--community", "moestuinn"]) == 1
    assert one_sentence(capsys).endswith("Did you mean moestuin?")


def test_an_archived_community_takes_nothing(place: Community, capsys: pytest.CaptureFixture[str]) -> None:
    Community.objects.update(archived_at=place.created_at)
    assert bring_in(["members", str(MEMBERS), "--community", "moestuin"]) == 1
    assert "archived" in one_sentence(capsys)


@pytest.mark.parametrize("format_", ["members", "records", "stackexchange"])
def test_a_path_with_nothing_there_is_said(place: Community, capsys: pytest.CaptureFixture[str], format_: str) -> None:
    assert bring_in([format_, "/nowhere/at/all", "--community", "moestuin"]) == 1
    assert "There is nothing at /nowhere/at/all" in one_sentence(capsys)


def test_an_empty_folder_and_a_file_instead_of_one_are_said(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert bring_in(["stackexchange", str(tmp_path / "empty"), "--community", "moestuin"]) == 1
    assert "no Posts.xml" in one_sentence(capsys)
    assert bring_in(["stackexchange", str(MEMBERS), "--community", "moestuin"]) == 1
    assert "is not a folder" in one_sentence(capsys)
    assert bring_in(["members", str(tmp_path), "--community", "moestuin"]) == 1
    assert "is a folder" in one_sentence(capsys)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"PK\x03\x04 sheet", b"1;2;3\n4;5;6\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_list_is_said(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert bring_in(["members", str(path), "--community", "moestuin"]) == 1
    assert "list.csv" in one_sentence(capsys)
    assert not Person.objects.exists()


@pytest.mark.parametrize("site", ["not a site", "https://", "../etc"])
def test_a_site_that_is_none_is_said(place: Community, capsys: pytest.CaptureFixture[str], site: str) -> None:
    assert bring_in(["stackexchange", str(SITE), "--community", "moestuin", "--site", site]) == 1
    assert "is not a site" in one_sentence(capsys)


def test_another_site_for_the_same_folder_is_refused_before_everything_is_doubled(
    place: Community, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["stackexchange", str(SITE), "--community", "moestuin"]
    assert bring_in(words) == 0
    people = Person.objects.count()
    capsys.readouterr()
    assert bring_in([*words, "--site", "veld.example.org"]) == 1
    assert "--site moestuin.stackexchange.com" in one_sentence(capsys)
    assert Person.objects.count() == people


def test_a_table_that_breaks_off_keeps_what_came_before_and_goes_on_when_mended(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "moestuin.stackexchange.com"
    shutil.copytree(SITE, folder)
    whole = (folder / "Comments.xml").read_bytes()
    (folder / "Comments.xml").write_bytes(whole[: len(whole) // 2])
    assert bring_in(["stackexchange", str(folder), "--community", "moestuin"]) == 1
    said = capsys.readouterr().err
    assert "Comments.xml is damaged at line" in said
    assert "Traceback" not in said
    (folder / "Comments.xml").write_bytes(whole)
    assert bring_in(["stackexchange", str(folder), "--community", "moestuin"]) == 0


def test_a_packed_list_that_breaks_off_is_said_with_how_far_it_came(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "export.jsonl.gz"
    lines = "".join(f"{to_json_line(record)}\n" for record in many_people(1500))
    path.write_bytes(gzip.compress(lines.encode())[:-30])
    assert bring_in(["records", str(path), "--community", "moestuin"]) == 1
    said = capsys.readouterr().err
    assert "breaks off" in said
    came = int(re.search(r"(\d+) records were imported before this", said)[1])  # type: ignore[index]
    assert came == Person.objects.count() > 200


def test_a_report_that_would_overwrite_something_is_refused(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    shutil.copy(MEMBERS, path)
    before = path.read_bytes()
    words = ["members", str(path), "--community", "moestuin", "--report"]
    assert bring_in([*words, str(path)]) == 1
    assert "Name another file" in one_sentence(capsys)
    other = tmp_path / "letter.txt"
    other.write_text("Dear Anna")
    assert bring_in([*words, str(other)]) == 1
    assert "is no report" in one_sentence(capsys)
    assert bring_in([*words, str(tmp_path)]) == 1
    assert bring_in([*words, str(tmp_path / "no" / "such" / "r.csv")]) == 1
    assert (path.read_bytes(), other.read_text()) == (before, "Dear Anna")
    assert not Person.objects.exists()


def test_a_full_disk_under_the_report_is_said_and_nothing_is_half_done(
    place: Community, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    assert bring_in(["members", str(MEMBERS), "--community", "moestuin", "--report", "/dev/full"]) == 1
    assert "No space left" in one_sentence(capsys)
    assert not Person.objects.exists()


def test_an_import_without_anything_to_import_says_so(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    assert bring_in(["records", str(tmp_path / "empty.jsonl"), "--community", "moestuin"]) == 0
    assert "nothing to bring in" in capsys.readouterr().out


def test_a_signal_stops_where_the_same_command_goes_on(
    place: Community, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{to_json_line(record)}\n" for record in many_people(600)))
    before = signal.getsignal(signal.SIGTERM)
    alarm = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, 0.25)
    try:
        code = bring_in(["records", str(path), "--community", "moestuin"])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
    assert signal.getsignal(signal.SIGTERM) == before
    said = capsys.readouterr().out
    assert code in {0, 3}, "a fast machine may be done before the signal comes"
    if code == 3:
        assert "Run the same command again to continue" in said
        assert bring_in(["records", str(path), "--community", "moestuin"]) == 0
    assert place.memberships.count() == 600
    assert ImportRun.objects.count() == 1


# ── with the real processes ──────────────────────────────────────────────────


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """An installation with two communities, made once: preparing the database is what takes time."""
    with live(tmp_path_factory.mktemp("house") / "var", like=migrated()) as opened:
        assert opened.gilde("migrate").returncode == 0
        opened.inside(
            "from gilde.communities.models import Community;"
            "Community.objects.create(name='De moestuin', slug='moestuin', audience=10);"
            "Community.objects.create(name='De akker', slug='akker', audience=10)"
        )
        yield opened


COUNTS = (
    "from gilde.people.models import Person;"
    "from gilde.communities.models import Community;"
    "from gilde.dialogue.models import Contribution;"
    "from gilde.gateways.portability.models import ImportRun;"
    "place = Community.objects.get(slug='moestuin');"
    "print(Person.objects.filter(memberships__community=place).count(), Contribution.objects.count(),"
    " place.member_count, place.memberships.count(),"
    " place.contribution_count, ImportRun.objects.filter(community=place).count())"
)


def test_killed_without_warning_it_goes_on_without_loss_or_doubles(house: Live, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    people, threads = many_people(800), [thread(str(number), author_id="7") for number in range(800)]
    path.write_text("".join(f"{to_json_line(record)}\n" for record in (*people, *threads)))
    words, said = ("import", "records", str(path), "--community", "moestuin"), tmp_path / "said"
    kills = 0
    for wait in (1, 2, 3):
        said.unlink(missing_ok=True)
        process = house.begin(*words, said=said)
        while process.poll() is None and (not said.exists() or said.read_text().count("\n") < wait):
            time.sleep(0.01)
        time.sleep(0.05 * wait)
        process.kill()
        kills += process.wait() == -signal.SIGKILL
    assert kills >= 1
    done = house.quickly(*words)
    assert done.returncode == 0, done.stderr
    assert house.inside(COUNTS).split() == ["800", "800", "800", "800", "800", "1"]
    rows = read_report(report_of(done.stdout))
    assert len(rows) == 1600
    assert {row["result"] for row in rows} == {"added"}


def test_the_command_stands_in_the_overview_and_says_what_it_can(house: Live) -> None:
    overview = house.gilde()
    assert "import" in overview.stdout
    said = house.gilde("import", "--help")
    assert said.returncode == 0
    assert "stackexchange" in said.stdout
    done = house.gilde("import", "members", str(MEMBERS), "--community", "akker")
    assert done.returncode == 0, done.stderr
    assert "person added" in done.stdout
