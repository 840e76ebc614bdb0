"""A topic and its posts, cleaned of whatever a file may hold instead of what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gilde.gateways.portability.readers.dates import parse_iso
from gilde.gateways.portability.readers.json_file import line, number, table, tables, text

_LIKE: Final = 2
_ORDINARY: Final = 1
SYSTEM: Final = -1


@dataclass(frozen=True)
class Post:
    """Something one person wrote; ``number`` is its place in the topic, from one."""

    id: int
    number: int
    at: datetime
    edited_at: datetime | None
    user_id: int | None
    username: str
    name: str
    title: str
    cooked: str
    reply_to: int | None
    likes: int
    accepted: bool
    hidden: bool
    ordinary: bool


@dataclass(frozen=True)
class Topic:
    """A topic; its posts in order."""

    id: int
    slug: str
    title: str
    at: datetime
    closed: bool
    tags: tuple[str, ...]
    category_id: int | None
    posts: tuple[Post, ...]
    broken: int  # posts that could not be read

    @property
    def solution(self) -> Post | None:
        """The post that was accepted; not the first, which cannot be its own answer."""
        return next((post for post in self.posts[1:] if post.accepted and post.ordinary), None)


def topic_of(values: Any) -> Topic | None:
    """The topic in a file; None when it holds none."""
    if not isinstance(values, dict):
        return None
    topic_id, at = number(values, "id"), parse_iso(text(values, "created_at"))
    written = tables(table(values, "post_stream").get("posts"))
    posts = [post for each in written if (post := _post(each)) is not None]
    posts = sorted({post.number: post for post in reversed(posts)}.values(), key=lambda post: post.number)
    if topic_id is None or not posts:
        return None
    tags = values.get("tags")
    return Topic(
        id=topic_id,
        slug=line(values, "slug") or "-",
        title=line(values, "title", "fancy_title"),
        at=at or posts[0].at,
        closed=values.get("closed") is True or values.get("archived") is True,
        tags=tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else (),
        category_id=number(values, "category_id"),
        posts=tuple(posts),
        broken=len(written) - len(posts),
    )


def _post(values: Mapping[str, Any]) -> Post | None:
    post_id, place, at = number(values, "id"), number(values, "post_number"), parse_iso(text(values, "created_at"))
    if post_id is None or place is None or at is None:
        return None
    updated = parse_iso(text(values, "updated_at"))
    version = number(values, "version") or 1
    likes = (number(each, "count") or 0 for each in tables(values.get("actions_summary")) if each.get("id") == _LIKE)
    return Post(
        id=post_id,
        number=place,
        at=at,
        edited_at=updated if updated and version > 1 else None,
        user_id=number(values, "user_id"),
        username=line(values, "username"),
        name=line(values, "name", "display_username", "username"),
        title=line(values, "user_title"),
        cooked=text(values, "cooked"),
        reply_to=number(values, "reply_to_post_number"),
        likes=sum(likes),
        accepted=values.get("accepted_answer") is True,
        hidden=values.get("hidden") is True or bool(values.get("deleted_at")) or values.get("user_deleted") is True,
        ordinary=number(values, "post_type") in (None, _ORDINARY),
    )
