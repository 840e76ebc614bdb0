import pytest
from tests.factories.communities import make_charter, make_community

from gilde.governance.queries.agreement import agreements, everywhere

pytestmark = pytest.mark.django_db


def test_the_points_of_the_agreements_come_first():
    community = make_community()
    make_charter(community, "We are here to learn.\n\n- We *ask* before we advise.\n2. What is said here stays here.\n")
    assert agreements(community.pk) == ["We ask before we advise.", "What is said here stays here.", *everywhere()]


def test_without_agreements_there_is_what_holds_everywhere():
    assert agreements(make_community().pk) == agreements(None) == everywhere()
