"""The doctor says what is wrong and how to mend it, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.live import Live, live

from gilde.config.process import Lock


def test_before_the_first_start_there_is_nothing_to_mend(empty_house: Live) -> None:
    found, said = empty_house.to_mend()
    assert found == []
    assert "./gilde up makes it" in said or "migrate" in said
    assert not empty_house.folder.exists()


def test_a_folder_that_cannot_be_made_is_found() -> None:
    with live(Path("/dev/null/gilde")) as house:  # where even root makes no folder
        found, said = house.to_mend()
    assert len(found) == 1
    assert "/dev/null cannot be written" in said
    assert "GILDE_VAR" in said


def test_a_command_in_the_wrong_folder_says_so(empty_house: Live) -> None:
    done = empty_house.gilde("createadmin", "--email", "karin@example.org")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"There is no Gilde in {empty_house.folder} yet" in done.stderr


@pytest.mark.parametrize("words", [("backup", "out.tar"), ("worker",), ("shell", "-c", "1"), ("createadmin",)])
def test_a_command_in_the_wrong_folder_leaves_nothing_there(empty_house: Live, words: tuple[str, ...]) -> None:
    done = empty_house.gilde(*words)
    assert done.returncode == 1
    assert f"There is no Gilde in {empty_house.folder} yet" in done.stderr
    assert not empty_house.folder.exists()


def test_with_the_right_database_and_another_folder_nothing_is_written_or_made(house: Live, tmp_path: Path) -> None:
    address = house.environment["DATABASE_URL"] or f"sqlite://{house.folder}/gilde.sqlite3"
    elsewhere = Live(tmp_path / "elsewhere", address)
    for words in (("backup", str(tmp_path / "out.tar")), ("worker",)):
        done = elsewhere.gilde(*words)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert f"There is no Gilde in {elsewhere.folder} yet: it holds no keys." in done.stderr
    assert not elsewhere.folder.exists()
    assert not (tmp_path / "out.tar").exists()


@pytest.mark.one_engine
def test_the_address_of_a_running_up_counts_and_not_that_of_this_terminal(house: Live) -> None:
    house.folder.joinpath("run").mkdir(exist_ok=True, parents=True)
    lock = Lock(house.folder / "run" / "up.lock")
    assert lock.take()
    lock.note("http://house.test:9 (process 1)\n")
    _found, said = house.to_mend()
    assert "Gilde runs now at http://house.test:9;" in said
    lock.free()
    assert "house.test" not in house.to_mend()[1]


def test_a_running_installation_is_in_order(house: Live) -> None:
    house.start()
    found, said = house.to_mend()
    assert found == []
    assert "Gilde is running." in said
    assert "The database is up to date." in said
    assert "No task is late." in said
    assert "Mail is not sent" in said


@pytest.mark.one_engine
def test_what_is_open_to_others_is_found(house: Live) -> None:
    house.folder.chmod(0o755)
    (house.folder / "secrets" / "secret_key").chmod(0o644)
    found, said = house.to_mend()
    assert len(found) == 2
    assert f"chmod 700 {house.folder}" in said
    assert f"chmod 600 {house.folder}/secrets/*" in said


def test_late_and_given_up_tasks_are_found(house: Live) -> None:
    house.inside(
        "from datetime import timedelta\nfrom gilde.core.clock import now\n"
        "from gilde.core.models.task import QueuedTask\n"
        "old = now() - timedelta(hours=1)\n"
        "row = dict(function='x.y', enqueued_at=old, run_at=old, max_attempts=1, backoff=1.0)\n"
        "QueuedTask.objects.create(**row)\n"
        "QueuedTask.objects.create(**row, state='claimed', lease_until=old)\n"
        "QueuedTask.objects.create(**row, state='dead', finished_at=old)"
    )
    found, said = house.to_mend()
    assert "2 tasks are more than five minutes late" in said
    assert "1 tasks were given up, the last one x.y" in said
    assert found == [], "Gilde does not run, so late is no fault"


@pytest.mark.one_engine
def test_a_real_address_without_https_is_found(house: Live) -> None:
    house.environment["GILDE_URL"] = "http://gilde.example.org"
    done = house.gilde("doctor")
    assert done.returncode == 1
    assert "GILDE_URL=https://" in done.stdout


@pytest.mark.one_engine
def test_a_mail_server_that_does_not_answer_is_found(house: Live) -> None:
    house.environment["EMAIL_URL"] = "smtp://127.0.0.1:1"
    done = house.gilde("doctor")
    assert done.returncode == 1
    assert "The mail server 127.0.0.1:1 does not answer" in done.stdout


def test_a_damaged_or_missing_database_is_one_line(house: Live) -> None:
    if house.environment["DATABASE_URL"]:
        house.environment["DATABASE_URL"] = "postgresql://gilde@127.0.0.1:1/gilde"
    else:
        for rest in house.folder.glob("gilde.sqlite3-*"):
            rest.unlink()
        (house.folder / "gilde.sqlite3").write_bytes(b"not a database" * 1000)
    done = house.gilde("doctor")
    assert done.returncode == 1
    assert "does not answer" in done.stdout or "cannot be opened" in done.stdout
    assert "Traceback" not in done.stderr
