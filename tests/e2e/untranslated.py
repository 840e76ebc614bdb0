"""Finding words of ours that stand in the wrong language: what is on a Dutch page and is the English of a catalogue."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Page
from tests.live import ROOT

_PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")
_LEAST = 12  # letters of its own that a sentence with places needs, to be recognised for sure
_SAME = {"Gilde", "Nederlands", "English", "Code", "E-mail", "Links", "Type", "Test", "Menu", "Filters", "Status", "QR"}

# Words of the interface: text and labels outside what people wrote, which stands in .prose or carries its own lang.
_WORDS = """() => {
    const lang = document.documentElement.lang;
    const theirs = (element) => {
        const tongue = element.closest('[lang]');
        return element.closest('.prose, script, style, noscript, code, [data-not-ours]') || (tongue && tongue.lang !== lang);
    };
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.replace(/\\s+/g, ' ').trim();
        const holder = walk.currentNode.parentElement;
        if (text && /\\p{L}{2}/u.test(text) && !theirs(holder)) found.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [data-offer], #toasts')) {
        if (theirs(element)) continue;
        for (const name of element.getAttributeNames()) {
            if (/^(aria-label|title|placeholder|data-(offer|restore|drop|saved|saving|kept|add|write|show|left|uploading|refused|failed|offline|copied|yes|no|confirm))$/.test(name))
                found.push(element.getAttribute(name).replace(/\\s+/g, ' ').trim());
        }
    }
    found.push(document.title);
    return [...new Set(found)];
}"""


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts that are English and have, or should have, another form in Dutch."""
    plain: set[str] = set()
    with_places: list[re.Pattern[str]] = []
    theirs = resources.files("allauth") / "locale"
    dutch: dict[str, str] = {}
    for path in (Path(str(theirs / "nl/LC_MESSAGES/django.po")), ROOT / "src/gilde/locale/nl/LC_MESSAGES/django.po"):
        for text, said in _messages(path).items():
            if said or text not in dutch:
                dutch[text] = said
    sources = {*_messages(Path(str(theirs / "en/LC_MESSAGES/django.po"))), *dutch}
    for text in sources:
        said = dutch.get(text, "")
        if said == text or text in _SAME:
            continue
        shown = " ".join(text.replace("%%", "%").split())
        if not _PLACE.search(shown):
            plain.add(shown)
        elif len(re.sub(r"[^A-Za-z]", "", _PLACE.sub("", shown))) >= _LEAST:
            parts = [re.escape(part) for part in _PLACE.split(shown)[:: _PLACE.groups + 1]]
            with_places.append(re.compile("^" + ".+".join(parts) + "$"))
    return frozenset(plain - set(dutch.values())), tuple(with_places)  # "Start" is Dutch for "Home"


def _messages(path: Path) -> dict[str, str]:
    """Source → translation, empty where there is none; forms for several things count apart."""
    found: dict[str, str] = {}
    with path.open("rb") as stream:
        for message in read_po(stream):
            sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
            said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            for number, text in enumerate(sources):
                if text:
                    found[text] = "" if message.fuzzy else (said[min(number, len(said) - 1)] or "")
    return found


def english_on(page: Page) -> list[str]:
    """Words of ours on this Dutch page that are still English."""
    return [text for text in page.evaluate(_WORDS) if _is_english(text)]


@cache
def _is_english(text: str) -> bool:
    plain, with_places = _english()
    return text in plain or any(pattern.match(text) for pattern in with_places)
