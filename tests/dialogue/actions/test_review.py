from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)

from gilde.attention.feed.queries.publication import latest
from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import VISITOR, Actor
from gilde.core.acts import said
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.core.searchables import searchables
from gilde.dialogue.actions.answer import add_answer, delete_answer
from gilde.dialogue.actions.attachment import place_attachments
from gilde.dialogue.actions.comment import add_comment, edit_comment
from gilde.dialogue.actions.contribution import ContributionText, contribute, delete, edit
from gilde.dialogue.actions.review import release, remove
from gilde.dialogue.actions.story import approve
from gilde.dialogue.enums import ContributionKind, HoldOutcome, HoldWhy, State, Verb
from gilde.dialogue.models import Attachment, Comment, Contribution, Hold, Mention
from gilde.dialogue.queries.hold import MOST_NAMES, NEW_FOR, SETTLED_AFTER, waiting_in
from gilde.dialogue.queries.one import contribution_for

pytestmark = pytest.mark.django_db

LINK = "Look at https://shop.example/sale"


@pytest.fixture
def anna(place: Community) -> Actor:
    return member(place, "Anna Visser", new=True)


@pytest.fixture
def bo(place: Community) -> Actor:
    return member(place, "Bo Jansen", new=True)


def _settle(actor: Actor, place: Community) -> None:
    Membership.objects.filter(person_id=actor.person_id, community=place).update(since=now() - NEW_FOR)


def _hold() -> Hold:
    return Hold.objects.get()


def _tell_all() -> None:
    for row in Activity.objects.order_by("pk"):
        spread(row)


def _people_told(reason: Reason) -> set[int]:
    return set(Notice.objects.filter(reason=reason).values_list("person_id", flat=True))


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        "[cheap](https://shop.example)",
        "www.shop.example is good",
        "//shop.example/x and <https://shop.example>",
        f"{settings.SITE_URL}.shop.example/x https://shop.example",
    ],
)
def test_what_a_newcomer_writes_with_a_link_waits_for_a_host(place: Community, anna: Actor, text: str) -> None:
    row = make_contribution(anna, place, body=text)
    assert row.state == State.HELD
    assert _hold().why == HoldWhy.LINKS


@pytest.mark.parametrize(
    "text", ["No link at all", "See /d/12/-/", f"See {settings.SITE_URL}/d/12/", "me@shop.example"]
)
def test_words_without_a_link_to_outside_show_at_once(place: Community, anna: Actor, text: str) -> None:
    assert make_contribution(anna, place, body=text).state == State.PUBLISHED


def test_an_address_in_a_title_or_in_the_field_of_a_resource_is_a_link_too(place: Community, anna: Actor) -> None:
    assert make_contribution(anna, place, "Buy at www.shop.example").state == State.HELD
    assert make_contribution(anna, place, "A book", kind=ContributionKind.RESOURCE).state == State.HELD


@pytest.mark.parametrize("role", [Role.HOST, Role.FACILITATOR])
def test_hosts_and_facilitators_are_never_held(place: Community, role: Role) -> None:
    assert make_contribution(member(place, role=role), place, body=LINK).state == State.PUBLISHED


def test_who_is_here_for_two_weeks_or_said_three_things_is_not_new(place: Community, anna: Actor, bo: Actor) -> None:
    _settle(anna, place)
    row = make_contribution(anna, place, body=LINK)
    assert row.state == State.PUBLISHED
    for _ in range(SETTLED_AFTER - 1):
        make_comment(bo, row)
    assert make_comment(bo, row, LINK).state == State.HELD
    make_comment(bo, row)
    assert make_comment(bo, row, LINK).state == State.PUBLISHED


def test_what_is_held_does_not_make_somebody_known(place: Community, anna: Actor) -> None:
    for _ in range(SETTLED_AFTER + 1):
        assert make_contribution(anna, place, body=LINK).state == State.HELD


def test_a_newcomer_is_told_before_they_send_and_nobody_else(place: Community, anna: Actor, host: Actor) -> None:
    talk = make_contribution(host, place)
    told = "looks first at links to other websites"
    pages = ["/new/idea/", f"/c/{place.slug}/hello/", talk.get_absolute_url()]
    person_of(anna).__class__.objects.filter(pk=anna.person_id).update(arriving="list")
    for page in pages:
        assert told in client_of(anna).get(page).content.decode(), page
        assert told not in client_of(host).get(page).content.decode(), page
    other = make_place("Elsewhere")
    Membership.objects.create(person_id=anna.person_id, community=other, since=now() - NEW_FOR)
    page = client_of(anna).get("/new/idea/").content.decode()
    assert f"You are new in {place.name}:" in page
    assert page.index('name="body"') < page.index("You are new in") < page.index('name="tags"')
    mine = make_comment(anna, talk)
    assert (
        told
        in client_of(anna).get(reverse("dialogue:edit_reply", args=[talk.pk, "comments", mine.pk])).content.decode()
    )
    for _ in range(SETTLED_AFTER - 1):
        make_comment(anna, talk)
    for page in pages:
        assert told not in client_of(anna).get(page).content.decode(), page


def test_naming_many_people_is_held_whoever_does_it(place: Community, anna: Actor, host: Actor) -> None:
    _settle(anna, place)
    row = make_contribution(anna, place)
    names = [f"@{member(place).handle}" for _ in range(MOST_NAMES + 1)]
    assert make_comment(anna, row, " ".join(names[:MOST_NAMES])).state == State.PUBLISHED
    held = make_comment(anna, row, " ".join(names))
    assert (held.state, _hold().why) == (State.HELD, HoldWhy.NAMES)
    assert not Mention.objects.filter(comment=held).exists()
    assert make_comment(host, row, " ".join(names)).state == State.PUBLISHED


def test_nobody_hears_of_it_before_a_host_released_it_and_everybody_once_after(
    open_place: Community,
) -> None:
    anna, bo = member(open_place, "Anna"), member(open_place, "Bo", new=True)
    host, other = member(open_place, role=Role.HOST), member(open_place, role=Role.FACILITATOR)
    row = make_contribution(anna, open_place)
    stood = Contribution.objects.get(pk=row.pk).last_activity_at
    target = make_contribution(anna, open_place, "Linked to")
    comment = make_comment(bo, row, f"{LINK} @{anna.handle} {settings.SITE_URL}/d/{target.pk}/")
    _tell_all()
    assert _people_told(Reason.HELD) == {host.person_id, other.person_id}
    assert not Notice.objects.filter(person=anna.person_id).exists()
    assert not target.links_in.exists()
    row.refresh_from_db()
    assert (row.comment_count, row.last_activity_at) == (0, stood)
    open_place.refresh_from_db()
    assert open_place.held_count == 1
    for actor in (anna, VISITOR):
        assert not Comment.objects.visible_to(actor).exists()
    assert not list(searchables()["dialogue.comment"].entries([comment.pk]))

    before = now()
    release(actor=host, hold=_hold())
    release(actor=other, hold=_hold())
    _tell_all()
    row.refresh_from_db()
    comment.refresh_from_db()
    assert (row.comment_count, row.withheld_count) == (1, 0)
    assert row.last_activity_at >= before
    assert comment.created_at >= before
    assert Notice.objects.get(person=anna.person_id).reason == Reason.MENTION
    assert _people_told(Reason.REVIEWED) == {bo.person_id}
    assert _people_told(Reason.HELD) == set()
    assert [link.source_id for link in target.links_in.all()] == [row.pk]
    assert Activity.objects.filter(verb=Verb.COMMENTED, target_id=comment.pk, actor_id=bo.person_id).count() == 1
    assert list(searchables()["dialogue.comment"].entries([comment.pk]))
    open_place.refresh_from_db()
    assert open_place.held_count == 0
    assert Comment.objects.visible_to(VISITOR).filter(pk=comment.pk).exists()


def test_a_released_contribution_stands_on_top_as_if_it_was_shared_now(open_place: Community) -> None:
    anna, bo, host = member(open_place, new=True), member(open_place), member(open_place, role=Role.HOST)
    held = make_question(anna, open_place, body=LINK)
    later = make_contribution(bo, open_place)
    assert latest(open_place) == [later]
    assert not Activity.objects.filter(verb=Verb.CONTRIBUTED, target_id=held.pk).exists()
    open_place.refresh_from_db()
    assert open_place.contribution_count == 1
    release(actor=host, hold=_hold())
    held.refresh_from_db()
    assert held.last_activity_at > later.last_activity_at
    assert held.created_at == held.last_activity_at
    activity = Activity.objects.get(verb=Verb.CONTRIBUTED, target_id=held.pk)
    assert (activity.actor_id, activity.data) == (anna.person_id, {"kind": "question", "waits": False})
    assert person_of(anna).contribution_count == 1


def test_a_form_sent_twice_waits_once_also_after_the_release(place: Community, anna: Actor, host: Actor) -> None:
    row, key = make_contribution(host, place), uuid.uuid4()
    first = add_comment(actor=anna, contribution=row, body=LINK, client_id=key)
    assert add_comment(actor=anna, contribution=row, body=LINK, client_id=key) == first
    release(actor=host, hold=_hold())
    assert add_comment(actor=anna, contribution=row, body=LINK, client_id=key) == first
    assert Hold.objects.count() == 1
    row.refresh_from_db()
    assert row.comment_count == 1


def test_a_link_that_comes_with_an_edit_is_held_again(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(host, place)
    comment = make_comment(anna, row, "Innocent")
    edit_comment(actor=anna, comment=comment, body=LINK)
    comment.refresh_from_db()
    row.refresh_from_db()
    assert (comment.state, row.comment_count, row.withheld_count) == (State.HELD, 0, 1)
    stood, written = row.last_activity_at, comment.created_at
    release(actor=host, hold=_hold())
    comment.refresh_from_db()
    row.refresh_from_db()
    assert (comment.state, row.comment_count, row.last_activity_at) == (State.PUBLISHED, 1, stood)
    assert comment.created_at == written
    assert Activity.objects.filter(verb=Verb.COMMENTED).count() == 1
    # What a host has read already does not wait a second time.
    edit_comment(actor=anna, comment=comment, body=f"{LINK} and no typing error")
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    edit_comment(actor=anna, comment=comment, body=f"{LINK} https://other.example")
    comment.refresh_from_db()
    assert comment.state == State.HELD


def test_a_contribution_edited_with_a_link_leaves_the_stream_until_it_is_read(
    place: Community, anna: Actor, host: Actor, bo: Actor
) -> None:
    row = make_contribution(anna, place, "Innocent")
    edit(actor=anna, contribution=row, text=ContributionText(title="Innocent", body=LINK))
    row.refresh_from_db()
    place.refresh_from_db()
    assert (row.state, row.body, place.contribution_count) == (State.HELD, LINK, 0)
    assert contribution_for(bo, row.pk) is None
    release(actor=host, hold=_hold())
    place.refresh_from_db()
    assert place.contribution_count == 1
    assert contribution_for(bo, row.pk) is not None


def test_removing_needs_a_sentence_and_the_writer_reads_it(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place, "My shop", body=LINK)
    with pytest.raises(Refusal, match="one sentence"):
        remove(actor=host, hold=_hold(), note=" ")
    remove(actor=host, hold=_hold(), note="Advertisements have a place of their own.")
    remove(actor=host, hold=_hold(), note="Something else")
    row.refresh_from_db()
    assert row.state == State.DELETED
    assert (_hold().outcome, _hold().note) == (HoldOutcome.REMOVED, "Advertisements have a place of their own.")
    _tell_all()
    assert _people_told(Reason.REVIEWED) == {anna.person_id}
    page = client_of(anna).get(f"/reviewed/{_hold().pk}/")
    assert page.status_code == 200
    assert "Advertisements have a place of their own." in page.text
    assert "shop.example/sale" in page.text
    assert client_of(host).get(f"/reviewed/{_hold().pk}/").status_code == 404


def test_who_decides_is_somebody_else_who_keeps_order_here(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    make_contribution(anna, place, body=LINK)
    stranger, elsewhere = member(make_place()), member(make_place(), role=Role.HOST)
    for actor in (anna, bo, stranger, elsewhere, VISITOR):
        with pytest.raises(Refusal):
            release(actor=actor, hold=_hold())
        assert not waiting_in(actor, place) or actor == anna
    Membership.objects.filter(community=place, person_id=anna.person_id).update(role=Role.HOST)
    from gilde.people.queries.actor import actor_for

    with pytest.raises(Refusal, match="Another host"):
        release(actor=actor_for(person_of(anna)), hold=_hold())


def test_deleting_what_waits_ends_the_waiting(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place, body=LINK)
    delete(actor=anna, contribution=row)
    assert _hold().outcome == HoldOutcome.WITHDRAWN
    place.refresh_from_db()
    assert place.held_count == 0
    _tell_all()
    assert not Notice.objects.exists()
    release(actor=host, hold=_hold())
    row.refresh_from_db()
    assert row.state == State.DELETED


def test_without_a_name_links_wait_whoever_asks(host: Actor) -> None:
    place = make_place(unnamed="questions")
    old, judge = member(place), member(place, role=Role.HOST)
    row = contribute(
        actor=old,
        community=place,
        kind=ContributionKind.QUESTION,
        text=ContributionText(title="May I ask?", body=LINK),
        unnamed=True,
    )
    assert row.state == State.HELD
    assert contribution_for(old, row.pk) is not None
    assert not Activity.objects.filter(actor_id=old.person_id, target_kind="dialogue.contribution").exists()
    release(actor=judge, hold=_hold())
    assert Activity.objects.get(verb=Verb.CONTRIBUTED).actor_id == row.author_id
    _tell_all()
    assert _people_told(Reason.REVIEWED) == {old.person_id}
    assert not Activity.objects.filter(actor_id=old.person_id, target_kind="dialogue.contribution").exists()


def test_a_host_without_a_name_waits_like_everybody_and_may_decide() -> None:
    place = make_place(unnamed="questions")
    host = member(place, role=Role.HOST)
    text = ContributionText(title="May I ask?", body=LINK)
    row = contribute(actor=host, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)
    assert row.state == State.HELD
    release(actor=host, hold=_hold())
    row.refresh_from_db()
    assert row.state == State.PUBLISHED


def test_a_host_who_does_not_publish_their_own_words_without_a_name_is_heard_as_the_host_alone() -> None:
    place = make_place(unnamed="questions")
    host = member(place, role=Role.HOST)

    def ask(body: str) -> Contribution:
        text = ContributionText(title="May I ask?", body=body)
        return contribute(actor=host, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)

    asked = ask("In peace")
    held = [
        ask(LINK),
        add_comment(actor=host, contribution=asked, body=LINK),
        add_answer(actor=host, contribution=asked, body=LINK),
    ]
    for hold in Hold.objects.order_by("pk"):
        last = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]
        remove(actor=host, hold=hold, note="Not here.")
        said = Activity.objects.filter(pk__gt=last).values_list("actor_id", flat=True)
        assert len(said) == 2
        assert set(said) == {host.person_id}
    for row in held:
        row.refresh_from_db()
        assert row.deleted_by_id == host.person_id


def test_a_story_is_looked_at_after_its_teller_approved_it(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    row = make_contribution(anna, place, body=LINK, kind=ContributionKind.STORY, teller=person_of(bo))
    assert row.state == State.WAITING
    assert not Hold.objects.exists()
    approve(actor=bo, contribution=row)
    row.refresh_from_db()
    assert row.state == State.HELD
    edit(actor=anna, contribution=row, text=ContributionText(title="Told", body=f"{LINK} more", fields=row.fields))
    row.refresh_from_db()
    assert (row.state, _hold().outcome) == (State.WAITING, HoldOutcome.WITHDRAWN)
    approve(actor=bo, contribution=row)
    release(actor=host, hold=Hold.objects.open().get())
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    assert Activity.objects.get(verb=Verb.STORY_APPROVED).actor_id == bo.person_id


@pytest.mark.parametrize("first_with_link", [True, False])
def test_a_story_that_waits_again_after_an_edit_comes_back_where_it_stood(
    place: Community, anna: Actor, bo: Actor, host: Actor, first_with_link: bool
) -> None:
    body = LINK if first_with_link else "No link"
    row = make_contribution(anna, place, body=body, kind=ContributionKind.STORY, teller=person_of(bo))
    approve(actor=bo, contribution=row)
    for hold in Hold.objects.open():
        release(actor=host, hold=hold)
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    stood = (row.created_at, row.last_activity_at)
    edit(actor=anna, contribution=row, text=ContributionText(title="Told", body=f"{LINK} now", fields=row.fields))
    approve(actor=bo, contribution=row)
    row.refresh_from_db()
    assert row.state == State.HELD
    place.refresh_from_db()
    assert place.contribution_count == 0
    _tell_all()
    assert host.person_id in _people_told(Reason.HELD)
    release(actor=host, hold=Hold.objects.open().get())
    row.refresh_from_db()
    place.refresh_from_db()
    assert (row.state, place.contribution_count) == (State.PUBLISHED, 1)
    assert (row.created_at, row.last_activity_at) == stood
    assert Activity.objects.filter(verb=Verb.STORY_APPROVED).count() == 1


def test_a_story_that_was_held_at_first_is_not_bumped_by_an_edit(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    row = make_contribution(anna, place, body=LINK, kind=ContributionKind.STORY, teller=person_of(bo))
    approve(actor=bo, contribution=row)
    release(actor=host, hold=Hold.objects.open().get())
    row.refresh_from_db()
    stood = row.last_activity_at
    edit(actor=anna, contribution=row, text=ContributionText(title="Told", body="No link", fields=row.fields))
    assert approve(actor=bo, contribution=row).state == State.PUBLISHED
    row.refresh_from_db()
    assert row.last_activity_at == stood


def test_a_comment_under_an_answer_that_went_is_released_quietly(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    question = make_question(bo, place)
    answer = make_answer(host, question)
    comment = add_comment(actor=anna, contribution=question, answer=answer, body=LINK)
    delete_answer(actor=host, answer=answer)
    question.refresh_from_db()
    stood = question.last_activity_at
    release(actor=host, hold=_hold())
    comment.refresh_from_db()
    question.refresh_from_db()
    assert (comment.state, question.last_activity_at) == (State.PUBLISHED, stood)
    assert not Activity.objects.filter(verb=Verb.COMMENTED).exists()


def test_hosts_read_no_title_of_a_story_that_waits_for_its_teller_beside_a_reply(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    row = make_contribution(bo, place, "The bridge", kind=ContributionKind.STORY, teller=person_of(host))
    approve(actor=host, contribution=row)
    add_comment(actor=anna, contribution=row, body=LINK)
    other = member(place, "Olga", role=Role.HOST)
    page = reverse("dialogue:holds", args=[place.slug])
    assert "The bridge" in client_of(other).get(page).content.decode()
    edit(actor=bo, contribution=row, text=ContributionText(title="The secret", body="New", fields=row.fields))
    text = client_of(other).get(page).content.decode()
    assert LINK[-15:] in text
    assert "The secret" not in text
    assert "Comment on a story that its teller has not approved yet" in text


def test_the_log_says_that_a_writer_took_away_what_waited(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place, body=LINK)
    _tell_all()
    assert host.person_id in _people_told(Reason.HELD)
    delete(actor=anna, contribution=row)
    act = Activity.objects.get(target_kind="dialogue.hold")
    assert said(act.verb).plain == "took away something that waited for a host"  # type: ignore[union-attr]
    _tell_all()
    assert _people_told(Reason.HELD) == set()


def test_a_reply_under_a_closed_or_deleted_conversation_is_released_quietly(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    question = make_question(bo, place)
    answer = make_answer(anna, question, LINK)
    assert answer.state == State.HELD
    delete(actor=bo, contribution=question)
    release(actor=host, hold=_hold())
    answer.refresh_from_db()
    assert answer.state == State.PUBLISHED
    _tell_all()
    assert not Notice.objects.filter(person=bo.person_id).exists()


def test_the_pages_of_hosts_and_writers(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(host, place, "What do you read?")
    comment = make_comment(anna, row, LINK)
    hosts, writers, others = client_of(host), client_of(anna), client_of(bo)
    listed = hosts.get(f"/c/{place.slug}/held/")
    assert "shop.example/sale" in listed.text
    assert "Something new in" in hosts.get("/").text
    for client in (writers, others, client_of(member(make_place(), role=Role.HOST))):
        assert client.get(f"/c/{place.slug}/held/").status_code == 404
        assert client.post(f"/c/{place.slug}/held/{_hold().pk}/", {"release": "1"}).status_code == 404
    assert "A host looks at this first." in writers.get(row.get_absolute_url()).text
    assert "Waiting for a host" in hosts.get(row.get_absolute_url()).text
    assert "shop.example" not in others.get(row.get_absolute_url()).text
    refused = hosts.post(f"/c/{place.slug}/held/{_hold().pk}/", {"remove": "1", "note": ""})
    assert "Write one sentence" in refused.text
    assert hosts.post(f"/c/{place.slug}/held/{_hold().pk}/", {"release": "1"}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    again = hosts.post(f"/c/{place.slug}/held/{_hold().pk}/", {"release": "1"}, follow=True)
    assert "already decided" in again.text
    assert "shop.example" in others.get(row.get_absolute_url()).text
    assert writers.get(f"/reviewed/{_hold().pk}/").status_code == 302


def test_a_host_publishes_what_they_read_and_nothing_that_was_put_in_its_place(
    place: Community, anna: Actor, host: Actor
) -> None:
    import re

    comment = make_comment(anna, make_contribution(host, place), LINK)
    client, address = client_of(host), f"/c/{place.slug}/held/"

    def seen(page: str) -> str:
        return re.findall(r'name="seen" value="([^"]*)"', page)[0]

    before = seen(client.get(address).text)
    edit_comment(actor=anna, comment=comment, body="https://bait.example")
    refused = client.post(f"{address}{_hold().pk}/", {"release": "1", "seen": before})
    comment.refresh_from_db()
    assert (refused.status_code, comment.state) == (403, State.HELD)
    assert "Read it again first." in refused.text
    assert "bait.example" in refused.text
    client.post(f"{address}{_hold().pk}/", {"release": "1", "seen": seen(refused.text)})
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED


def test_a_host_sees_the_files_of_what_waits_and_publishes_none_that_came_later(
    place: Community, anna: Actor, host: Actor
) -> None:
    import re

    writing = client_of(anna)

    def upload(name: str) -> str:
        sent = SimpleUploadedFile(name, f"From {name}".encode(), "text/plain")
        assert writing.post("/new/files/", {"file": sent}).status_code == 201
        return Attachment.objects.get(name=name).key

    comment = make_comment(anna, make_contribution(host, place), LINK)
    edit_comment(actor=anna, comment=comment, body=LINK, attachments=[upload("harmless.txt")])
    client, address = client_of(host), f"/c/{place.slug}/held/"
    page = client.get(address).text
    assert "harmless.txt" in page
    before = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    place_attachments(actor=anna, keys=[upload("bait.txt")], contribution=comment.contribution, comment=comment)
    refused = client.post(f"{address}{_hold().pk}/", {"release": "1", "seen": before})
    comment.refresh_from_db()
    assert (refused.status_code, comment.state) == (403, State.HELD)
    assert "bait.txt" in refused.text


def test_a_page_kept_for_visitors_never_shows_what_waits(open_place: Community) -> None:
    from django.test import Client

    anna, bo, host = member(open_place), member(open_place, new=True), member(open_place, role=Role.HOST)
    row = make_contribution(host, open_place)
    comment = make_comment(bo, row, "Mulberry")
    visitor = Client(headers={"accept-encoding": "gzip"})

    def sees() -> bool:
        import gzip

        page = visitor.get(row.get_absolute_url())
        body = gzip.decompress(page.content) if page.headers.get("Content-Encoding") == "gzip" else page.content
        return b"Mulberry" in body

    assert sees()
    assert sees()
    edit_comment(actor=bo, comment=comment, body=f"Mulberry {LINK}")
    assert not sees()
    assert "Mulberry" in client_of(bo).get(row.get_absolute_url()).text
    assert "Mulberry" in client_of(host).get(row.get_absolute_url()).text
    assert "Mulberry" not in client_of(anna).get(row.get_absolute_url()).text
    assert not sees()
    release(actor=host, hold=_hold())
    assert sees()


def test_a_hold_of_long_ago_needs_no_more_statements(place: Community, anna: Actor, host: Actor) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            waiting_in(host, place)
        return len(found)

    make_contribution(anna, place, body=LINK)
    few = statements()
    for _ in range(29):
        make_contribution(anna, place, body=LINK)
    assert statements() == few == 1
    assert timedelta(days=1) < NEW_FOR


def test_audiences_stay_as_they_were(anna: Actor) -> None:
    place = make_place(audience=Audience.PUBLIC)
    bo, host = member(place, new=True), member(place, role=Role.HOST)
    row = make_contribution(bo, place, body=LINK, audience=Audience.COMMUNITY)
    release(actor=host, hold=_hold())
    row.refresh_from_db()
    assert row.audience == Audience.COMMUNITY
    assert contribution_for(anna, row.pk) is None


def test_what_a_host_wrote_goes_along_in_the_download_and_goes_with_who_leaves(
    place: Community, anna: Actor, host: Actor
) -> None:
    from gilde.core.exports import Records
    from gilde.dialogue.actions.leaving import forget
    from gilde.dialogue.exports import export

    make_contribution(anna, place, "My shop", body=LINK)
    remove(actor=host, hold=_hold(), note="Not here.")
    parts = [part for part in export(anna.person_id or 0) if isinstance(part, Records) and part.name == "reviewed"]
    assert [(row["in"], row["note"], row["outcome"]) for row in parts[0].rows] == [("My shop", "Not here.", "removed")]
    forget(person_id=anna.person_id or 0)
    forget(person_id=anna.person_id or 0)
    assert _hold().note == ""
