import uuid
from datetime import date

import pytest
from tests.factories.communities import HIDDEN, PUBLIC, actor_in, make_charter, make_community, outsider

from gilde.communities.actions import ambition as actions
from gilde.communities.enums import Role, Verb
from gilde.communities.models import Ambition, Behaviour, Result
from gilde.communities.queries.ambition import ambitions, harvest
from gilde.core.actor import VISITOR
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal


@pytest.fixture
def community():
    return make_community(audience=HIDDEN)


@pytest.fixture
def host(community):
    return actor_in(community, Role.HOST)


@pytest.fixture
def ambition(community, host):
    return actions.share(actor=host, community=community, title="Nobody stands alone", why="**Because**")


def test_an_ambition_is_shared_once_per_client_id(community, host):
    client_id = uuid.uuid4()
    first, second = (
        actions.share(actor=host, community=community, title="Together", client_id=client_id) for _ in range(2)
    )
    assert first == second
    assert Ambition.objects.count() == 1


def test_the_why_is_rendered_and_changes_are_written_once(ambition, host):
    assert "<strong>" in ambition.why_html
    actions.change(actor=host, ambition=ambition, title=ambition.title, why=ambition.why)
    assert not Activity.objects.filter(verb=Verb.AMBITION_CHANGED).exists()
    actions.change(actor=host, ambition=ambition, title="Better", why="")
    assert (ambition.title, ambition.why_html) == ("Better", "")


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER, Role.GUEST])
def test_only_hosts_write_ambitions_and_behaviours(community, ambition, role):
    actor = actor_in(community, role)
    for act in [
        lambda: actions.share(actor=actor, community=community, title="X"),
        lambda: actions.change(actor=actor, ambition=ambition, title="X", why=""),
        lambda: actions.close(actor=actor, ambition=ambition, closed=True),
        lambda: actions.name_behaviour(actor=actor, ambition=ambition, text="X"),
    ]:
        with pytest.raises(Refusal):
            act()


def test_the_same_behaviour_is_one_and_can_come_back(host, ambition):
    first = actions.name_behaviour(actor=host, ambition=ambition, text="We ask first")
    assert actions.name_behaviour(actor=host, ambition=ambition, text="We ask first") == first
    for _time in range(2):
        actions.drop_behaviour(actor=host, behaviour=first)
    assert harvest(host, ambition).behaviours == []
    assert actions.name_behaviour(actor=host, ambition=ambition, text="We ask first") == first
    assert Behaviour.objects.count() == 1


def test_whoever_contributes_reports_a_result_once(community, ambition):
    member, client_id = actor_in(community), uuid.uuid4()
    for _time in range(2):
        actions.report(
            actor=member, ambition=ambition, text="It works", on=date(2026, 3, 1), evidence="Seen", client_id=client_id
        )
    [result] = harvest(member, ambition).results
    assert (result.text, result.on, result.reported_by_id) == ("It works", date(2026, 3, 1), member.person_id)
    assert Activity.objects.filter(verb=Verb.RESULT_REPORTED).count() == 1


@pytest.mark.parametrize("who", ["guest", "outsider", "visitor"])
def test_others_report_nothing(community, ambition, who):
    actor = {"guest": lambda: actor_in(community, Role.GUEST), "outsider": outsider, "visitor": lambda: VISITOR}[who]()
    with pytest.raises(Refusal):
        actions.report(actor=actor, ambition=ambition, text="X", on=date(2026, 3, 1))


def test_a_closed_ambition_takes_no_results_and_can_be_taken_up_again(host, ambition):
    actions.close(actor=host, ambition=ambition, closed=True)
    with pytest.raises(Refusal, match="closed"):
        actions.report(actor=host, ambition=ambition, text="X", on=date(2026, 3, 1))
    actions.close(actor=host, ambition=ambition, closed=False)
    assert actions.report(actor=host, ambition=ambition, text="X", on=date(2026, 3, 1)).pk


def test_who_has_not_accepted_the_charter_reports_nothing(community, ambition):
    member = actor_in(community)
    make_charter(community)
    with pytest.raises(Refusal, match="agreements"):
        actions.report(actor=member, ambition=ambition, text="X", on=date(2026, 3, 1))


def test_a_result_is_removed_by_who_reported_it_or_a_host(community, host, ambition):
    member, other = actor_in(community), actor_in(community)
    first, second = (
        actions.report(actor=member, ambition=ambition, text=text, on=date(2026, 3, 1)) for text in ("A", "B")
    )
    with pytest.raises(Refusal):
        actions.remove_result(actor=other, result=first)
    actions.remove_result(actor=member, result=first)
    actions.remove_result(actor=host, result=second)
    assert not Result.objects.exists()


def test_ambitions_are_read_by_who_reads_the_place(community, ambition):
    assert list(Ambition.objects.visible_to(actor_in(community))) == [ambition]
    assert not Ambition.objects.visible_to(outsider()).exists()
    community.audience = PUBLIC
    community.save(update_fields=["audience"])
    assert Ambition.objects.visible_to(VISITOR).exists()


def test_the_list_takes_two_queries_whatever_its_length(community, host, django_assert_num_queries):
    for count in (1, 30):
        for number in range(count):
            row = actions.share(actor=host, community=community, title=f"A{number}")
            actions.name_behaviour(actor=host, ambition=row, text="B")
        with django_assert_num_queries(2):
            assert all(item.living for item in ambitions(host, community))
