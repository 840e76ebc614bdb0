"""Every command explains itself, and what it does not understand it says in one line."""

from __future__ import annotations

import pytest
from django.conf import settings

from gilde.config.cli import commands
from gilde.config.cli.commands import COMMANDS, run
from gilde.gateways.portability.command_line import LANGUAGES


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.name != "test"])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run([name, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: ./gilde {name}")
    assert f"Example: ./gilde {name} " in said or "docs/" in said
    assert max(len(line) for line in said.splitlines()) <= 120


@pytest.mark.parametrize(
    "words",
    [
        ["up", "--dance"],
        ["up", "now"],
        ["up", "--bind"],
        ["backup"],
        ["restore", "a", "b"],
        ["move-database"],
        ["doctor", "-x"],
        ["createadmin", "--e", "a@example.org"],
        ["import"],
        ["import", "ghosts", "x", "--community", "y"],
        ["export-person"],
        ["export-person", "anna", "--language", "xx"],
    ],
)
def test_words_that_are_not_understood_get_one_line_and_2(words, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(words)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith(f"./gilde {words[0]}: ")
    assert f"./gilde {words[0]} --help" in said


def test_an_unknown_command_gets_one_line_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dance"]) == 2
    assert capsys.readouterr().err == "There is no command 'dance'. ./gilde without arguments lists them.\n"


def test_the_languages_of_an_export_are_those_of_the_settings() -> None:
    assert [code for code, _name in settings.LANGUAGES] == list(LANGUAGES)


def closed(_words: list[str]) -> None:
    """A command that comes upon a file of somebody else."""
    raise PermissionError(13, "Permission denied", "/srv/gilde/run")


def test_what_is_closed_to_this_user_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "COMMANDS", (commands.Command("closed", "", f"{__name__}:closed"),))
    assert run(["closed"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("/srv/gilde/run is closed to this user. Run ./gilde as the user who owns it")
    assert said.count("\n") == 1
