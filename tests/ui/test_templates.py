"""What the strict content security policy would stop is not written in the first place, in any room."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "gilde"
TEMPLATES = sorted(path for folder in ("jinja2", "templates") for path in HOUSE.glob(f"**/{folder}/**/*.html"))
# Mails and exports are read without our server, so they carry their own style.
PAGES = [path for path in TEMPLATES if not {"mail", "export"} & set(path.parts)]


def shown(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_no_template_has_inline_styles_or_handlers(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "use a class"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "use a module in ui/static/ui/js"
    assert "hx-on" not in text
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_attributes_of_htmx_are_data_attributes_which_a_validator_accepts(path):
    assert not re.search(r"[\s\"']hx-[a-z]", path.read_text()), "write data-hx-…"


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_scripts_in_pages_are_files_or_data(path):
    for attributes in re.findall(r"<script\b([^>]*)>", path.read_text()):
        assert "src=" in attributes or "application/ld+json" in attributes or "application/json" in attributes
    assert not re.search(r"<style\b", path.read_text())


@pytest.mark.parametrize("path", [path for path in PAGES if "jinja2" in path.parts], ids=shown)
def test_addresses_of_forms_and_links_come_from_routes(path):
    """A path written by hand breaks when a route moves; the first page and anchors may stay."""
    found = re.findall(r'(?:href|action|data-hx-get|data-hx-post)="(/[^"{]+)"', path.read_text())
    assert not [address for address in found if not address.startswith(("/_ui/", "/static/"))]
