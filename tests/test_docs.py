"""The reference pages say what is there: every key and command, and none that is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import gilde
from gilde.config.cli.commands import COMMANDS, overview
from gilde.config.env import KEYS

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "docs" / "reference" / "configuration.md"
COMMAND_PAGE = ROOT / "docs" / "reference" / "commands.md"


def test_every_key_is_documented_with_its_default_and_purpose_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", CONFIGURATION.read_text(), re.MULTILINE)
    written = {name: (default.strip("`"), purpose) for name, default, purpose in rows}
    assert written == {key.name: (key.default or "empty", key.purpose) for key in KEYS}


def test_every_key_is_read_somewhere() -> None:
    env = ROOT / "src" / "gilde" / "config" / "env.py"
    code = env.read_text().partition("class Env")[2]
    code += "".join(path.read_text() for path in (ROOT / "src").rglob("*.py") if path != env)
    for key in KEYS:
        # The signing key is read by its place among the secrets.
        assert f'"{key.name}"' in code or key.name == "GILDE_SECRET_KEY", f"{key.name} does nothing"


def test_every_command_is_documented_and_no_other() -> None:
    assert re.findall(r"^## `([\w-]+)`$", COMMAND_PAGE.read_text(), re.MULTILINE) == [c.name for c in COMMANDS]


def test_every_command_exists_and_is_listed() -> None:
    for command in COMMANDS:
        assert callable(command.load())
        assert f"  {command.name} " in overview()


def test_no_page_names_a_key_that_is_not_there() -> None:
    known = {key.name for key in KEYS} | {"GILDE_SAMPLES"}
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for name in re.findall(r"\b(GILDE_[A-Z_]+)\b", page.read_text()):
            assert name in known, f"{page.relative_to(ROOT)} names {name}"


def test_no_page_leads_to_a_page_that_is_not_there() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} leads to {target}"


def test_the_launcher_lists_the_commands_without_installing_anything() -> None:
    done = subprocess.run([sys.executable, "-S", ROOT / "gilde"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == overview()


def test_the_locks_have_hashes_and_name_no_registry() -> None:
    for name in ("runtime", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        for pin in re.findall(r"^[A-Za-z0-9][^#\n]*$", text, re.MULTILINE):
            assert "==" in pin
            assert pin.endswith("\\"), f"{pin} has no hash"


def test_the_version_is_the_same_everywhere() -> None:
    stated = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert stated
    assert stated.group(1) == gilde.__version__
    assert f"## {gilde.__version__}" in (ROOT / "CHANGELOG.md").read_text()
