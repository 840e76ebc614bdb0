"""Asking without one's name: hunted for in every output, and what only the asker can do."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.dialogue import add_comment, client_of, joined, make_contribution, make_place, member, person_of
from tests.factories.people import actor_of, make_person

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.attention.search.actions.index import index
from gilde.attention.search.asking import read
from gilde.attention.search.models import SearchEntry
from gilde.attention.search.queries.plan import plan
from gilde.attention.search.queries.search import newest
from gilde.communities.actions.community import confide
from gilde.communities.enums import Role, Unnamed
from gilde.communities.models import Membership
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.reportables import reportables
from gilde.core.rules import Refusal
from gilde.core.searchables import searchables
from gilde.dialogue.actions.answer import accept, add_answer, delete_answer
from gilde.dialogue.actions.comment import delete_comment, edit_comment
from gilde.dialogue.actions.contribution import ContributionText, contribute, delete, edit
from gilde.dialogue.actions.curation import close, move, reopen
from gilde.dialogue.actions.unnamed import put_name
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.exports import export
from gilde.dialogue.models import Answer, Comment, Contribution, Revision
from gilde.people.actions.block import block
from gilde.people.actions.follow import follow
from gilde.people.actions.leaving import erase
from gilde.people.exports import export as export_person
from gilde.people.models import Person

pytestmark = pytest.mark.django_db

NOBODY = "Someone in this community"


def fresh(actor):
    return actor_of(person_of(actor))


@pytest.fixture
def place():
    return make_place("The Open House", audience=Audience.PUBLIC)


@pytest.fixture
def asker(place):
    return member(place, "Quirijn Zwijger")


@pytest.fixture
def host(place):
    return member(place, "Hanna Host", role=Role.HOST)


@pytest.fixture
def helper(place):
    return member(place, "Helga Helper")


def ask(asker, place, **values):
    values.setdefault("title", "What if I do not know?")
    text = ContributionText(title=values.pop("title"), body=values.pop("body", "I do not dare to ask."), language="en")
    kind = values.pop("kind", ContributionKind.QUESTION)
    return contribute(actor=asker, community=place, kind=kind, text=text, unnamed=True, **values)


@pytest.fixture
def question(asker, helper, place):
    """A question with answers, comments and an edit of the one who asked."""
    row = ask(asker, place)
    answer = add_answer(actor=helper, contribution=row, body="Ask anyway.")
    add_comment(actor=asker, contribution=row, answer=answer, body="Thank you, that helps.")
    mine = add_comment(actor=asker, contribution=row, body=f"One more thing, @{person_of(helper).handle}.")
    edit_comment(actor=asker, comment=Comment.objects.get(pk=mine.pk), body=f"Two more, @{person_of(helper).handle}.")
    add_comment(actor=helper, contribution=row, quotes=mine, body="Yes?")
    text = ContributionText(title=row.title, body="I do not dare to ask aloud.", language="en")
    edit(actor=asker, contribution=row, text=text)
    accept(actor=asker, answer=answer)
    return Contribution.objects.get(pk=row.pk)


def tell_everything() -> None:
    for activity in Activity.objects.order_by("pk"):
        spread(activity)


def index_all() -> None:
    for kind in ("dialogue.contribution", "dialogue.answer", "dialogue.comment"):
        index(kind=kind, ids=searchables()[kind].after(0, 1000))


# ── who it was is nowhere ────────────────────────────────────────────────────
def test_who_asked_is_on_no_page_of_anybody_else(place, asker, host, helper, question):
    person = person_of(asker)
    Membership.objects.filter(person=person).update(since="2026-01-01T00:00:00Z")  # newcomers are shown as such
    follow(actor=helper, person=person)
    tell_everything()
    index_all()
    comment = Comment.objects.filter(contribution=question).order_by("-pk")[1]
    paths = [
        question.get_absolute_url(), "/", f"/c/{place.slug}/", f"/c/{place.slug}/?kind=question",
        f"/c/{place.slug}/feed.atom", f"/d/{question.pk}/do/history/",
        f"/d/{question.pk}/do/comments/{comment.pk}/history/", "/search/?q=dare", "/search/?q=helps",
        "/search/instant/?q=dare", "/bell/", "/sitemap-contributions-0.xml", f"/@{person_of(helper).handle}/",
        f"{question.get_absolute_url()}?quote={comment.pk}",
    ]  # fmt: skip
    for actor in (None, helper, host, actor_of(make_person(with_account=True))):
        client = client_of(actor) if actor is not None else Client(headers={"accept-language": "en"})
        for path in paths:
            body = client.get(path, follow=True).content.decode()
            assert "Quirijn" not in body, path
            assert person.handle not in body, path
    html = client_of(host).get(question.get_absolute_url()).content.decode()
    assert NOBODY in html
    assert "Put my name to it" not in html


def test_the_profile_of_who_asked_shows_and_counts_nothing(place, asker, helper, question):
    html = client_of(helper).get(f"/@{person_of(asker).handle}/").content.decode()
    assert question.title not in html
    assert person_of(asker).contribution_count == 0


def test_no_row_that_others_read_names_who_asked(place, asker, helper, question):
    who = asker.person_id
    index_all()
    tell_everything()
    assert not Contribution.objects.filter(author=who).exists()
    assert not Comment.objects.filter(author=who).exists()
    assert not Revision.objects.filter(editor=who).exists()
    assert not SearchEntry.objects.filter(author_id=who).exists()
    assert not Answer.objects.filter(accepted_by=who).exists()
    assert not Notice.objects.filter(by=who).exists()
    assert not Activity.objects.filter(actor_id=who, verb__startswith="dialogue.").exists()
    rows = newest(fresh(helper), plan(fresh(helper), read(f"dare from:{person_of(asker).handle}"))).rows
    assert not rows


def test_the_download_of_others_names_nobody_and_that_of_the_asker_has_it(place, asker, helper, question):
    def whole(actor):
        parts = [*export(actor.person_id), *export_person(actor.person_id)]
        return json.dumps([list(part.rows) for part in parts if hasattr(part, "rows")], default=str)

    assert "Quirijn" not in whole(helper)
    own = whole(asker)
    assert question.title in own
    assert "that helps" in own


def test_followers_are_not_told_and_the_asker_is(place, asker, helper, question):
    fan = member(place, "Fan")
    follow(actor=fan, person=person_of(asker))
    tell_everything()
    assert not Notice.objects.filter(person=fan.person_id).exists()
    told = Notice.objects.filter(person=asker.person_id)
    assert {row.reason for row in told} >= {"answer", "reply"}
    assert {row.by_id for row in told} == {helper.person_id}
    assert Notice.objects.filter(person=helper.person_id, reason="mention").exists()


def told_to(person) -> list[tuple[str, int | None]]:
    rows = Notice.objects.filter(person=person.person_id).order_by("pk")
    return [(row.reason, row.by_id) for row in rows]


def test_blocking_one_after_the_other_does_not_tell_who_asked(place, asker, helper):
    """The bell rings the same for who blocked the asker, or was blocked by them, as for everybody else."""
    others = [member(place, name) for name in ("Blocks", "Is Blocked", "Neither")]
    row = ask(asker, place, body=" ".join(f"@{person_of(who).handle}" for who in others))
    block(actor=others[0], person=person_of(asker))
    block(actor=asker, person=person_of(others[1]))
    for who in others:
        add_comment(actor=fresh(who), contribution=row, body="I am here")
    everybody = " ".join(f"@{person_of(who).handle}" for who in others)
    said = add_comment(actor=fresh(asker), contribution=row, body="More")
    add_comment(actor=fresh(asker), contribution=row, body=f"Hello {everybody}")
    tell_everything()
    heard = [[entry for entry in told_to(who) if entry[1] == said.author_id] for who in others]
    assert heard[0] == heard[1] == heard[2]
    assert {reason for reason, _by in heard[0]} == {"mention", "took_part"}
    block(actor=others[2], person=person_of(asker))
    assert [entry for entry in told_to(others[2]) if entry[1] == said.author_id] == heard[2]


def test_whom_the_asker_keeps_apart_does_not_ring_at_the_asker(place, asker, helper):
    row = ask(asker, place)
    block(actor=asker, person=person_of(helper))
    add_comment(actor=fresh(helper), contribution=row, body="Hello")
    tell_everything()
    assert not Notice.objects.filter(person=asker.person_id).exists()


def test_hosts_cannot_say_which_answer_helped_nor_edit(place, host, helper, asker):
    row = ask(asker, place)
    answer = add_answer(actor=helper, contribution=row, body="Like this.")
    with pytest.raises(Refusal):
        accept(actor=host, answer=answer)
    with pytest.raises(Refusal):
        edit(actor=host, contribution=row, text=ContributionText(title="Other", body="Words"))
    with pytest.raises(Refusal):
        put_name(actor=host, contribution=row)
    comment = add_comment(actor=asker, contribution=row, body="Mine")
    with pytest.raises(Refusal):
        edit_comment(actor=host, comment=comment, body="Not mine")


def test_a_report_is_about_what_was_said_and_about_nobody(host, question):
    found = reportables()["contribution"].find(fresh(host), question.pk)
    assert found is not None
    assert found.person_id is None
    comment = Comment.objects.filter(contribution=question, author=question.author).first()
    said = reportables()["comment"].find(fresh(host), comment.pk)
    assert said is not None
    assert said.person_id is None


# ── what the asker can do ────────────────────────────────────────────────────
def test_the_asker_can_edit_close_reopen_and_delete(place, asker, helper, question):
    closed = close(actor=asker, contribution=question, reason="I know now.")
    assert closed.closed_by_id != asker.person_id
    reopen(actor=asker, contribution=question)
    comment = Comment.objects.filter(contribution=question, body__startswith="Two").get()
    delete_comment(actor=asker, comment=comment)
    own = add_answer(actor=asker, contribution=question, body="I found it myself.")
    delete_answer(actor=asker, answer=own)
    delete(actor=asker, contribution=question)
    assert not Contribution.objects.visible_to(asker).exists()
    assert not Activity.objects.filter(actor_id=asker.person_id, verb__startswith="dialogue.").exists()


def test_the_asker_sees_that_it_is_theirs(asker, question):
    html = client_of(asker).get(question.get_absolute_url()).content.decode()
    assert "You shared this without your name" in html
    assert "Put my name to it" in html


def test_putting_a_name_to_it_names_everything_there_and_cannot_be_done_by_others(place, asker, helper, question):
    assert client_of(helper).post(f"/d/{question.pk}/do/name/").status_code == 403
    assert client_of(asker).post(f"/d/{question.pk}/do/name/").status_code == 302
    row = Contribution.objects.get(pk=question.pk)
    assert (row.author_id, row.asker_id) == (asker.person_id, None)
    assert set(Comment.objects.filter(contribution=row).values_list("author_id", flat=True)) == {
        asker.person_id, helper.person_id
    }  # fmt: skip
    assert person_of(asker).contribution_count == 1
    assert "Quirijn" in client_of(helper).get(row.get_absolute_url()).content.decode()
    with pytest.raises(Refusal):
        put_name(actor=asker, contribution=row)


def test_who_goes_for_good_stays_without_a_name(asker, helper, question):
    erase(actor=asker)
    html = client_of(helper).get(question.get_absolute_url()).content.decode()
    assert NOBODY in html
    assert "Former member" not in html


def test_a_host_cannot_try_out_where_the_asker_belongs(place, asker, host, question):
    """Whether the author may read there would say who they are; so a host hears the same of every place."""
    rooms = [make_place("With The Asker"), make_place("Without The Asker")]
    for room in rooms:
        host = joined(host, room, role=Role.HOST)
    asker = joined(asker, rooms[0])
    heard = []
    for room in rooms:
        with pytest.raises(Refusal) as refused:
            move(actor=host, contribution=question, to=room)
        heard.append(refused.value.reason)
    assert heard[0] == heard[1]
    assert client_of(host).get(f"/d/{question.pk}/do/move/").status_code == 403
    assert move(actor=asker, contribution=question, to=rooms[0]).community == rooms[0]


def test_a_host_who_asked_takes_words_of_others_away_as_a_host(place, host, helper):
    row = ask(host, place)
    comment = add_comment(actor=helper, contribution=row, body="Not kind")
    delete_comment(actor=host, comment=comment)
    assert Activity.objects.get(verb="dialogue.comment_deleted").actor_id == host.person_id


# ── what is allowed ──────────────────────────────────────────────────────────
def test_a_community_says_what_can_be_shared_without_a_name(place, asker, host):
    with pytest.raises(Refusal):
        ask(asker, place, kind=ContributionKind.DISCUSSION)
    usual, widest = Audience.PUBLIC, Audience.PUBLIC
    confide(actor=host, community=place, usual=usual, widest=widest, unnamed=Unnamed.TALK)
    place.refresh_from_db()
    assert ask(asker, place, kind=ContributionKind.DISCUSSION).asker_id == asker.person_id
    confide(actor=host, community=place, usual=usual, widest=widest, unnamed=Unnamed.NOTHING)
    place.refresh_from_db()
    with pytest.raises(Refusal):
        ask(asker, place)


def test_files_pictures_and_others_are_refused_because_they_tell(place, asker, helper):
    client = client_of(asker)
    sent = client.post("/new/files/", {"file": SimpleUploadedFile("cv-quirijn.txt", b"my words", "text/plain")})
    key = sent.json()["key"]
    text = ContributionText(title="T", body="B", attachments=[key])
    with pytest.raises(Refusal):
        contribute(actor=asker, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)
    row = ask(asker, place)
    with pytest.raises(Refusal):
        add_comment(actor=asker, contribution=row, body="See", attachments=[key])
    with pytest.raises(Refusal):
        edit(actor=asker, contribution=row, text=text)
    with pytest.raises(Refusal):
        ask(asker, place, authors=[person_of(helper)])


def test_sending_twice_asks_once(place, asker):
    client = client_of(asker)
    sent = {
        "title": "Twice?", "body": "Twice.", "community": place.pk, "unnamed": "on", "language": "en",
        "client_id": "6f2b2f5e-0f51-4a53-9d3c-9a7d5a1b2c3d",
    }  # fmt: skip
    first = client.post("/new/question/", sent)
    assert first.status_code == 302
    assert client.post("/new/question/", sent)["Location"] == first["Location"]
    assert Contribution.objects.filter(asker=asker.person_id).count() == 1


def test_the_stand_in_is_in_no_list_and_has_no_page(place, helper, question):
    nobody = Contribution.objects.get(pk=question.pk).author
    assert not Person.objects.visible_to(fresh(helper)).filter(pk=nobody.pk).exists()
    client = client_of(helper)
    assert client.get("/@-/").status_code == 404
    assert NOBODY not in client.get("/people/").content.decode()
    assert make_contribution(helper, place).author_id == helper.person_id
