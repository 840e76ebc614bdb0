"""The sheets keep to the tokens: colours, sizes of type and layers are decided in one place."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "gilde"
UI = HOUSE / "ui" / "static" / "ui"
TOKENS = UI / "css" / "tokens.css"
SHEETS = sorted(path for path in HOUSE.glob("**/static/**/*.css"))
ROOM_SHEETS = [path for path in SHEETS if UI not in path.parents]
OTHERS = [path for path in SHEETS if path != TOKENS]
COLOUR_WORDS = "white|black|red|green|blue|gray|grey|orange|yellow|purple|brown|pink|silver|gold|navy|teal"
_PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom)\s*:|"
    r"(?<![\w-])(min-|max-)?(width|height)\s*:|text-align\s*:\s*(left|right)"
)


def shown(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def rules(path: Path) -> str:
    """The sheet without comments and without the conditions of media and container queries."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"@(media|container)[^{]*\{", "{", text)


def used_tokens(text: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", text))


def defined_tokens(text: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+)\s*:", text))


@pytest.mark.parametrize("path", OTHERS, ids=shown)
def test_colours_are_tokens(path):
    text = re.sub(r"url\([^)]*\)|--[\w-]+", "", rules(path))
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*[{,])", text)
    assert not re.findall(r"\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color)\(", text)
    assert not re.findall(rf":[^;{{}}]*(?<![\w-])({COLOUR_WORDS})(?![\w-])[^;{{}}]*;", text)


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_every_token_that_is_used_exists(path):
    known = defined_tokens(TOKENS.read_text()) | defined_tokens((UI / "css" / "layout.css").read_text())
    assert used_tokens(rules(path)) <= known | defined_tokens(rules(path))


def test_every_token_is_used_somewhere():
    used = set().union(*(used_tokens(rules(path)) for path in SHEETS))
    assert defined_tokens(rules(TOKENS)) - used == set()


@pytest.mark.parametrize("path", [path for path in OTHERS if path.name != "admin.css"], ids=shown)
def test_directions_are_logical(path):
    assert _PHYSICAL.search(rules(path)) is None


@pytest.mark.parametrize("path", ROOM_SHEETS, ids=shown)
def test_the_sheet_of_a_room_stays_in_its_layer(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL).strip()
    assert text.startswith("@layer rooms {")
    depth = 0
    for index, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign == "}":
            assert index == len(text) - 1, "something stands outside the layer"


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_brackets_are_closed(path):
    assert path.read_text().count("{") == path.read_text().count("}")


def test_each_component_sheet_has_its_macro_or_page():
    macros = {path.stem for path in (HOUSE / "ui" / "jinja2" / "ui" / "macros").glob("*.html")}
    pages = {"account", "profile", "style"}  # parts of pages, not of macros
    sheets = {path.stem for path in (UI / "css" / "components").glob("*.css")}
    words = {"source"}  # text inside other components, without a look of its own
    assert sheets == macros - words | pages


def test_who_wants_no_motion_gets_no_transition_at_all():
    """A very short one on everything would move every element from the browser's own sheet to ours at first paint."""
    calm = (UI / "css" / "utilities.css").read_text().partition("prefers-reduced-motion: reduce")[2].partition("}")[0]
    assert "transition: none !important" in calm
    assert "transition-duration" not in calm
