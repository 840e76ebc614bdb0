"""A list of comments is kept as one piece: whoever looks sees what they would see if it were made for them anew."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.dialogue import client_of, make_comment, make_contribution, member, person_of

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.comment import delete_comment, edit_comment
from gilde.dialogue.actions.curation import close
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import Comment, Contribution
from gilde.people.actions.block import block
from gilde.ui import kept


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_pieces", kept.Pieces())


def comments_of(client: Client, contribution: Contribution) -> str:
    """The list as a browser gets it, without what differs between any two answers."""
    html = client.get(contribution.get_absolute_url()).content.decode()
    listed = html[html.index('id="comment-pages"') : html.index("</ol>", html.index('id="comment-pages"'))]
    return re.sub(r'(csrfmiddlewaretoken" value|client_id" value)="[^"]+"', r"\1", listed)


def made_anew(monkeypatch: pytest.MonkeyPatch, client: Client, contribution: Contribution) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_pieces", kept.Pieces())
        return comments_of(client, contribution)


def test_every_reader_sees_their_own_list_whoever_looked_before(
    open_place: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bo, cas = (member(open_place, name) for name in ("Anna", "Bo", "Cas"))
    host = member(open_place, "Hilde", role=Role.HOST)
    contribution = make_contribution(anna, open_place)
    first = make_comment(anna, contribution, "By who began.")
    make_comment(bo, contribution, "By Bo.", quotes=first)
    appreciate(actor=cas, target=first, kind=AppreciationKind.LIKE, on=True)
    outsider = member(open_place, "Dien")
    block(actor=outsider, person=person_of(bo))
    clients = [*map(client_of, (anna, bo, cas, host, outsider)), Client()]
    expected = [made_anew(monkeypatch, client, contribution) for client in clients]
    assert len(set(expected)) > 4  # they do see different lists
    for _ in range(2):
        assert [comments_of(client, contribution) for client in clients] == expected
        assert [comments_of(client, contribution) for client in reversed(clients)] == expected[::-1]


def test_two_readers_who_see_the_same_share_one_piece(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    readers = [client_of(actor) for actor in (bo, member(place, "Cas"))]
    contribution = make_contribution(anna, place)
    make_comment(anna, contribution)
    assert comments_of(readers[0], contribution) == comments_of(readers[1], contribution)
    assert sum(1 for key in kept._pieces._young if len(key) == 2) == 1
    comments_of(client_of(host), contribution)  # may take comments away, and sees so
    assert sum(1 for key in kept._pieces._young if len(key) == 2) == 2


def test_what_changes_shows_at_once(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    contribution = make_contribution(anna, place)
    comment, other = make_comment(anna, contribution, "As it was."), make_comment(anna, contribution, "Goes away.")
    reader = client_of(bo)
    seen = [comments_of(reader, contribution)]
    steps = (
        lambda: edit_comment(actor=anna, comment=comment, body="As it is now."),
        lambda: appreciate(actor=bo, target=comment, kind=AppreciationKind.LIKE, on=True),
        lambda: appreciate(actor=host, target=comment, kind=AppreciationKind.LIKE, on=True),
        lambda: delete_comment(actor=anna, comment=other),
        lambda: close(actor=host, contribution=contribution, reason="Said enough."),
    )
    for step in steps:
        step()
        seen.append(comments_of(reader, contribution))
    assert len(set(seen)) == len(seen)
    assert "As it is now." in seen[1]
    assert "Goes away." not in seen[-1]


def test_what_is_new_stands_out_for_who_was_away_only(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    contribution = make_contribution(anna, place)
    make_comment(anna, contribution, "Before.")
    mark_read(actor=bo, contribution=contribution)
    make_comment(anna, contribution, "After.")
    away, here = client_of(bo), client_of(member(place, "Cas"))
    assert comments_of(away, contribution).count("comment-unread") == 1
    assert comments_of(here, contribution).count("comment-unread") == 0
    mark_read(actor=bo, contribution=contribution)
    assert comments_of(away, contribution).count("comment-unread") == 0


def test_words_of_a_moment_go_with_the_clock(place: Community, anna: Actor, bo: Actor) -> None:
    contribution = make_contribution(anna, place)
    comment = make_comment(anna, contribution)
    reader = client_of(bo)
    said = []
    for age in (timedelta(minutes=1), timedelta(minutes=7), timedelta(hours=3), timedelta(days=3), timedelta(days=30)):
        Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - age)
        said.append(re.findall(r"<time[^>]*>([^<]+)<", comments_of(reader, contribution))[0])
    assert said[:4] == ["1 min ago", "7 min ago", "3 hours ago", "3 days ago"]
    assert "ago" not in said[4]
