from __future__ import annotations

import pytest
from tests.factories.dialogue import client_of, make_comment, make_contribution

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.enums import ContributionKind


@pytest.mark.parametrize("kind", list(ContributionKind))
def test_every_kind_has_its_page(place: Community, host: Actor, bo: Actor, kind: ContributionKind) -> None:
    row = make_contribution(host, place, "On the stairs", kind=kind, tags=["wound care"], brought_me="Rest.")
    make_comment(bo, row, "Thank **you**.")
    page = client_of(bo).get(row.get_absolute_url())
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("On the stairs", "Hilde Bos", "Thank <strong>you</strong>", "wound care", "Rest."):
        assert words in text
