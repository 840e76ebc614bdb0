import re

import pytest
from django.test import Client

from gilde.ui.reference import MACROS, page

FILES = sorted(path.stem for path in MACROS.glob("*.html"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def style_page(client: Client) -> str:
    response = client.get("/_ui/")
    assert response.status_code == 200
    return response.content.decode()


def test_every_macro_file_has_its_place_on_the_style_page(style_page):
    assert set(re.findall(r'<section class="style-part" id="(\w+)"', style_page)) == set(FILES)


def test_the_index_of_the_style_page_leads_to_every_part(style_page):
    assert set(re.findall(r'<li><a href="#(\w+)">\1</a></li>', style_page)) == set(FILES)


def test_the_style_page_stays_out_of_search_engines(style_page):
    assert '<meta name="robots" content="noindex">' in style_page


def test_no_id_stands_twice_on_the_style_page(style_page):
    # Fields of the sample forms are shown twice on purpose: once clean, once with mistakes.
    ids = [name for name in re.findall(r'\sid="([^"]+)"', style_page) if not name.startswith("id_")]
    assert sorted(ids) == sorted(set(ids))


def test_the_reference_of_the_components_is_true():
    from pathlib import Path

    written = Path(__file__).parents[2] / "docs" / "reference" / "components.md"
    assert written.read_text() == page(), "run: python -m gilde.ui.reference > docs/reference/components.md"
