import pytest
from tests.factories.communities import actor_in, make_charter, make_community, membership_of, outsider

from gilde.communities.actions import charter as actions
from gilde.communities.enums import Role, Verb
from gilde.communities.models import Charter, CharterAcceptance
from gilde.communities.rules.charter import charter_current
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal


def test_each_publication_is_a_new_version_and_who_publishes_accepts_it():
    community = make_community()
    host = actor_in(community, Role.HOST)
    for number, text in enumerate(["One.", "Two."], 1):
        charter = actions.publish(actor=host, community=community, text=text)
        assert charter.number == number
        community.refresh_from_db()
        assert community.charter == charter
        assert charter_current.allows(host, community)
    assert Charter.objects.count() == 2


def test_the_same_text_again_is_no_new_version():
    community = make_community()
    host = actor_in(community, Role.HOST)
    first = actions.publish(actor=host, community=community, text="One.")
    assert actions.publish(actor=host, community=community, text="One.") == first
    assert Activity.objects.filter(verb=Verb.CHARTER_PUBLISHED).count() == 1


def test_an_empty_text_ends_the_agreements():
    community = make_community()
    make_charter(community)
    member = actor_in(community)
    host = actor_in(community, Role.HOST)
    assert actions.publish(actor=host, community=community, text="") is None
    community.refresh_from_db()
    assert community.charter is None
    assert charter_current.allows(member, community)


def test_only_hosts_publish():
    community = make_community()
    for role in (Role.FACILITATOR, Role.MEMBER, Role.GUEST):
        with pytest.raises(Refusal):
            actions.publish(actor=actor_in(community, role), community=community, text="Mine.")


def test_a_version_that_was_replaced_while_somebody_read_is_not_accepted():
    community = make_community()
    member = actor_in(community)
    old, new = make_charter(community), make_charter(community, "Other words.")
    with pytest.raises(Refusal, match="changed while you were reading"):
        actions.accept(actor=member, community=community, charter_id=old.pk)
    for _time in range(2):
        actions.accept(actor=member, community=community, charter_id=new.pk)
    assert membership_of(community, member).charter_seen == new
    assert CharterAcceptance.objects.filter(person_id=member.person_id).count() == 1


def test_people_from_outside_accept_by_joining():
    community = make_community()
    charter = make_charter(community)
    with pytest.raises(Refusal):
        actions.accept(actor=outsider(), community=community, charter_id=charter.pk)
