"""The devices on which somebody wants to be told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from gilde.attention.notifications.models import Device
from gilde.people.sessions import actor_behind


def devices_of(person_id: int) -> QuerySet[Device]:
    """All of them, the newest first; also those whose log-in ended, until the next push forgets them."""
    return Device.objects.filter(person=person_id).order_by("-pk")


def is_logged_in(device: Device) -> bool:
    """Whether the log-in in which ``device`` was added still holds, for the same person."""
    actor = actor_behind(device.session_key)
    return actor is not None and actor.person_id == device.person_id


def reachable(at: datetime) -> QuerySet[Device]:
    """Devices whose log-in stands at ``at``: nothing is told on those somebody logged out of."""
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    return Device.objects.filter(Exists(session))


def with_devices(people: Collection[int]) -> list[int]:
    """Which of these people have a device."""
    return list(Device.objects.filter(person__in=people).values_list("person_id", flat=True).distinct())
