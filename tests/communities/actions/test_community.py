import uuid

import pytest
from django.db import IntegrityError, transaction
from tests.factories.communities import HIDDEN, MEMBERS, PUBLIC, actor_in, again, make_community, outsider
from tests.factories.people import make_organisation, make_person

from gilde.communities.actions import archive as archive_actions
from gilde.communities.actions import community as actions
from gilde.communities.enums import CommunityKind, Joining, Role, Verb
from gilde.communities.models import Community, Edge, FormerSlug, Membership
from gilde.communities.queries.slug import find, now_called, suggest
from gilde.communities.rules import community as rules
from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal


def founded(actor=None, **values):
    values = {"kind": CommunityKind.PRACTICE, "name": "Care nearby", **values}
    return actions.found(actor=actor or outsider(), **values)


# ── founding ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", CommunityKind)
def test_whoever_founds_is_host_of_a_community_with_the_defaults_of_its_kind(kind):
    from gilde.communities.rules.kind import defaults_of

    actor, start = outsider(), defaults_of(kind)
    community = founded(actor, kind=kind)
    assert (community.audience, community.joining) == (start.audience, start.joining)
    assert (community.noindex, community.members_invite) == (start.noindex, start.members_invite)
    assert (again(actor).roles, community.member_count) == ({community.pk: Role.HOST}, 1)
    assert Activity.objects.filter(verb=Verb.COMMUNITY_FOUNDED, target_id=community.pk).count() == 1


def test_founding_twice_with_one_client_id_founds_once():
    actor, client_id = outsider(), uuid.uuid4()
    first = founded(actor, client_id=client_id)
    assert founded(actor, client_id=client_id, name="Other words") == first
    assert founded(actor).pk != first.pk
    assert Community.objects.count() == 2


def test_a_visitor_founds_nothing_and_the_system_founds_without_a_host():
    with pytest.raises(Refusal):
        founded(VISITOR)
    assert founded(SYSTEM).member_count == 0


def test_who_founds_accepts_the_first_charter_by_that():
    actor = outsider()
    community = founded(actor, charter="- Be kind")
    assert community.charter.html.startswith("<ul>")
    assert Membership.objects.get(community=community).charter_seen == community.charter


def test_a_child_is_founded_by_who_contributes_to_the_parent():
    parent = make_community(host=make_person())
    for role in (Role.HOST, Role.FACILITATOR, Role.MEMBER):
        founded(actor_in(parent, role), parents={parent.pk: False})
    assert Edge.objects.filter(parent=parent).count() == 3
    for actor in (actor_in(parent, Role.GUEST), outsider()):
        with pytest.raises(Refusal):
            founded(actor, parents={parent.pk: False})
    assert Community.objects.count() == 4


def test_only_who_decides_in_the_parent_makes_its_membership_part_of_a_child():
    parent = make_community("Top", host=make_person())
    with pytest.raises(Refusal, match="“Top”"):
        founded(actor_in(parent), parents={parent.pk: True})
    assert Community.objects.count() == 1
    child = founded(actor_in(parent, Role.FACILITATOR), parents={parent.pk: True})
    assert Edge.objects.get(child=child).required


def test_a_parent_one_may_not_know_is_left_out_in_silence():
    hidden = make_community(audience=HIDDEN)
    community = founded(parents={hidden.pk: False})
    assert not Edge.objects.filter(child=community).exists()


# ── addresses ────────────────────────────────────────────────────────────────
def test_an_address_is_made_from_the_name_and_numbered_when_taken():
    assert [founded(name="Zoë's Praktijk").slug for _ in range(3)] == [
        "zoe-s-praktijk",
        "zoe-s-praktijk-2",
        "zoe-s-praktijk-3",
    ]
    assert founded(name="New").slug == "new-2"
    assert founded(name="李小龍").slug == "gilde"
    assert len(founded(name="a" * 80).slug) <= 60


@pytest.mark.parametrize("slug", ["new", "a", "-a-b", "A-B", "a--b", "a b", "a" * 61, "é-é", "feed", ""])
def test_an_address_that_cannot_be_is_refused(slug):
    assert rules.slug.reason(slug)


def test_an_old_address_leads_on_and_nobody_else_can_have_it():
    community = make_community(slug="first", host=make_person())
    host = actor_in(community, Role.HOST)
    actions.move_address(actor=host, community=community, slug="second")
    actions.move_address(actor=host, community=community, slug="second")
    assert find(host, "first") is None
    assert now_called(host, "first") == "second"
    other = make_community(host=make_person())
    with pytest.raises(Refusal, match="taken"):
        actions.move_address(actor=actor_in(other, Role.HOST), community=other, slug="first")
    assert suggest("First") == "first-2"
    actions.move_address(actor=host, community=community, slug="first")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["second"]


def test_a_stranger_learns_nothing_from_an_old_address_of_a_hidden_community():
    community = make_community(slug="first", audience=HIDDEN, host=make_person())
    host = actor_in(community, Role.HOST)
    actions.move_address(actor=host, community=community, slug="second")
    assert now_called(outsider(), "first") is None
    assert now_called(host, "first") == "second"


# ── changing ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER, Role.GUEST])
def test_only_hosts_change_a_community(role):
    community = make_community()
    actor = actor_in(community, role)
    changes = [
        lambda: actions.describe(
            actor=actor, community=community, name="X", purpose="", kind=CommunityKind.TEAM, language="en"
        ),
        lambda: actions.open_to(
            actor=actor, community=community, audience=PUBLIC, joining=Joining.OPEN, members_invite=True, noindex=False
        ),
        lambda: actions.welcome(actor=actor, community=community, welcome="X", first_page="X"),
        lambda: actions.cover(actor=actor, community=community, file=None),
        lambda: actions.move_address(actor=actor, community=community, slug="other"),
        lambda: archive_actions.archive(actor=actor, community=community),
    ]
    for change in changes:
        with pytest.raises(Refusal, match="Only hosts"):
            change()
    assert not Activity.objects.filter(verb=Verb.COMMUNITY_CHANGED).exists()


def test_only_what_differs_is_written_and_said():
    community = make_community(name="A", purpose="P", language="nl")
    host = actor_in(community, Role.HOST)
    values = {"name": "A", "purpose": "P", "kind": community.kind, "language": "nl"}
    actions.describe(actor=host, community=community, **values)
    assert not Activity.objects.filter(verb=Verb.COMMUNITY_CHANGED).exists()
    actions.describe(actor=host, community=community, **{**values, "name": "B"})
    assert Activity.objects.get(verb=Verb.COMMUNITY_CHANGED).data == {"fields": ["name"]}


def test_two_hosts_who_change_different_things_do_not_undo_each_other():
    community = make_community(name="A", purpose="P")
    host, stale = actor_in(community, Role.HOST), Community.objects.get(pk=community.pk)
    actions.describe(actor=host, community=community, name="B", purpose="P", kind=community.kind, language="nl")
    actions.describe(actor=host, community=stale, name="A", purpose="Q", kind=stale.kind, language="nl")
    community.refresh_from_db()
    assert (community.name, community.purpose) == ("B", "Q")


def test_texts_are_rendered_clean_when_they_are_saved():
    community = make_community()
    host = actor_in(community, Role.HOST)
    actions.welcome(actor=host, community=community, welcome="**Hi** <script>x</script>", first_page="")
    community.refresh_from_db()
    assert "<strong>Hi</strong>" in community.welcome_html
    assert "<script" not in community.welcome_html
    assert community.first_page_html == ""


def test_a_community_for_certain_organisations_says_which_and_is_not_public():
    community, organisation = make_community(), make_organisation()
    host = actor_in(community, Role.HOST)
    values = {"joining": Joining.OPEN, "members_invite": True, "noindex": False, "inter_company": True}
    for audience, organisations in [(PUBLIC, [organisation.pk]), (MEMBERS, []), (Audience.ME, [organisation.pk])]:
        with pytest.raises(Refusal):
            actions.open_to(actor=host, community=community, audience=audience, organisations=organisations, **values)
    actions.open_to(actor=host, community=community, audience=MEMBERS, organisations=[organisation.pk], **values)
    assert list(community.organisations.all()) == [organisation]
    actions.open_to(actor=host, community=community, audience=MEMBERS, **{**values, "inter_company": False})
    assert not community.organisations.exists()


@pytest.mark.parametrize("values", [{"audience": Audience.ME}, {"audience": PUBLIC, "inter_company": True}])
def test_the_database_refuses_what_the_rules_refuse(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_community(**values)
