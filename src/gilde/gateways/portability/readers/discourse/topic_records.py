"""A topic as records: what it became depends on whether it was solved."""

from collections.abc import Iterator

from gilde.gateways.portability.readers.discourse.cooked import readable
from gilde.gateways.portability.readers.discourse.topic import Post, Topic
from gilde.gateways.portability.records import Message, Problem, Record, Thread, Vote


def records(topic: Topic, site: str) -> Iterator[Record]:
    """The topic, its posts, and its likes.

    A topic with a solution is a question: the solution and every post that answers the topic itself are answers, and a
    post that replies to another is a comment below the answer it belongs to. Any other topic is a discussion: its posts
    are comments in order, and one that replies to another post quotes it.
    """
    first, *others = topic.posts
    solution = topic.solution
    last = max(post.at for post in topic.posts)
    yield Thread(
        source=site,
        source_id=str(topic.id),
        source_url=f"https://{site}/t/{topic.slug}/{topic.id}",
        kind="question" if solution else "discussion",
        title=topic.title,
        created_at=first.at,
        space_id=str(topic.category_id) if topic.category_id is not None else None,
        author_id=_author(first),
        author_name=first.name,
        body_html=readable(first.cooked),
        edited_at=first.edited_at,
        closed_at=last if topic.closed else None,
        tags=topic.tags,
        accepted_id=_id(topic, solution) if solution else None,
        old_paths=(f"/t/{topic.slug}/{topic.id}", f"/t/{topic.id}", f"/t/{topic.id}/1", f"/p/{first.id}"),
    )
    placed: dict[int, str | None] = {1: None}  # place in the topic → the answer or comment that a reply to it follows
    answers: set[int] = set()
    for post in others:
        if not post.ordinary:
            yield _problem(topic, post, site, "small_action")
            continue
        if post.hidden:
            yield _problem(topic, post, site, "post_hidden")
            continue
        follows = placed.get(post.reply_to) if post.reply_to else None
        is_answer = solution is not None and (post is solution or follows is None)
        yield _message(topic, post, site, "answer" if is_answer else "comment", None if is_answer else follows)
        placed[post.number] = _id(topic, post)
        if is_answer:
            answers.add(post.number)
    if topic.broken:
        yield Problem(source=site, source_id=str(topic.id), code="posts_unreadable", values={"number": topic.broken})
    for post in topic.posts:
        if post.likes > 0 and (post is first or post.number in placed):
            yield Vote(
                source=site,
                source_id=f"like-{post.id}",
                target_kind="thread" if post is first else "message",
                target_id=str(topic.id) if post is first else _id(topic, post),
                count=post.likes,
            )


def _message(topic: Topic, post: Post, site: str, kind: str, parent_id: str | None) -> Message:
    return Message(
        source=site,
        source_id=_id(topic, post),
        source_url=f"https://{site}/t/{topic.slug}/{topic.id}/{post.number}",
        kind=kind,
        thread_id=str(topic.id),
        parent_id=parent_id,
        created_at=post.at,
        author_id=_author(post),
        author_name=post.name,
        body_html=readable(post.cooked),
        edited_at=post.edited_at,
        old_paths=(f"/t/{topic.slug}/{topic.id}/{post.number}", f"/t/{topic.id}/{post.number}", f"/p/{post.id}"),
    )


def _id(topic: Topic, post: Post) -> str:
    return f"{topic.id}/{post.number}"


def _author(post: Post) -> str | None:
    return str(post.user_id) if post.user_id is not None else None


def _problem(topic: Topic, post: Post, site: str, code: str) -> Problem:
    return Problem(source=site, source_id=_id(topic, post), code=code)
