"""A guest takes part in one conversation only: held against every way in which more could reach them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.factories.dialogue import (
    add_comment,
    client_of,
    joined,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.communities.actions.community import confide
from gilde.communities.actions.membership import leave
from gilde.communities.actions.restriction import restrict
from gilde.communities.enums import Guests, RestrictionKind, Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions import guest as actions
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.audience import change_audience
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.actions.curation import close, move
from gilde.dialogue.actions.guest_mail import deliver
from gilde.dialogue.actions.leaving import forget
from gilde.dialogue.enums import ContributionKind, GuestEnd, State, Verb
from gilde.dialogue.models import Comment, Contribution, Guest
from gilde.dialogue.queries.guest import secret_of
from gilde.dialogue.queries.one import contribution_for
from gilde.dialogue.rules import contribution as rules
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db


def fresh(actor):
    return actor_of(person_of(actor))


def outsider(name: str = "Gea Kuipers"):
    return actor_of(make_person(name))


def invited(actor, contribution, **values) -> Guest:
    return actions.invite(actor=actor, contribution=contribution, **values)


def guest_of(actor, contribution, name: str = "Gea Kuipers"):
    """Somebody from outside whom ``actor`` invited, and who came."""
    guest = outsider(name)
    actions.accept(actor=guest, guest=invited(actor, contribution))
    return fresh(guest)


def place_of(guest) -> Guest:
    return Guest.objects.get(person=guest.person_id, ended_at=None)


@pytest.fixture
def talk(anna, place) -> Contribution:
    return make_contribution(anna, place, "How do you begin")


class TestInviting:
    def test_a_member_invites_by_mail_and_the_letter_leads_to_the_conversation(self, bo, talk):
        row = invited(bo, talk, email="gea@example.org", note="You know this.")
        assert deliver(guest_id=row.pk)
        assert not deliver(guest_id=row.pk)
        (letter,) = mail.outbox
        assert letter.to == ["gea@example.org"]
        assert "How do you begin" in letter.subject
        assert f"/g/{secret_of(row)}/" in letter.body
        assert "You know this." in letter.body
        assert not Membership.objects.filter(person__name="Gea Kuipers").exists()

    def test_the_same_client_id_invites_once(self, bo, talk):
        key = uuid.uuid4()
        assert invited(bo, talk, client_id=key) == invited(bo, talk, client_id=key)
        assert Guest.objects.count() == 1

    def test_only_those_who_may_share_something_invite(self, place, talk):
        with pytest.raises(Refusal, match="guest"):
            invited(member(place, "Role guest", role=Role.GUEST), talk)
        with pytest.raises(Refusal, match="Join"):
            invited(outsider(), talk)
        assert not Guest.objects.exists()

    def test_a_guest_invites_nobody(self, bo, talk):
        with pytest.raises(Refusal):
            invited(guest_of(bo, talk), talk)

    @pytest.mark.parametrize("who", [Guests.NOBODY, Guests.HOSTS, Guests.MEMBERS])
    def test_the_community_decides_who_invites(self, place, talk, host, bo, who):
        confide(
            actor=fresh(host), community=place, usual=Audience(place.usual_audience),
            widest=Audience(place.widest_audience), guests=who,
        )  # fmt: skip
        for actor, may in ((host, who != Guests.NOBODY), (bo, who == Guests.MEMBERS)):
            row = contribution_for(fresh(actor), talk.pk)
            if may:
                assert invited(actor, row).pk
            else:
                with pytest.raises(Refusal):
                    invited(actor, row)

    def test_where_people_are_careful_only_hosts_invite_unless_they_chose_otherwise(self):
        assert make_place(audience=Audience.PUBLIC).guests_by == Guests.MEMBERS
        assert make_place(audience=Audience.MEMBERS).guests_by == Guests.MEMBERS
        assert make_place(audience=Audience.COMMUNITY).guests_by == Guests.HOSTS
        assert make_place(inter_company=True).guests_by == Guests.HOSTS
        assert make_place(members_invite=False).guests_by == Guests.HOSTS
        assert make_place(audience=Audience.COMMUNITY, guests=Guests.MEMBERS).guests_by == Guests.MEMBERS

    def test_what_stays_what_has_no_name_and_what_is_closed_has_no_guests(self, anna, bo, place):
        stays = make_contribution(anna, place, audience=Audience.COMMUNITY)
        text = ContributionText(title="How do I say this", body="To my team.")
        asked = contribute(actor=anna, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)
        shut = make_contribution(anna, place)
        close(actor=anna, contribution=shut, reason="Done")
        for row in (stays, asked, shut):
            with pytest.raises(Refusal):
                invited(bo, row)

    def test_who_is_a_member_or_invited_already_gets_no_second_invitation(self, bo, talk):
        invited(bo, talk, email="gea@example.org")
        with pytest.raises(Refusal, match="already"):
            invited(bo, talk, email="gea@example.org")

    def test_a_conversation_has_twenty_places(self, host, talk):
        for _ in range(20):
            invited(host, talk)
        with pytest.raises(Refusal, match="as many"):
            invited(host, talk)


class TestSendingAgain:
    @pytest.fixture
    def row(self, bo, talk) -> Guest:
        row = invited(bo, talk, email="gea@example.org")
        deliver(guest_id=row.pk)
        return row

    def a_day_later(self, row: Guest) -> Guest:
        Guest.objects.filter(pk=row.pk).update(sent_at=now() - timedelta(days=1, minutes=1))
        return Guest.objects.get(pk=row.pk)

    def test_it_is_mailed_once_more_with_a_fresh_term_and_a_link_that_works(self, bo, row):
        Guest.objects.filter(pk=row.pk).update(expires_at=now() + timedelta(hours=1))
        again = actions.send_again(actor=bo, guest=self.a_day_later(row))
        assert actions.send_again(actor=bo, guest=again).pk == row.pk  # on its way
        assert [deliver(guest_id=row.pk) for _ in range(2)] == [True, False]
        first, second = mail.outbox
        assert f"/g/{secret_of(row)}/" in second.body
        assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
        assert Guest.objects.get(pk=row.pk).expires_at > now() + timedelta(days=29)

    def test_not_more_than_once_a_day(self, bo, row):
        with pytest.raises(Refusal, match="less than a day"):
            actions.send_again(actor=bo, guest=row)

    def test_a_host_may_and_others_may_not(self, anna, host, place, row):
        for actor in (member(place, "Cor"), outsider()):
            with pytest.raises(Refusal):
                actions.send_again(actor=actor, guest=self.a_day_later(row))
        assert actions.send_again(actor=host, guest=self.a_day_later(row))

    def test_not_after_it_ended_was_used_or_expired_nor_where_there_are_no_guests_any_more(self, anna, bo, talk):
        rows = [invited(bo, talk, email=f"{name}@example.org") for name in ("a", "b", "c", "d")]
        for row in rows:
            deliver(guest_id=row.pk)
        actions.end(actor=bo, guest=rows[0])
        actions.accept(actor=outsider(), guest=rows[1])
        Guest.objects.filter(pk=rows[2].pk).update(expires_at=now() - timedelta(minutes=1))
        for row in rows[:3]:
            with pytest.raises(Refusal):
                actions.send_again(actor=bo, guest=self.a_day_later(row))
        close(actor=anna, contribution=talk, reason="Done")
        with pytest.raises(Refusal, match="closed"):
            actions.send_again(actor=bo, guest=self.a_day_later(rows[3]))
        assert len(mail.outbox) == 4

    def test_on_the_page(self, anna, bo, talk, row):
        address = f"/d/{talk.pk}/do/guests/"
        again = f"{address}{row.pk}/again/"
        client = client_of(bo)
        assert "less than a day ago" in client.get(address).content.decode()
        assert "less than a day ago" in client.post(again, follow=True).content.decode()
        self.a_day_later(row)
        assert "on its way" in client.post(again, follow=True).content.decode()
        assert client_of(anna).post(again).status_code == 404


class TestComingIn:
    def test_a_guest_is_no_member_and_reads_this_conversation_only(self, anna, bo, place, talk):
        other = make_contribution(anna, place, "Something else")
        said = add_comment(actor=anna, contribution=talk, body="Welcome")
        elsewhere = add_comment(actor=anna, contribution=other, body="Not for you")
        guest = guest_of(bo, talk)
        assert not guest.roles
        assert Contribution.objects.visible_to(guest).get() == talk
        assert contribution_for(guest, talk.pk) == talk
        assert contribution_for(guest, other.pk) is None
        assert Comment.objects.visible_to(guest).get() == said
        assert elsewhere not in Comment.objects.visible_to(guest)
        talk.refresh_from_db()
        assert talk.guest_count == 1

    def test_a_guest_comments_answers_and_thanks(self, anna, bo, place, talk):
        question = make_contribution(anna, place, kind=ContributionKind.QUESTION)
        guest = guest_of(bo, talk)
        add_comment(actor=guest, contribution=talk, body="From outside")
        with pytest.raises(Refusal):
            add_answer(actor=guest, contribution=question, body="Not mine to answer")
        also = guest_of(bo, question, "Henk Bos")
        add_answer(actor=also, contribution=question, body="Try this")

    def test_an_invitation_is_for_one_person(self, bo, talk):
        row = invited(bo, talk)
        actions.accept(actor=outsider(), guest=row)
        with pytest.raises(Refusal, match="does not work"):
            actions.accept(actor=outsider("Somebody else"), guest=row)

    def test_coming_twice_is_once(self, bo, talk):
        guest, row = outsider(), invited(bo, talk)
        actions.accept(actor=guest, guest=row)
        actions.accept(actor=guest, guest=row)
        talk.refresh_from_db()
        assert talk.guest_count == 1
        assert Activity.objects.filter(verb=Verb.GUEST_CAME).count() == 1

    def test_a_member_needs_no_place_and_uses_none_up(self, anna, bo, talk):
        row = invited(bo, talk)
        actions.accept(actor=anna, guest=row)
        row.refresh_from_db()
        assert row.is_usable

    def test_it_does_not_work_any_more_once_it_expired_was_withdrawn_or_the_conversation_is_not_open_to_guests(
        self, anna, bo, host, place, talk
    ):
        expired, gone, late = invited(bo, talk), invited(bo, talk), invited(bo, talk)
        Guest.objects.filter(pk=expired.pk).update(expires_at=now() - timedelta(minutes=1))
        actions.end(actor=bo, guest=gone)
        Community.objects.filter(pk=place.pk).update(archived_at=now())
        for row in (expired, gone, late):
            with pytest.raises(Refusal, match="does not work"):
                actions.accept(actor=outsider(), guest=row)

    def test_who_was_blocked_by_the_inviter_learns_nothing(self, bo, talk):
        guest, row = outsider(), invited(bo, talk)
        block(actor=bo, person=person_of(guest))
        with pytest.raises(Refusal, match="does not work"):
            actions.accept(actor=fresh(guest), guest=row)
        assert client_of(guest).get(f"/g/{secret_of(row)}/").status_code == 404


class TestEnding:
    @pytest.mark.parametrize("who", ["inviter", "author", "host", "self"])
    def test_after_the_end_nothing_is_readable(self, anna, bo, host, talk, who):
        guest = guest_of(bo, talk)
        add_comment(actor=guest, contribution=talk, body="Mine")
        actor = {"inviter": bo, "author": anna, "host": host, "self": guest}[who]
        actions.end(actor=actor, guest=place_of(guest))
        guest = fresh(guest)
        assert contribution_for(guest, talk.pk) is None
        assert not Comment.objects.visible_to(guest).exists()
        assert client_of(guest).get(talk.get_absolute_url()).status_code == 404
        talk.refresh_from_db()
        assert (talk.guest_count, talk.comment_count) == (0, 1)
        with pytest.raises(Refusal):
            add_comment(actor=guest, contribution=talk, body="Again")

    def test_others_cannot_end_it(self, bo, place, talk):
        guest, also = guest_of(bo, talk), guest_of(bo, talk, "Henk Bos")
        for actor in (member(place, "Cor"), also, outsider("Stranger")):
            with pytest.raises(Refusal):
                actions.end(actor=actor, guest=place_of(guest))
        assert place_of(guest)

    def test_moving_ends_it(self, anna, bo, talk):
        guest = guest_of(bo, talk)
        other = make_place("Elsewhere")
        move(actor=joined(anna, other), contribution=talk, to=other)
        assert contribution_for(fresh(guest), talk.pk) is None
        talk.refresh_from_db()
        assert talk.guest_count == 0
        assert Guest.objects.get().ended_why == GuestEnd.MOVED

    def test_what_stays_from_now_on_has_no_guests(self, anna, bo, talk):
        guest = guest_of(bo, talk)
        change_audience(actor=anna, contribution=talk, audience=Audience.COMMUNITY)
        assert contribution_for(fresh(guest), talk.pk) is None
        assert not Guest.objects.taking_part().exists()

    def test_a_row_that_is_left_lets_nobody_read_what_stays(self, bo, talk):
        guest = guest_of(bo, talk)
        Contribution.objects.filter(pk=talk.pk).update(audience=Audience.COMMUNITY)
        assert contribution_for(fresh(guest), talk.pk) is None
        assert not Contribution.objects.visible_to(fresh(guest)).exists()

    def test_a_community_that_wants_no_guests_has_none(self, host, bo, place, talk):
        guest = guest_of(bo, talk)
        confide(
            actor=host, community=place, usual=Audience(place.usual_audience),
            widest=Audience(place.widest_audience), guests=Guests.NOBODY,
        )  # fmt: skip
        assert contribution_for(fresh(guest), talk.pk) is None

    def test_who_joins_and_leaves_is_no_guest_any_more(self, bo, place, talk):
        from gilde.communities.actions.membership import enrol
        from gilde.core.actor import SYSTEM

        guest = guest_of(bo, talk)
        enrol(actor=SYSTEM, person_id=guest.person_id, community=place, role=Role.MEMBER)
        assert Guest.objects.get().ended_why == GuestEnd.JOINED
        leave(actor=fresh(guest), community=place)
        assert contribution_for(fresh(guest), talk.pk) is None

    def test_who_invited_and_left_lets_nobody_in(self, bo, place, talk):
        row = invited(bo, talk)
        leave(actor=bo, community=place)
        with pytest.raises(Refusal):
            actions.accept(actor=outsider(), guest=row)

    def test_an_archived_community_is_read_and_not_written(self, bo, place, talk):
        guest = guest_of(bo, talk)
        Community.objects.filter(pk=place.pk).update(archived_at=now())
        found = contribution_for(guest, talk.pk)
        assert found is not None
        assert "archived" in rules.comment.reason(guest, found)


class TestPages:
    def test_the_way_from_an_invitation_to_a_comment(self):
        place = make_place("A quiet circle", audience=Audience.COMMUNITY)
        host = member(place, "Hilde Bos", role=Role.HOST)
        talk = make_contribution(host, place, "How do you begin")
        row = invited(host, talk)
        address = f"/g/{secret_of(row)}/"
        assert "How do you begin" in Client().get(address).content.decode()
        guest = outsider()
        client = client_of(guest)
        answer = client.post(address)
        assert answer["Location"] == talk.get_absolute_url()
        page = client.get(talk.get_absolute_url()).content.decode()
        assert "1 guest of this conversation" in page
        assert f"/c/{place.slug}/" not in page
        client.post(f"/d/{talk.pk}/do/comment/", {"body": "From outside"})
        assert Comment.objects.get().author_id == guest.person_id
        home = client.get("/").content.decode()
        assert "How do you begin" in home
        assert f"/c/{place.slug}/" not in home

    def test_everybody_sees_at_a_comment_that_a_guest_wrote_it_and_no_longer_when_they_joined(
        self, anna, bo, place, talk
    ):
        guest = guest_of(bo, talk)
        add_comment(actor=bo, contribution=talk, body="From inside")
        client, address = client_of(anna), talk.get_absolute_url()
        badge = '<span class="badge badge-role">guest</span>'
        client.get(address)
        assert badge not in client.get(address).content.decode()
        add_comment(actor=guest, contribution=talk, body="From outside")
        for actor in (anna, bo, guest):
            page = client_of(actor).get(address).content.decode()
            assert page.count(badge) == 1
            assert page.index("From inside") < page.index(badge) < page.index("From outside")
        Membership.objects.create(person_id=guest.person_id, community=place)
        actions.end_all(why=GuestEnd.JOINED, person=guest.person_id)
        assert badge not in client.get(address).content.decode()

    def test_what_a_guest_wrote_says_so_too_after_they_left_until_they_are_a_member(self, anna, bo, place, talk):
        guest = guest_of(bo, talk)
        add_comment(actor=guest, contribution=talk, body="From outside")
        address, badge = talk.get_absolute_url(), '<span class="badge badge-role">{}</span>'
        actions.end(actor=guest, guest=place_of(guest))
        for actor in (anna, bo):
            page = client_of(actor).get(address).content.decode()
            assert page.count(badge.format("was a guest")) == 1
            assert badge.format("guest") not in page
        guest_of(bo, talk, "Another Guest")
        page = client_of(anna).get(address).content.decode()
        assert page.count(badge.format("was a guest")) == 1
        Membership.objects.create(person_id=guest.person_id, community=place)
        assert "was a guest" not in client_of(anna).get(address).content.decode()

    def test_an_answer_of_a_guest_says_so_too(self, anna, bo, place):
        question = make_contribution(anna, place, kind=ContributionKind.QUESTION)
        add_answer(actor=guest_of(bo, question), contribution=question, body="Try this")
        page = client_of(anna).get(question.get_absolute_url()).content.decode()
        assert '<span class="badge badge-role">guest</span>' in page

    def test_members_see_who_is_a_guest_and_only_the_inviter_and_hosts_whom_they_invited(
        self, anna, bo, host, place, talk
    ):
        guest = guest_of(bo, talk)
        invited(bo, talk, email="henk@example.org")
        address = f"/d/{talk.pk}/do/guests/"
        for actor, sees in ((bo, True), (host, True), (anna, False), (guest, False)):
            page = client_of(actor).get(address).content.decode()
            assert "Gea Kuipers" in page
            assert ("henk@example.org" in page) == sees, actor.name
        assert client_of(outsider("Stranger")).get(address).status_code == 404

    def test_inviting_on_the_page(self, bo, talk):
        client, address = client_of(bo), f"/d/{talk.pk}/do/guests/"
        refused = client.post(address, {"way": "mail", "email": "no address", "note": "Come"})
        assert refused.status_code == 422
        assert "Come" in refused.content.decode()
        assert client.post(address, {"way": "mail", "email": "gea@example.org"}).status_code == 302
        assert client.post(address, {"way": "link", "lifetime": "7"}).status_code == 302
        assert Guest.objects.waiting().count() == 2
        assert "/g/" in client.get(address).content.decode()

    def test_a_guest_leaves(self, bo, talk):
        guest = guest_of(bo, talk)
        client = client_of(guest)
        assert client.post(f"/d/{talk.pk}/do/guests/{place_of(guest).pk}/end/")["Location"] == "/"
        assert client.get(talk.get_absolute_url()).status_code == 404

    def test_a_visitor_learns_nothing(self, bo, talk):
        guest_of(bo, talk)
        assert contribution_for(VISITOR, talk.pk) is None
        assert Client().get("/g/nothing/").status_code == 404


class TestLeavingForGood:
    def test_nothing_is_left_of_a_guest_nor_of_an_invitation(self, anna, bo, talk):
        guest = guest_of(bo, talk)
        waiting = invited(bo, talk, email="henk@example.org")
        forget(person_id=guest.person_id)
        forget(person_id=guest.person_id)
        talk.refresh_from_db()
        assert talk.guest_count == 0
        assert contribution_for(fresh(guest), talk.pk) is None
        forget(person_id=bo.person_id)
        waiting.refresh_from_db()
        assert (waiting.ended_why, waiting.email) == (GuestEnd.WITHDRAWN, "")

    def test_a_measure_that_takes_somebody_out_ends_it_and_one_that_only_lets_read_stops_replies(
        self, host, bo, place, talk
    ):
        quiet, out = guest_of(bo, talk), guest_of(bo, talk, "Henk Bos")
        for actor, kind in ((quiet, RestrictionKind.READ_ONLY), (out, RestrictionKind.REMOVED)):
            restrict(actor=host, person_id=actor.person_id, community=place, kind=kind, lasts=timedelta(days=7))
        assert contribution_for(fresh(out), talk.pk) is None
        assert contribution_for(fresh(quiet), talk.pk) is not None
        with pytest.raises(Refusal, match="read here"):
            add_comment(actor=fresh(quiet), contribution=talk, body="Still")
        with pytest.raises(Refusal, match="does not work"):
            actions.accept(actor=fresh(out), guest=invited(bo, talk))

    def test_what_a_guest_links_to_is_looked_at_first(self, bo, talk):
        guest = guest_of(bo, talk)
        said = add_comment(actor=guest, contribution=talk, body="See https://elsewhere.example/page")
        assert Comment.objects.get(pk=said.pk).state == State.HELD
        assert Comment.objects.visible_to(guest).exists()
        assert not Comment.objects.visible_to(guest_of(bo, talk, "Henk Bos")).exists()

    def test_what_a_decision_hides_is_not_there_for_a_guest(self, bo, talk):
        guest = guest_of(bo, talk)
        for state in (State.HELD, State.HIDDEN, State.DELETED):
            Contribution.objects.filter(pk=talk.pk).update(state=state)
            assert contribution_for(fresh(guest), talk.pk) is None
        Contribution.objects.filter(pk=talk.pk).update(state=State.PUBLISHED)
        assert contribution_for(fresh(guest), talk.pk) is not None

    def test_the_hand_written_sql_sees_what_visible_to_sees(self, anna, bo, place, talk):
        guest = guest_of(bo, talk)
        for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY):
            for _ in range(2):
                make_contribution(anna, place, audience=audience)
        numbers = list(Contribution.objects.values_list("pk", flat=True))
        for actor in (guest, anna, outsider("Nobody"), VISITOR):
            seen = set(Contribution.objects.visible_to(actor).values_list("pk", flat=True))
            assert {number for number in numbers if contribution_for(actor, number)} == seen

    def test_a_guest_costs_no_statement(self, bo, talk, django_assert_max_num_queries):
        guest, member_ = guest_of(bo, talk), bo
        for actor in (member_, guest):
            client = client_of(actor)
            client.get(talk.get_absolute_url())
            with django_assert_max_num_queries(8):
                assert client.get(talk.get_absolute_url()).status_code == 200
            with django_assert_max_num_queries(8):
                assert client.get("/").status_code == 200
