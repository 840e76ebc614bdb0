import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gilde.core.markdown import Picture, render

KEY = "AbCdEfGhIjKlMnOpQrStUv"
PEOPLE = {"anna": "/@anna/", "bram-de-vries": "/@bram-de-vries/"}


def html(text: str, **resolve) -> str:
    return render(text, **resolve).html.strip()


def test_ordinary_markdown_becomes_html_below_the_title_of_the_page():
    assert html("# Head\n\n*a* **b** ~~c~~ `d`\ne") == (
        "<h2>Head</h2>\n<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code><br>\ne</p>"
    )
    assert html("3. three\n4. four") == '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'
    assert html("> said\n\n```python\nx < 1\n```") == (
        "<blockquote>\n<p>said</p>\n</blockquote>\n<pre><code>x &lt; 1\n</code></pre>"
    )


def test_a_table_keeps_its_alignment_without_styles():
    made = html("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert '<td>1</td>\n<td class="align-center">2</td>\n<td class="align-end">3</td>' in made
    assert "style" not in made


def test_people_who_exist_are_mentioned_and_others_stay_words():
    made = render("@anna and @nobody, (@bram-de-vries) and anna@anna.nl `@anna`", resolve_mention=PEOPLE.get)
    assert made.mentions == ("anna", "bram-de-vries")
    assert made.html.count('class="mention"') == 2
    assert '<a href="/@anna/" class="mention">@anna</a> and @nobody' in made.html
    assert "anna@anna.nl <code>@anna</code>" in made.html


def test_bare_addresses_become_links_without_the_punctuation_around_them():
    made = render(
        "See https://nl.wikipedia.org/wiki/Gilde_(genootschap), (https://example.org/a?b=c&d=e#f). Or http://x.nl!"
    )
    assert made.links == (
        "https://nl.wikipedia.org/wiki/Gilde_(genootschap)", "https://example.org/a?b=c&d=e#f", "http://x.nl",
    )  # fmt: skip
    assert made.html.count('rel="nofollow noopener ugc"') == 3
    assert "</a>, (<a" in made.html


def test_links_within_the_house_are_followed_by_everyone(settings):
    made = html(f"[a](/c/x/1) [b]({settings.SITE_URL}/c) [c](#d) [m](mailto:a@b.nl) [e](https://example.org)")
    assert made.count("rel=") == 1


def test_an_address_can_be_rewritten_but_not_into_something_dangerous():
    moved = {"https://old.example/q/1": "/c/x/1", "https://old.example/q/2": "javascript:alert(1)"}
    assert 'href="/c/x/1"' in html("[a](https://old.example/q/1)", resolve_link=moved.get)
    assert "<a" not in html("[a](https://old.example/q/2)", resolve_link=moved.get)


def test_our_own_pictures_are_shown_with_room_kept_for_them(settings):
    text = f"![A \"cat\"](/files/{KEY}/original/cat%20%281%29.webp 'title')"
    picture = Picture(800, 600, f"/files/{KEY}/320/cat.webp 320w")
    made = html(text, resolve_picture={KEY: picture}.get)
    assert f'src="/files/{KEY}/original/cat%20%281%29.webp"' in made
    for part in ('alt="A &quot;cat&quot;"', 'width="800"', 'height="600"', 'loading="lazy"', "320w"):
        assert part in made
    assert "width" not in html(text)
    assert f'src="/files/{KEY}?w=320"' in html(f"![a]({settings.SITE_URL}/files/{KEY}?w=320)")


@pytest.mark.parametrize("source", [
    "https://example.org/x.png", "//example.org/x.png", "/files/../account/logout/", "/files/short",
    f"/files/{KEY}/../x",
    f"/files/{KEY}x/original/a", "data:image/png;base64,AAAA", f"/files/{KEY}/original/a/b", "/account/logout/",
])  # fmt: skip
def test_no_other_picture_is_ever_loaded(source):
    made = html(f"![a cat]({source})")
    assert "<img" not in made
    assert "a cat" in made


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example",
    "\\\\evil.example", "ftp://x.nl", "http:evil.example", "https:///", "relative", "http://[",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)", "java&#10;script:alert(1)", "blob:x", "file:///etc/passwd",
])  # fmt: skip
def test_a_link_to_anything_else_than_a_page_is_dropped_and_its_words_stay(address):
    for text in (f"[words]({address})", f"[words](<{address}>)", f"[words]: {address}\n\n[words]"):
        made = html(text)
        assert "<a" not in made, made
        assert "words" in made


def test_a_backslash_cannot_pass_for_a_slash():
    assert 'href="/%5Cevil.example"' in html("[words](/\\\\evil.example)")
    assert "<a" not in html("[words](/x)", resolve_link={"/x": "/\\evil.example"}.get)


def test_html_is_shown_as_text_and_no_attribute_is_left_to_the_writer():
    assert (
        html("<script>alert(1)</script><b onclick=x>")
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick=x&gt;</p>"
    )
    made = html(
        '[a](https://x.nl "t\\" onmouseover=alert(1)")\n\n```"><img src=x onerror=alert(1)>\nx\n```\n\n# T {#id}'
    )
    assert not re.search(r"<[^>]+\s(?:on\w+|id|name|style|class)=", re.sub(r'"[^"]*"', '""', made))


def test_excerpt_and_words_are_plain_text():
    made = render("# Title\n\n" + "Een *heel* lang verhaal over [koffie](https://x.nl). " * 30)
    assert made.excerpt.startswith("Title Een heel lang verhaal over koffie. Een")
    assert made.excerpt.endswith("…")
    assert len(made.excerpt) <= 300
    assert made.words == 1 + 30 * 6
    assert render("").excerpt == ""


def test_everything_is_capped():
    many = " ".join(f"@p{number}" for number in range(400))
    assert len(render(many, resolve_mention=lambda handle: f"/@{handle}/").mentions) == 200
    links = "https://x.nl/a " * 5_000
    assert html(links).count("<a ") == 2_000
    assert len(html("x" * 300_000)) < 100_100
    table = "|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + "|x\n" * 9_000
    assert len(html(table)) < 2 * len(table) + 100_000
    assert html("> " * 5_000 + "x").count("<blockquote>") <= 16


HOSTILE = {
    "mentions": "@abcd " * 20_000, "quotes": "> " * 50_000, "brackets": "[" * 50_000, "pictures": "![" * 30_000,
    "half links": "[a](" * 20_000, "stars": "*a " * 30_000, "deep stars": "*" * 40_000 + "a" + "*" * 40_000,
    "ticks": "".join("e" + "`" * number for number in range(400)), "entities": "&#x" * 30_000, "lists": "- " * 40_000,
    "table": "|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + "|x\n" * 9_000, "lines": "a\n" * 40_000,
    "definitions": '[a]: b "' + "c\n" * 25_000, "brackets after addresses": ("https://a.b/" + ")" * 1_900 + " ") * 50,
    "angles": "<http://a " * 9_000, "backslashes": "\\" * 90_000, "nul": "\x00" * 50_000, "emoji": "😀" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_made_to_be_slow_is_not(name):
    start = time.process_time()
    render(HOSTILE[name], resolve_mention=lambda handle: "/@x/")
    assert time.process_time() - start < 3  # ten times the usual, for a busy machine


@given(st.text(st.sampled_from("ab[]()<>!*_`~#@\\\n\t \"'&;:/.-|x\x00\u2028javascript"), max_size=120))
def test_whatever_is_typed_gives_clean_html(text):
    made = html(text, resolve_mention=lambda handle: f"/@{handle}/")
    assert not re.search(r"<(?!/?(?:a|blockquote|br|code|del|em|h[2-6]|hr|img|li|ol|p|pre|s|strong|t\w+|ul)\b)", made)
    assert not re.search(r"<[^>]*\son", re.sub(r'"[^"]*"', '""', made))
    assert not re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript|//)', made, re.IGNORECASE)


def test_a_table_stands_in_a_frame_that_scrolls_and_takes_the_keyboard():
    html = render("| a | b |\n| - | - |\n| 1 | 2 |").html
    assert html.startswith('<div class="table-frame" tabindex="0"><table>')
    assert html.rstrip().endswith("</table></div>")


def test_a_title_that_looks_like_a_table_opens_nothing():
    html = render('[x](https://example.org "<table> <script>")').html
    assert "table-frame" not in html
