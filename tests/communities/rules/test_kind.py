import pytest
from lucide import _render_icon

from gilde.communities.enums import CommunityKind, Joining
from gilde.communities.rules.kind import DEFAULTS, charter_template, defaults_of
from gilde.core.audience import Audience


def test_every_kind_has_defaults_and_a_meaning():
    assert set(DEFAULTS) == set(CommunityKind)
    assert all(str(defaults.meaning) for defaults in DEFAULTS.values())


@pytest.mark.parametrize("kind", CommunityKind)
def test_defaults_go_together(kind):
    defaults = defaults_of(kind)
    _render_icon(defaults.icon, 20)  # raises for a name that is not there
    if defaults.audience == Audience.COMMUNITY:
        assert defaults.joining == Joining.INVITATION
        assert defaults.noindex


def test_a_charter_template_is_a_list_in_the_language_of_now():
    lines = charter_template(CommunityKind.BUSINESS_CLUB).splitlines()
    assert len(lines) == 4
    assert all(line.startswith("- ") for line in lines)
    assert charter_template(CommunityKind.CIRCLE) == ""
