from __future__ import annotations

from django.test import Client
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_question,
    member,
)

from gilde.communities.actions.membership import leave
from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Comment, Contribution
from gilde.dialogue.queries.appreciation import Signs, in_words, signs

LEARNED, LIKE = AppreciationKind.LEARNED, AppreciationKind.LIKE


def test_without_scripts_one_comes_back_to_the_exact_place(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer, comment = make_answer(anna, question), make_comment(anna, question)
    client, base = client_of(bo), f"/d/{question.pk}/do"
    places = {
        f"{base}/appreciate/me_too/": f"{question.get_absolute_url()}#thanks",
        f"{base}/answers/{answer.pk}/appreciate/used/": f"{question.get_absolute_url()}?at=a{answer.pk}#a{answer.pk}",
        f"{base}/comments/{comment.pk}/appreciate/like/": comment.get_absolute_url(),
    }
    for path, back in places.items():
        assert client.post(path, {"on": "1"}).url == back
    question.refresh_from_db()
    assert question.me_too_count == 1
    assert Comment.objects.get(pk=comment.pk).like_count == 1


def test_htmx_gets_the_row_as_it_is_now(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, kind=ContributionKind.PRACTICE)
    appreciate(actor=member(place, "Carl Wit"), target=row, kind=LEARNED, on=True)
    client = client_of(bo)
    on = client.post(f"/d/{row.pk}/do/appreciate/learned/", {"on": "1"}, headers={"HX-Request": "true"})
    text = on.content.decode()
    assert text.startswith('<div class="appreciation" id="thanks">')
    assert 'value="0" aria-pressed="true"' in text
    assert "Carl Wit learned from this." in text
    assert "Thank Anna Visser in a sentence" in text
    off = client.post(f"/d/{row.pk}/do/appreciate/learned/", {"on": "0"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' not in off.content.decode()
    assert Contribution.objects.get(pk=row.pk).learned_count == 1


def test_htmx_gets_the_small_row_of_a_comment(place: Community, anna: Actor, bo: Actor) -> None:
    comment = make_comment(anna, make_contribution(anna, place))
    path = f"/d/{comment.contribution_id}/do/comments/{comment.pk}/appreciate/like/"
    text = client_of(bo).post(path, {"on": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert f'id="c{comment.pk}-signs"' in text
    assert 'aria-pressed="true"' in text
    assert '<span class="appreciation-count">1</span>' in text


def test_a_sign_that_does_not_exist_is_not_found(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    assert client_of(bo).post(f"/d/{row.pk}/do/appreciate/hate/").status_code == 404
    assert client_of(anna).post(f"/d/{row.pk}/do/appreciate/like/").status_code == 403
    assert client_of(bo).get(f"/d/{row.pk}/do/appreciate/like/").status_code == 405


def test_the_author_sees_what_was_given_and_no_buttons(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    text = client_of(anna).get(row.get_absolute_url()).content.decode()
    assert "appreciation-act" not in text
    appreciate(actor=bo, target=row, kind=LEARNED, on=True)
    text = client_of(anna).get(row.get_absolute_url()).content.decode()
    assert "Bo Jansen learned from this." in text
    assert "You wrote this yourself" in text
    assert "/do/appreciate/" not in text


def test_a_visitor_reads_numbers_and_why_to_join(open_place: Community) -> None:
    author = member(open_place, "Anna Visser")
    row = make_contribution(author, open_place)
    for name in ("Bo Jansen", "Carl Wit"):
        appreciate(actor=member(open_place, name), target=row, kind=LEARNED, on=True)
    text = Client(headers={"Accept-Language": "en"}).get(row.get_absolute_url()).content.decode()
    assert "2 people learned from this." in text
    assert "Carl Wit" not in text
    assert "Log in and join this community first." in text
    assert in_words(signs(VISITOR, row), reader_named=False) == ["2 people learned from this."]


def test_thanks_in_words_leave_the_reader_out() -> None:
    def words(count: int, *names: str, mine: bool = False) -> list[str]:
        found = Signs({LIKE: count}, frozenset({LIKE} if mine else ()), {LIKE: names})
        return in_words(found, reader_named=True)

    assert words(1, "Anna") == ["Anna likes this."]
    assert words(2, "Anna", "Piet") == ["Anna and Piet like this."]
    assert words(3, "Anna", "Piet") == ["Anna, Piet and 1 other like this."]
    assert words(14, "Anna", "Piet") == ["Anna, Piet and 12 others like this."]
    assert words(2, "Anna", mine=True) == ["Anna likes this."]
    assert words(1, mine=True) == []
    assert words(7) == ["7 people like this."]


def test_who_takes_a_sign_back_and_cannot_give_it_again_reads_why(open_place: Community) -> None:
    anna, bo = member(open_place, "Anna Visser"), member(open_place, "Bo Jansen")
    row = make_contribution(anna, open_place, kind=ContributionKind.PRACTICE)
    comment = make_comment(anna, row)
    client = client_of(bo)
    for target in (row, comment):
        appreciate(actor=bo, target=target, kind=LIKE, on=True)
    leave(actor=bo, community=open_place)
    for path in (f"/d/{row.pk}/do/appreciate/like/", f"/d/{row.pk}/do/comments/{comment.pk}/appreciate/like/"):
        off = client.post(path, {"on": "0"}, headers={"HX-Request": "true"})
        assert off.status_code == 200
        assert '<button class="appreciation-act"' not in off.content.decode()
    own = client_of(anna).post(f"/d/{row.pk}/do/appreciate/like/", {"on": "0"}, headers={"HX-Request": "true"})
    assert '<button class="appreciation-act"' not in own.content.decode()
