"""The page of a contribution in few statements, and who sees what on it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import make_charter, make_member
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_behaviour,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import StoredFile
from gilde.dialogue.actions.answer import accept, delete_answer
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.actions.saved import save
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Answer, Appreciation, Attachment, Comment, Contribution
from gilde.dialogue.queries.page import contribution_for, contribution_page
from gilde.dialogue.queries.replies import ANSWERS, COMMENTS, UNDER_ANSWER, Place
from gilde.dialogue.queries.standing import standing

LIKE = AppreciationKind.LIKE


def page_of(actor: Actor, row: Contribution, shown: Place | None = None):
    found = contribution_for(actor, row.pk)
    assert found is not None
    return contribution_page(actor, found, shown)


def hang_files(uploader: Actor, question: Contribution, answer: Answer) -> None:
    """A picture and a document beneath a question, and one of each beneath an answer."""
    for kind, name, size in (("image", "wall.webp", 640), ("document", "plan.pdf", None), ("sound", "word.mp3", None)):
        for under in (None, answer):
            file = StoredFile.objects.create(
                sha256=uuid.uuid4().hex * 2, size=9, content_type="x/y", kind=kind, name=name, width=size, height=size,
                created_at=now(), uploader_id=uploader.person_id,
            )  # fmt: skip
            Attachment.objects.create(
                file=file, uploader_id=uploader.person_id, name=name, contribution=question, answer=under
            )


def fill(question: Contribution, people: list[Actor], size: int) -> None:
    """Hang ``size`` of everything on a question."""
    anna, bo = people[:2]
    for number in range(size):
        answer = make_answer(bo, question, f"Answer {number}")
        make_comment(anna, question, f"Comment {number}")
        make_comment(anna, question, f"Under {number}", answer=answer)
        appreciate(actor=anna, target=answer, kind=LIKE, on=True)
        hang_files(bo, question, answer)
        if number < 10:
            make_compliment(bo, person_of(anna), contribution=question, shown=True)
            make_contribution(bo, question.community, body=f"See [this]({question.get_absolute_url()}).")
    for actor in (bo, *people[4:]):
        appreciate(actor=actor, target=question, kind=AppreciationKind.ME_TOO, on=True)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBERS])
def test_a_full_page_takes_no_more_statements_than_a_small_one(db: None, audience: Audience) -> None:
    place = make_place("The house", audience=audience)
    make_charter(place)
    behaviour = make_behaviour(place)
    people = [actor_of(make_member(place, name=f"Person {number}")) for number in range(6)]
    client = client_of(people[2])
    small = make_question(people[0], place, tags=["one"], authors=[person_of(people[3])], behaviour=behaviour)
    large = make_question(people[0], place, tags=["one", "two"], authors=[person_of(people[3])], behaviour=behaviour)
    fill(small, people, 1)
    fill(large, people, 30)
    accept(actor=people[0], answer=Answer.objects.filter(contribution=large).latest("pk"))
    counts = []
    for row in (small, large):
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(row.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5, [query["sql"][:90] for query in queries]
    if audience == Audience.PUBLIC:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(large.get_absolute_url()).status_code == 200
        assert len(queries) <= 4


def test_what_the_page_knows_of_the_reader_is_what_the_rules_look_up(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, authors=[person_of(bo)])
    stranger = member(make_place())
    make_charter(place)
    row.community.refresh_from_db()
    for actor in (anna, bo, member(place)):
        assert page_of(actor, row).standing == standing(actor, Contribution.objects.get(pk=row.pk)), actor
    Membership.objects.filter(person_id=bo.person_id, community=place).update(charter_seen=place.charter)
    fresh = Contribution.objects.get(pk=row.pk)
    assert page_of(bo, row).standing == standing(bo, fresh)
    Community.objects.filter(pk=place.pk).update(audience=Audience.PUBLIC)
    for actor in (stranger, VISITOR):
        assert page_of(actor, row).standing == standing(actor, fresh), actor


def test_the_accepted_answer_stands_first_and_the_rest_in_order(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    rows = [make_answer(bo, question, f"Answer {number}") for number in range(ANSWERS + 5)]
    accept(actor=anna, answer=rows[22])
    first = page_of(anna, question).replies
    assert [row.id for row in first.answers] == [rows[22].pk, *(row.pk for row in rows[: ANSWERS - 1])]
    second = page_of(anna, question, Place(answers_after=first.more_answers or 0)).replies
    assert [row.id for row in second.answers] == [row.pk for row in rows[ANSWERS - 1 :] if row.pk != rows[22].pk]
    assert second.more_answers is None


def test_the_address_of_an_answer_leads_to_it_on_any_page(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    rows = [make_answer(bo, question) for _ in range(ANSWERS + 5)]
    accept(actor=anna, answer=rows[1])
    shown = page_of(anna, question, Place(at_answer=rows[-1].pk)).replies
    assert [row.id for row in shown.answers] == [rows[1].pk, rows[-1].pk]
    assert page_of(anna, question, Place(at_answer=rows[1].pk)).replies.answers[0].id == rows[1].pk


def test_comments_come_twenty_at_a_time(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    made = [make_comment(anna, row).pk for _ in range(COMMENTS + 3)]
    first = page_of(anna, row).replies
    second = page_of(anna, row, Place(after=first.more_comments or 0)).replies
    assert [comment.id for comment in (*first.comments, *second.comments)] == made
    assert second.more_comments is None


def test_under_an_answer_the_first_comments_show_and_the_rest_on_asking(
    place: Community, anna: Actor, bo: Actor
) -> None:
    question = make_question(anna, place)
    answer, other = make_answer(bo, question), make_answer(bo, question)
    made = [make_comment(anna, question, answer=answer).pk for _ in range(UNDER_ANSWER + 4)]
    make_comment(anna, question, answer=other)
    top = make_comment(anna, question)
    replies = page_of(anna, question).replies
    assert [row.id for row in replies.under[answer.pk]] == made[:UNDER_ANSWER]
    assert replies.more_under == {answer.pk: made[UNDER_ANSWER - 1]}
    assert [row.id for row in replies.comments] == [top.pk]
    rest = page_of(anna, question, Place(answer=answer.pk, after=replies.more_under[answer.pk])).replies
    assert [row.id for row in rest.under[answer.pk]] == made[UNDER_ANSWER:]
    assert ([row.id for row in rest.answers], list(rest.comments)) == ([answer.pk], [])
    at = page_of(anna, question, Place(at_answer=answer.pk)).replies
    assert [row.id for row in at.under[answer.pk]] == made


def test_deleted_replies_do_not_show(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(bo, question)
    gone = make_comment(anna, question, "Quoted words.")
    under = make_comment(anna, question, answer=make_answer(bo, question, "Gone."))
    make_comment(bo, question, quotes=gone)
    delete_comment(actor=anna, comment=gone)
    delete_answer(actor=bo, answer=Answer.objects.get(body="Gone."))
    replies = page_of(anna, question).replies
    assert [row.id for row in replies.answers] == [answer.pk]
    assert [row.quoted for row in replies.comments] == [None]
    assert replies.under == {}
    assert not Comment.objects.visible_to(anna).filter(pk=under.pk).exists()


def test_a_quote_shows_whose_words_in_plain(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    first = make_comment(bo, row, "> Really?\n\n**Yes**, see [the page](https://example.org/).")
    make_comment(anna, row, quotes=first)
    quoted = page_of(anna, row).replies.comments[1].quoted
    assert quoted is not None
    assert (quoted.author_name, quoted.excerpt) == ("Bo Jansen", "Really? Yes, see the page.")
    assert quoted.url == f"?at=c{first.pk}#c{first.pk}"


def test_a_quote_ends_after_a_whole_word(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    first = make_comment(bo, row, "We kept the chairs as they were. " * 6)
    after = make_comment(bo, row, f"[The page](https://example.org/{'x' * 600}) says so.")
    make_comment(anna, row, quotes=first)
    make_comment(anna, row, quotes=after)
    quotes = [reply.quoted.excerpt for reply in page_of(anna, row).replies.comments if reply.quoted]
    assert quotes == ["We kept the chairs as they were. " * 4 + "We kept…", "The page"]


def test_each_reader_finds_their_own_signs_marks_and_list(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer, comment = make_answer(anna, question), make_comment(anna, question)
    for target, kind in ((question, AppreciationKind.ME_TOO), (answer, AppreciationKind.USED), (comment, LIKE)):
        appreciate(actor=bo, target=target, kind=kind, on=True)
    save(actor=bo, contribution=question)
    mine, theirs = page_of(bo, question), page_of(anna, question)
    assert (mine.around.mine, mine.around.saved) == ({AppreciationKind.ME_TOO}, True)
    assert mine.replies.answers[0].mine == {AppreciationKind.USED}
    assert mine.replies.comments[0].mine == {LIKE}
    assert (theirs.around.mine, theirs.around.saved) == (set(), False)
    assert theirs.replies.answers[0].mine == frozenset()
    assert theirs.replies.answers[0].counts[AppreciationKind.USED] == 1


def test_only_what_came_after_the_last_visit_is_new(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    make_comment(anna, row, "Before")
    newcomer = member(place)
    first = page_of(newcomer, row)
    assert (first.unread, [first.is_new(comment) for comment in first.replies.comments]) == (False, [False])
    mark_read(actor=bo, contribution=row)
    make_comment(anna, row, "After")
    page = page_of(bo, row)
    assert (page.unread, [page.is_new(comment) for comment in page.replies.comments]) == (True, [False, True])
    assert not page_of(anna, row).unread


def test_mentions_elsewhere_show_to_who_may_read_them(open_place: Community, anna: Actor) -> None:
    hidden = make_place("Closed circle", audience=Audience.COMMUNITY)
    both = joined(joined(anna, open_place), hidden)
    row = make_contribution(both, open_place)
    make_contribution(both, hidden, "What we say among us", body=f"See [this]({row.get_absolute_url()}).")
    make_contribution(both, open_place, "What all may read", body=f"See [this]({row.get_absolute_url()}).")
    titles = {actor.name: [item.title for item in page_of(actor, row).around.mentioned_in] for actor in (both, VISITOR)}
    assert titles == {"Anna Visser": ["What all may read", "What we say among us"], "": ["What all may read"]}


def test_compliments_beneath_it_show_to_the_two_until_shown(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    make_compliment(bo, person_of(anna), "You took the time to draw it.", contribution=row)
    seen = {actor.name: len(page_of(actor, row).around.thanks) for actor in (anna, bo, member(place, "Carl Wit"))}
    assert seen == {"Anna Visser": 1, "Bo Jansen": 1, "Carl Wit": 0}
    make_compliment(bo, person_of(anna), "You answered on a Sunday.", contribution=row, shown=True)
    assert [item.text for item in page_of(member(place), row).around.thanks] == ["You answered on a Sunday."]


def test_names_go_to_people_with_an_account_and_never_say_who_gave_most(open_place: Community) -> None:
    author = member(open_place)
    row = make_contribution(author, open_place, kind=ContributionKind.PRACTICE)
    for name in ("Anna", "Piet", "Carl", "Dirk"):
        appreciate(actor=member(open_place, name), target=row, kind=AppreciationKind.LEARNED, on=True)
    assert page_of(author, row).around.named == {AppreciationKind.LEARNED: ["Dirk", "Carl"]}
    assert dict(page_of(VISITOR, row).around.named) == {}


def test_a_teller_stands_first_and_the_scribe_beside(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, kind=ContributionKind.STORY, teller=person_of(bo))
    page = page_of(bo, row)
    assert (page.author.name, page.scribe and page.scribe.name) == ("Bo Jansen", "Anna Visser")
    assert page.standing.is_author
    assert not Contribution.objects.visible_to(member(place, role=Role.HOST)).filter(pk=row.pk).exists()


def test_the_signs_of_others_are_not_mixed_up(place: Community, anna: Actor, bo: Actor) -> None:
    one, two = make_contribution(anna, place), make_contribution(anna, place)
    appreciate(actor=bo, target=one, kind=LIKE, on=True)
    assert page_of(bo, two).around.mine == set()
    assert Appreciation.objects.count() == 1
