from tests.factories.communities import actor_in, make_community, outsider

from gilde.communities.actions import archive as actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, RequestState, Role, Verb
from gilde.communities.models import JoinRequest
from gilde.core.models.activity import Activity


def test_archiving_declines_what_waits_and_can_be_undone():
    community = make_community(joining=Joining.REQUEST)
    host = actor_in(community, Role.HOST)
    request_actions.ask(actor=outsider(), community=community, answers={})
    for _time in range(2):
        actions.archive(actor=host, community=community)
    community.refresh_from_db()
    assert (community.is_archived, community.open_request_count) == (True, 0)
    assert JoinRequest.objects.get().state == RequestState.DECLINED
    for _time in range(2):
        actions.reopen(actor=host, community=community)
    community.refresh_from_db()
    assert not community.is_archived
    assert Activity.objects.filter(verb=Verb.COMMUNITY_ARCHIVED).count() == 1
    assert Activity.objects.filter(verb=Verb.COMMUNITY_REOPENED).count() == 1
