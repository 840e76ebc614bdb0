import html
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gilde.gateways.portability.html_to_markdown import body_as_markdown, html_to_markdown
from gilde.gateways.portability.records import Message

RENDERER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
PARTS = st.text(st.sampled_from("ab1 _*`#>~-+=|.!()[]<&;:\\/\n\"'\t²"), max_size=30)
TAGS = st.sampled_from(["p", "em", "strong", "b", "blockquote", "li", "ul", "ol", "div", "span", "h2", "code", "td"])
HTML = st.recursive(
    PARTS.map(html.escape),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def seen(page: str) -> str:
    """What a person reads: the text without markup and white space."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^<>]*>", "", page)))


@settings(deadline=None)
@given(PARTS)
def test_a_text_reads_the_same_after_the_way_there_and_back(text: str) -> None:
    page = f"<p>{html.escape(text)}</p>"
    assert seen(RENDERER.render(html_to_markdown(page))) == re.sub(r"\s+", "", text)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=4))
def test_lines_with_breaks_read_the_same(lines: list[str]) -> None:
    page = f"<p>{'<br>'.join(html.escape(line) for line in lines)}</p>"
    assert seen(RENDERER.render(html_to_markdown(page))) == re.sub(r"\s+", "", "".join(lines))


@settings(deadline=None)
@given(PARTS)
def test_code_reads_the_same(code: str) -> None:
    page = f"<p>a <code>{html.escape(code)}</code> b</p><pre><code>{html.escape(code)}</code></pre>"
    plain = re.sub(r"\s+", "", code)
    assert seen(RENDERER.render(html_to_markdown(page))) == f"a{plain}b{plain}"


@settings(deadline=None)
@given(HTML)
def test_nested_markup_reads_the_same(page: str) -> None:
    assert seen(RENDERER.render(html_to_markdown(page))) == seen(page)


@settings(deadline=None)
@given(HTML | st.text(st.sampled_from("<>/ab=\"' !-&#;p\n")))
def test_any_markup_becomes_markdown_without_html(page: str) -> None:
    markdown = html_to_markdown(page)
    assert isinstance(markdown, str)
    assert "<script" not in markdown


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>One <em>two</em> <strong>three</strong>.</p>\n\n<p>Four</p>", "One *two* **three**.\n\nFour"),
        ("<h2>Kop #</h2><hr><p>x</p>", "## Kop \\#\n\n___\n\nx"),
        (
            '<p><a href="https://a.example/x_(1)" rel="nofollow">a [b]</a></p>',
            "[a \\[b\\]](https://a.example/x_%281%29)",
        ),
        ('<p><a href="https://a.example/">https://a.example/</a></p>', "<https://a.example/>"),
        ('<p>Wow!<a href="https://a.example/">x</a></p>', "Wow\\![x](https://a.example/)"),
        ('<p><a href="javascript:alert(1)">x</a> <a href=" JaVa\nscript:x">y</a></p>', "x y"),
        ('<p><img src="https://i.example/pea.png" alt="A pea"></p>', "[A pea](https://i.example/pea.png)"),
        (
            '<a href="https://i.example/big.png">'
            '<img src="https://i.example/small.png" alt="enter image description here"></a>',
            "[small.png](https://i.example/big.png)",
        ),
        ('<p>x<img src="data:image/png;base64,AAAA" alt="dot"></p>', "xdot"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<pre><code>if a &lt; b:\n    pass\n</code></pre>", "```\nif a < b:\n    pass\n```"),
        ('<pre class="lang-py"><code>x = "```"</code></pre>', '````py\nx = "```"\n````'),
        ("<p>Use <code>a`b</code> and <kbd>Ctrl</kbd></p>", "Use ``a`b`` and `Ctrl`"),
        ('<p>x<sup>see <a href="https://a.example/">this</a></sup></p>', "xsee [this](https://a.example/)"),
        ("<p>H<sub>2</sub>O, x<sup>2</sup>, x<sup>beta</sup>, y<sub>k.l</sub></p>", "H₂O, x², x^beta, y\\_(k.l)"),
        ("<p>a<br>- b<br></p>", "a\\\n\\- b"),
        ("<p>1. not a list</p><p># nor this</p>", "1\\. not a list\n\n\\# nor this"),
        ("<p>snake_case and _this_ and 2*3*4</p>", "snake_case and \\_this\\_ and 2\\*3\\*4"),
        ("<p>&amp;lt; &lt;b&gt; &#9999999999999; &eacute;</p>", "&amp;lt; \\<b> \ufffd é"),
        (
            "<table><thead><tr><th>a</th><th>b|c</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
        ),
        ("<p>a<script>alert(1)</script>b<style>x</style></p><!-- note -->", "ab"),
        ("<p><code>1</code><code>2</code></p>", "`1` `2`"),
        ("<p>a <em> b </em>c, x<em>(y)</em>z</p>", "a *b* c, x(y)z"),
        ("<strong><em>a</em> b <em>c</em></strong>", "__*a* b *c*__"),
        ("<div><span>a</span><div>b</div></div>", "a\n\nb"),
        ("a < b and <3 hearts", "a < b and <3 hearts"),
        ("", ""),
    ],
)
def test_html_becomes_the_markdown_a_person_would_write(page: str, markdown: str) -> None:
    assert html_to_markdown(page) == markdown


def test_relative_addresses_are_completed_or_dropped() -> None:
    page = '<a href="/q/5">x</a> <a href="//b.example/y">y</a>'
    assert (
        html_to_markdown(page, base_url="https://a.example/q/1")
        == "[x](https://a.example/q/5) [y](https://b.example/y)"
    )
    assert html_to_markdown(page) == "x [y](https://b.example/y)"


def test_a_record_with_html_gives_markdown() -> None:
    message = Message(
        source="a",
        source_id="1",
        kind="comment",
        thread_id="1",
        created_at=datetime(2020, 1, 1, tzinfo=UTC),
        body_html="<b>x</b>",
    )
    assert body_as_markdown(message) == "**x**"


@pytest.mark.parametrize(
    "unit", ["<a b=", "<!--", "<div>", "<ul><li>", "<table><tr><td>", "</p>", "<i><b>", "&#9999999999"]
)
def test_hostile_html_costs_time_in_proportion_only(unit: str) -> None:
    started = time.process_time()
    html_to_markdown(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 5  # html.parser needs minutes for the first of these


def test_nesting_beyond_the_limit_keeps_the_text() -> None:
    assert "core" in html_to_markdown("<blockquote>" * 5_000 + "core" + "</blockquote>" * 5_000)
