"""What a preview takes from a page elsewhere, and what it does with pages that are no use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.dialogue import client_of, make_contribution

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.fetch import Fetched, Unreachable
from gilde.dialogue import tasks
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.actions.preview import keep_preview, read_head
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, LinkPreview

ADDRESS = "https://example.org/page"


def resource(anna: Actor, place: Community) -> Contribution:
    return make_contribution(anna, place, "A page", kind=ContributionKind.RESOURCE)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>A page</title><body><svg><title>Our logo</title></svg>", "A page"),
        ("<title>\n  Care &amp;\n home </title>", "Care & home"),
        ("<meta property='og:title' content=' '><title>Its own</title>", "Its own"),
        ("<meta property='og:title' content='For previews'><title>Its own</title>", "For previews"),
        ("<!-- <title>no</title> --><script>'<title>no</title>'</script><TITLE>Yes</TITLE>", "Yes"),
        ("<title>a\u202eb\x07\x00&#0;\ud800</title>", "ab\ufffd?"),
        ("<title>What it read</title><![<![<![", "What it read"),
        ("no page at all", ""),
        ("", ""),
    ],
)
def test_the_title_of_a_page_is_its_own(html: str, title: str) -> None:
    assert read_head(html)["title"] == title


def test_what_is_long_is_cut_to_what_a_preview_shows(place: Community, anna: Actor) -> None:
    resource(anna, place)
    row = LinkPreview.objects.get(url=ADDRESS)
    html = f"<title>{'x' * 9000}</title><meta name=description content='{'y ' * 9000}'>"
    kept = keep_preview(preview=row, html=html)
    assert (len(kept.title), kept.title[-1], len(kept.description), kept.site) == (200, "…", 400, "example.org")


def test_a_page_without_a_title_shows_its_address(place: Community, anna: Actor) -> None:
    row = resource(anna, place)
    for html in ("<p>nothing</p>", None):
        keep_preview(preview=LinkPreview.objects.get(url=ADDRESS), html=html)
        text = client_of(anna).get(row.get_absolute_url()).content.decode()
        assert "link-preview-title" not in text
        assert f"<span>{ADDRESS}</span>" in text


def test_a_preview_shows_words_only_and_nothing_of_the_other_site_is_loaded(place: Community, anna: Actor) -> None:
    row = resource(anna, place)
    html = (
        "<title>Care <b>at</b> &lt;img src=x&gt;</title><meta property=og:image content=https://example.org/pixel.png>"
        "<meta name=description content='<script>x()</script>'>"
    )
    keep_preview(preview=LinkPreview.objects.get(url=ADDRESS), html=html)
    text = client_of(anna).get(row.get_absolute_url()).content.decode()
    assert "pixel.png" not in text
    assert "<script>x()" not in text
    assert "&lt;script&gt;x()" in text


def test_a_page_is_asked_for_once_and_again_after_a_day_when_it_was_away(
    place: Community, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(url: str, **_values: object) -> Fetched:
        asked.append(url)
        if len(asked) == 1:
            raise Unreachable("away")
        return Fetched(url, "text/html", "utf-8", b"<title>Back</title>", is_whole=True)

    monkeypatch.setattr(tasks, "fetch", fetch)
    row = resource(anna, place)
    text = ContributionText(title="A page, again", fields={"url": ADDRESS})
    preview = LinkPreview.objects.get(url=ADDRESS)
    for _time in range(2):  # the second finds that somebody looked already
        tasks.fetch_preview.call(preview.pk)
        edit(actor=anna, contribution=row, text=text)
    assert (len(asked), LinkPreview.objects.get().failed) == (1, True)
    LinkPreview.objects.update(fetched_at=now() - timedelta(days=2))
    edit(actor=anna, contribution=row, text=text)
    tasks.fetch_preview.call(preview.pk)
    assert LinkPreview.objects.get().title == "Back"


def test_another_address_has_no_words_of_the_first(place: Community, anna: Actor) -> None:
    row = resource(anna, place)
    keep_preview(preview=LinkPreview.objects.get(url=ADDRESS), html="<title>The first</title>")
    edit(actor=anna, contribution=row, text=ContributionText(title="A page", fields={"url": "https://example.org/2"}))
    text = client_of(anna).get(row.get_absolute_url()).content.decode()
    assert "The first" not in text
    assert "<span>https://example.org/2</span>" in text
