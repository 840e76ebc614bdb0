"""Who looks around the demo finds at the bell what came since they were here last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.dialogue import make_comment, make_contribution, make_place, member, person_of

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.core import clock
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.demo.tasks import look_at_the_bell

pytestmark = pytest.mark.django_db


def test_what_came_before_the_last_visit_is_seen_and_what_came_after_is_not() -> None:
    place = make_place()
    reader, writer = member(place), member(place)
    contribution = make_contribution(reader, place)
    with clock.at(now() - timedelta(days=9)):
        old = make_comment(writer, contribution)
    new = make_comment(writer, contribution)
    spread(*Activity.objects.order_by("pk"))
    for _twice in range(2):
        look_at_the_bell.call(person_of(reader).pk, (now() - timedelta(days=3)).isoformat())
        unread = Notice.objects.filter(person=person_of(reader)).unread()
        assert [notice.activity.target_id for notice in unread] == [new.pk]
    assert Notice.objects.get(person=person_of(reader), activity__target_id=old.pk).read_at is not None
