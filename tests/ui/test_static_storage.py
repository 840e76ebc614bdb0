import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

import gilde.ui
from gilde.ui.static_storage import APART, SCRIPT, SHEET, WRITING, Storage, join_scripts, join_sheets

STATIC = Path(gilde.ui.__file__).parent / "static"
MODULES = sorted((STATIC / "ui" / "js").glob("*.js"))


def read(name: str) -> str:
    return (STATIC / name).read_text()


def test_one_sheet_holds_all_sheets_in_the_order_of_the_layers():
    joined = join_sheets(read, [])
    assert "@import" not in joined
    assert "/*" not in joined
    assert joined.startswith(("@layer reset,tokens,base", "@layer reset, tokens, base"))
    for path in (STATIC / "ui" / "css" / "components").glob("*.css"):
        assert path.name in read(SHEET), f"{path.name} is not imported by {SHEET}"


def test_joining_loses_no_rule():
    parts = [path.read_text() for path in (STATIC / "ui" / "css").rglob("*.css")]
    assert join_sheets(read, []).count("{") == sum(
        re.sub(r"/\*.*?\*/", "", part, flags=re.S).count("{") for part in parts
    )


def test_two_scripts_hold_every_module_that_does_not_stand_apart():
    every_page, writing = join_scripts(read), join_scripts(read, WRITING)
    assert not re.search(r"^\s*(import|export)\b", every_page + writing, re.MULTILINE)
    for path in MODULES:
        if f"ui/js/{path.name}" not in APART:
            assert f"js/{path.name}" in read(SCRIPT) + read(WRITING)


def test_what_helps_with_writing_is_not_in_the_script_of_every_page():
    for name in ("gilde-draft", "gilde-editor", "gilde-upload"):
        assert join_scripts(read, WRITING).count(f'customElements.define("{name}"') == 1
    assert "customElements.define" not in join_scripts(read)


def test_a_tight_sheet_keeps_the_spaces_that_mean_something():
    sheet = """/* note */
    .a > .b, .c :hover { margin: calc(1px + 2px)  auto; content: " (" attr(x) ")"; }
    @media (min-width: 45rem) and (pointer: coarse) {
      .d { color: var(--x, red); & > .e { inset: 0 } }
    }
    """
    assert join_sheets(lambda _name: sheet, []) == (
        '.a > .b,.c :hover{margin:calc(1px + 2px) auto;content:" (" attr(x) ")"}'
        "@media (min-width:45rem) and (pointer:coarse){.d{color:var(--x,red);& > .e{inset:0}}}"
    )


def test_names_at_the_top_of_modules_are_unique_because_they_end_in_one_file():
    names = [
        name
        for path in MODULES
        for name in re.findall(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", path.read_text(), re.M)
    ]
    assert sorted(names) == sorted(set(names))


def test_modules_import_only_each_other():
    for path in MODULES:
        for imported in re.findall(r'^import .* from "([^"]+)"', path.read_text(), re.MULTILINE):
            assert (path.parent / imported).resolve() in MODULES


def test_the_budget_of_a_first_visit_holds():
    assert len(gzip.compress(join_sheets(read, []).encode(), 9)) < 14_000
    assert len(gzip.compress(join_scripts(read).encode(), 9)) < 5_300
    assert len(gzip.compress(join_scripts(read, WRITING).encode(), 9)) < 6_300
    assert sum(len(path.read_text().splitlines()) for path in MODULES) <= 1_500


def test_names_stay_plain_while_nothing_was_collected(tmp_path):
    storage = Storage(location=tmp_path, base_url="/static/")
    assert storage.url(SHEET) == "/static/ui/gilde.css"
    assert not storage.is_collected


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "gilde.ui.static_storage.Storage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return Storage(location=tmp_path, base_url="/static/")


def test_collecting_gives_hashed_joined_and_compressed_files_with_the_sheets_of_the_rooms(collected, tmp_path):
    url = collected.url(SHEET)
    assert re.fullmatch(r"/static/ui/gilde\.[0-9a-f]{12}\.css", url)
    sheet = tmp_path / url.removeprefix("/static/")
    assert gzip.decompress(sheet.with_name(sheet.name + ".gz").read_bytes()) == sheet.read_bytes()
    text = sheet.read_text()
    for finder in get_finders():
        for name, storage in finder.list(None):
            if re.fullmatch(r"(people|communities|dialogue|feed)/css/\w+\.css", name):
                marker = re.search(r"\.[a-z][\w-]+", Path(storage.path(name)).read_text().partition("{")[2])
                assert marker is None or marker[0] in text
    script = tmp_path / collected.url(SCRIPT).removeprefix("/static/")
    assert "import" not in script.read_text().split("\n")[0]
    writing = tmp_path / collected.url(WRITING).removeprefix("/static/")
    assert "import" not in writing.read_text().split("\n")[0]
    first = collected.url("ui/first.js")
    assert (tmp_path / first.removeprefix("/static/")).read_text().startswith("if (window.trustedTypes)")
    assert collected.is_collected


def test_every_address_in_the_collected_sheets_of_ours_leads_to_a_file(collected, tmp_path):
    for name in (SHEET, "ui/admin.css"):
        sheet = tmp_path / collected.url(name).removeprefix("/static/")
        for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text()):
            if not address.startswith(("data:", "#")):
                assert (sheet.parent / address).exists(), address
