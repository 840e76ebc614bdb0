"""Reader of a forum's topics: people first, then topic by topic in the order of their numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gilde.gateways.portability.readers.discourse.topic import SYSTEM, Topic, topic_of
from gilde.gateways.portability.readers.discourse.topic_records import records
from gilde.gateways.portability.readers.inner_links import addresses_of, rewrite
from gilde.gateways.portability.readers.json_file import json_of
from gilde.gateways.portability.readers.pack import SENTENCES as OF_FILES
from gilde.gateways.portability.readers.pack import Pack, Unopenable, open_pack
from gilde.gateways.portability.readers.stackexchange.site import given_site
from gilde.gateways.portability.records import Person, Problem, Record, Space, UnreadableFile

_AVATAR: Final = re.compile(r"/user_avatar/([a-z0-9.-]{4,100})/")
_TOPIC: Final = re.compile(r"/t/(?:[^/?#]+/)?(?P<topic>\d{1,15})(?:/(?P<post>\d{1,9}))?/?(?:[?#].*)?")
_NUMBER: Final = re.compile(r"(\d{1,15})\.json$")
_RECORDS_A_FILE: Final = 7  # for a progress bar only


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


class DiscourseReader:
    """Reads a folder or ZIP of topics. ``site`` is the host of the forum; its own pictures name it as well."""

    name = "discourse"
    licence = ""
    sentences: Mapping[str, str] = {
        **OF_FILES,
        "no_topic": gettext_noop("This file holds no topic with posts."),
        "small_action": gettext_noop("A note of the forum about itself, such as that the topic was closed."),
        "post_hidden": gettext_noop("This post was hidden or deleted on the forum."),
        "posts_unreadable": gettext_noop("Posts of this topic without number or date were left out: %(number)s."),
    }

    def __init__(self, *, site: str | None = None) -> None:
        self._site = given_site(site).host if site else ""

    def count(self, path: Path) -> int | None:
        """About how many records there are."""
        with open_pack(path) as pack:
            return max(1, sum(1 for _name in _files(pack)) * _RECORDS_A_FILE)

    def read(self, path: Path) -> Iterator[Record]:
        """All records. Raises UnreadableFile with a sentence."""
        with open_pack(path) as pack:
            overview = _Overview(pack)
            if not overview.topics:
                raise UnreadableFile(f"There is no topic of a forum in {path.name}.", code="nothing")
            site = self._site or overview.site
            if not site:
                raise UnreadableFile(
                    f"{path.name} does not say which forum it comes from. Name it: --site HOST.", code="site"
                )
            yield from pack.problems(site)
            yield from overview.people(site)
            for category in sorted(overview.categories):
                yield Space(
                    source=site, source_id=str(category), source_url=f"https://{site}/c/{category}", name=f"#{category}"
                )
            for name in _files(pack):
                try:
                    topic = topic_of(json_of(pack, name))
                except Unopenable as error:
                    yield Problem(source=site, source_id=name, code=error.code, values=error.values)
                    continue
                if topic is None:
                    yield Problem(source=site, source_id=name, code="no_topic")
                else:
                    yield from records(topic, site)

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """Links to topics, posts and people of the forum lead to what they became."""
        if f"//{source}/" not in text:
            return text
        matches = (found for found in addresses_of(source).finditer(text) if found["url"])
        return rewrite(text, matches, _names, resolve)


class _Overview:
    """Who wrote, in which categories, and on which host."""

    def __init__(self, pack: Pack) -> None:
        self.site = ""
        self.topics = 0
        self.categories: set[int] = set()
        self._people: dict[int, tuple[str, str, str, datetime]] = {}
        for name in _files(pack):
            try:
                values = json_of(pack, name)
                topic = topic_of(values)
            except Unopenable:
                continue
            if topic is None:
                continue
            self.topics += 1
            if topic.category_id is not None:
                self.categories.add(topic.category_id)
            if not self.site and (found := _AVATAR.search(str(values["post_stream"]["posts"][:3]))):
                self.site = found[1]
            self._add(topic)

    def _add(self, topic: Topic) -> None:
        for post in topic.posts:
            if post.user_id is not None and post.username:
                before = self._people.get(post.user_id)
                first = min(before[3], post.at) if before else post.at
                self._people[post.user_id] = (post.username, post.name, post.title, first)

    def people(self, site: str) -> Iterator[Person]:
        """Everybody who wrote, by number; the forum's own account is nobody's."""
        for number, (username, name, title, first) in sorted(self._people.items()):
            yield Person(
                source=site,
                source_id=str(number),
                source_url=f"https://{site}/u/{username}",
                name=name or username,
                headline=title,
                joined_at=first,
                is_system=number <= SYSTEM,
                old_paths=(f"/u/{username.lower()}", f"/u/{username}", f"/users/{username}"),
            )


def _files(pack: Pack) -> Iterator[str]:
    """The topics' files by number, so that most links lead back to what is there already."""

    def place(name: str) -> tuple[int, str]:
        found = _NUMBER.search(name)
        return (int(found[1]) if found else 0), name

    return iter(sorted((name for name in pack.names if name.endswith(".json")), key=place))


def _names(found: re.Match[str]) -> Iterator[str]:
    path = found["path"]
    if topic := _TOPIC.fullmatch(path):
        if topic["post"] and topic["post"] != "1":
            yield f"{topic['topic']}/{topic['post']}"
        yield topic["topic"]
        return
    yield urlsplit(path).path
