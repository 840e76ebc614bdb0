"""Saying things: a question with its answer, an example from practice, comments, a compliment, a told story."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 360), "#b5683c").save(stream, "PNG")
    return stream.getvalue()


_PNG = _picture()


@pytest.fixture
def two(somebody: Come) -> tuple[Somebody, Somebody, str]:
    """A host at a desk, a member on a phone, and the community they share."""
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Round the Table", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    return host, one, slug


def test_a_question_is_asked_answered_accepted_and_shared_by_another(two: tuple[Somebody, Somebody, str]) -> None:
    host, one, slug = two
    one.open(f"/c/{slug}/")
    one.follow_link("Share something", one.main)
    one.follow_link(re.compile("I have a question"))
    one.sees("Everyone can read this: Round the Table is public.")
    one.fill("Your question", "How do you begin a meeting?")
    one.fill("What should others know?", "We sit down and **nobody** says anything.")
    one.fits()
    one.press("Share")
    expect(one.main.locator("h1")).to_have_text("How do you begin a meeting?")
    path = one.page.url.removeprefix(one.house.base)
    one.fits()

    host.open(path)
    host.sees("Nobody has answered yet. What would you try?")
    too = host.page.locator("#thanks").get_by_role("button", name="I have this question too")
    too.click()
    expect(too).to_have_attribute("aria-pressed", "true")
    host.fill("Your answer", "With a round: everybody says one word.")
    host.press("Answer")
    host.sees("With a round: everybody says one word.", host.page.locator("#answers"))

    one.open(path)
    one.press("This helped")
    one.sees(re.compile("helped"), one.page.locator(".answer-accepted"))
    one.sees("Answered")
    one.fits()
    one.open(f"/c/{slug}/")
    one.sees(re.compile("Answered|1 answer"), one.page.locator(".card").filter(has_text="How do you begin"))


def test_a_double_click_gives_a_sign_and_a_later_click_takes_it_back(two: tuple[Somebody, Somebody, str]) -> None:
    host, one, slug = two
    path = host.contribute("discussion", "The chairs", "We kept them as they were.", slug)
    one.open(path)
    learned = one.page.locator("#thanks").get_by_role("button", name="I learned from this")
    with one.page.expect_response(re.compile("/do/appreciate/")):
        learned.dblclick()
    expect(learned).to_have_attribute("aria-pressed", "true")
    one.page.wait_for_timeout(500)  # longer than a double click takes
    expect(learned).to_have_attribute("aria-pressed", "true")
    learned.click()
    expect(learned).to_have_attribute("aria-pressed", "false")


def test_an_example_from_practice_with_a_picture_and_tags(two: tuple[Somebody, Somebody, str]) -> None:
    host, one, slug = two
    host.contribute("practice", "First", "", slug, situation="Then", what_we_did="That", tags="Handover, night shift")
    number = one.number_of(slug)
    one.open(f"/new/practice/?in={number}")
    one.fill("In one line", "We wrote the handover on the wall")
    one.fill("The situation", "Eleven minutes of talk and nobody knew who did what.")
    one.fill("What we did", "1. A roll of paper\n2. One column for everybody")
    one.fill("What it led to", "Four minutes less.")
    one.page.locator("#id_files").set_input_files({"name": "wall.png", "mimeType": "image/png", "buffer": _PNG})
    one.sees("wall.png")
    one.fill("Tags", "paper, hand")
    option = one.page.get_by_role("option", name=re.compile("Handover", re.IGNORECASE))
    expect(option).to_be_visible()
    option.click()
    expect(one.page.locator("[name=tags]")).to_have_value(re.compile(r"^paper, handover, $", re.IGNORECASE))
    one.press("Share")

    expect(one.main.locator("h1")).to_have_text("We wrote the handover on the wall")
    picture = one.page.locator(".contribution img[src*='/files/']").first
    expect(picture).to_be_visible()
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 200
    assert picture.get_attribute("alt")
    one.sees("The situation")
    expect(one.page.locator(".contribution ol li")).to_have_count(2)
    one.fits()
    one.follow_link(re.compile("handover", re.IGNORECASE), one.page.locator(".contribution"))
    one.sees("We wrote the handover on the wall")
    one.sees("First")


def test_a_comment_with_a_suggested_name_and_an_answer_to_it_with_a_quote(
    two: tuple[Somebody, Somebody, str],
) -> None:
    host, one, slug = two
    path = host.contribute("discussion", "What shall we read next?", "Something short, please.", slug)
    one.open(path)
    box = one.page.locator("#reply textarea")
    box.click()
    box.press_sequentially(f"Ask @{host.handle[:4]}", delay=20)
    option = one.page.get_by_role("option").filter(has_text=host.handle)
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(f"Ask @{host.handle} ")
    box.press_sequentially("for the list.")
    one.press("Reply", one.page.locator("#reply"))
    said = one.page.locator("#comments .comment").first
    expect(said).to_contain_text("for the list.")
    expect(said.get_by_role("link", name=re.compile(f"@?{host.handle}|{host.name}"))).to_be_visible()
    one.fits()

    host.open(path)
    host.page.locator("#comments .comment").first.get_by_role("link", name="Reply").click()
    host.sees(f"Replying to {one.name}")
    host.comment("It hangs by the door.")
    quoted = host.page.locator("#comments .comment").nth(1).locator(".comment-quoted")
    expect(quoted).to_contain_text(one.name)
    expect(quoted).to_contain_text("for the list.")
    quoted.get_by_role("link").click()
    expect(host.page).to_have_url(re.compile(r"#c\d+$"))
    expect(host.page.locator("#comments .comment")).to_have_count(2)  # a short conversation is shown whole


def test_a_pasted_picture_is_uploaded_into_the_text(two: tuple[Somebody, Somebody, str]) -> None:
    host, _one, slug = two
    host.open(f"/new/discussion/?in={host.number_of(slug)}")
    host.fill("Subject", "Look at this")
    host.page.locator("[name=body]").click()
    host.page.evaluate(
        """([data]) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const held = new DataTransfer();
            held.items.add(new File([bytes], "seen.png", { type: "image/png" }));
            document.querySelector("[name=body]").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
        }""",
        [base64.b64encode(_PNG).decode()],
    )
    expect(host.page.locator("[name=body]")).to_have_value(re.compile(r"!\[.*\]\(/files/"))
    host.press("Preview")
    expect(host.page.locator(".editor-preview img")).to_be_visible()
    host.press("Write")
    host.press("Share")
    expect(host.page.locator(".contribution .prose img")).to_be_visible()


def test_sending_twice_makes_one(two: tuple[Somebody, Somebody, str]) -> None:
    host, one, slug = two
    path = host.contribute("discussion", "Once is enough", "Really.", slug)
    one.open(path)
    one.fill("Your comment", "I pressed it twice.")
    one.page.locator("#reply form").evaluate(
        """async (form) => {
            const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
            await Promise.all([send(), send()]);
        }"""
    )
    one.open(path)
    expect(one.page.locator("#comments .comment", has_text="I pressed it twice.")).to_have_count(1)

    host.open(f"/new/question/?in={host.number_of(slug)}")
    host.fill("Your question", "Was this asked twice?")
    host.page.get_by_role("button", name="Share", exact=True).dblclick()
    expect(host.main.locator("h1")).to_have_text("Was this asked twice?")
    host.open(f"/c/{slug}/")
    expect(host.page.locator(".card", has_text="Was this asked twice?")).to_have_count(1)


def test_a_compliment_waits_for_its_receiver_and_then_stands_on_the_profile(
    two: tuple[Somebody, Somebody, str], somebody: Come
) -> None:
    host, one, slug = two
    path = one.contribute("discussion", "How I draw on walls", "With a thick pen.", slug)
    host.open(path)
    host.follow_link(f"Thank {one.name} in a sentence")
    host.sees(f"{one.name} and you. {one.name} decides whether others see it too.")
    host.fill("Your sentence", "Short")
    assert host.page.get_by_label("Your sentence").evaluate("field => field.minLength") == 10
    sentence = "You let the quiet ones hold the pen first, and we saw what we had missed."
    host.fill("Your sentence", sentence)
    host.press("Send")
    host.page.wait_for_load_state()
    host.open("/compliments/?part=given")
    host.sees(sentence)

    visitor = somebody(visitor=True, width=PHONE)
    one.open(f"/@{one.handle}/")
    one.open("/")
    if one.page.locator("#panel-waiting").count():
        one.sees("Someone thanked you in a sentence.")
    one.open("/compliments/")
    one.sees(sentence)
    one.fits()
    one.press("Show on my profile")
    one.sees_not(sentence)
    one.open(f"/@{one.handle}/")
    one.sees(sentence)
    one.show_to("card", "Everyone")

    visitor.open(f"/@{one.handle}/")
    visitor.sees(one.name)
    visitor.sees(sentence)
    visitor.sees(host.name)
    visitor.fits()


def test_a_story_written_down_by_another_shows_when_its_teller_approves(
    two: tuple[Somebody, Somebody, str], somebody: Come
) -> None:
    host, teller, slug = two
    third = somebody()
    third.join_by(f"/c/{slug}/join/")
    host.open(f"/new/story/?in={host.number_of(slug)}")
    host.fill("Title", "The night the lights went out")
    host.fill("The story", "It was four in the morning and all the screens were black.")
    host.page.locator(".composer-more summary").click()
    host.fill("Told by someone else?", f"@{teller.handle}")
    host.press("Share")
    host.page.wait_for_url(re.compile(r"/d/\d+"))
    path = host.page.url.removeprefix(host.house.base)
    third.open(path, status=404)

    teller.open(path)
    teller.sees("It was four in the morning")
    teller.fits()
    teller.press(re.compile("approve|let it show|agree|show", re.IGNORECASE), teller.main, exact=False)
    teller.page.wait_for_load_state()
    third.open(path)
    third.sees("written down by")
    third.sees(teller.name)
    third.open(f"/c/{slug}/")
    third.sees("The night the lights went out")
