"""Telling somebody on their devices, once over all channels; mail takes over where no device takes it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import URGENT
from gilde.attention.notifications.models import Device, Notice, Push
from gilde.attention.notifications.push_message import headers_for, sealed
from gilde.attention.notifications.queries.bell import bundled
from gilde.attention.notifications.queries.device import devices_of, is_logged_in
from gilde.attention.notifications.queries.letter import unmailed
from gilde.attention.notifications.sentences import summary
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.fetch import Unreachable, post
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for
from gilde.people.reader import read_by

logger = logging.getLogger("gilde.notifications")

PATIENCE = timedelta(seconds=20)  # between an act and the device: who is here reads it first
GIVES_UP = timedelta(minutes=2)  # before the mail of who wants to know at once
_GONE = frozenset({404, 410})


class PushAway(Exception):
    """No push service answered; try again in a moment."""


@transaction.atomic
def begin_push(person_id: int) -> None:
    """Mark what is urgent and waits as what will be told on the devices of this person."""
    if not Device.objects.filter(person=person_id).exists():
        return
    rows = unmailed(person_id, since=now() - timedelta(days=1)).filter(reason__in=URGENT)
    numbers = list(rows.select_for_update().values_list("pk", flat=True)[:300])
    if numbers:
        made = Push.objects.create(person_id=person_id)
        Notice.objects.filter(pk__in=numbers).update(push=made)


def send_pushes(person_id: int) -> bool:
    """Send what was begun for this person; whether mail has to take over.

    Raises:
        PushAway: no device could be reached yet; the task is tried again.
    """
    waiting = Push.objects.filter(person=person_id, sent_at__isnull=True, refused="").order_by("pk")
    done = [_send(each) for each in waiting]
    return not all(done)


def _send(push: Push) -> bool:
    person = Person.objects.select_related("account").filter(pk=push.person_id, state=PersonState.ACTIVE).first()
    account = person.account if person is not None else None
    if person is None or account is None or not account.is_active:
        return _end(push, refused="nobody is there any more")
    with read_by(account):
        content = content_of(actor_for(person, account), push)
    if content is None:
        return _end(push, refused="nothing left to say")
    took, is_away = 0, False
    for device in devices_of(person.pk):
        status = _tell(device, content)
        took += status in range(200, 300)
        is_away = is_away or status == 429 or status >= 500
    if took:
        return _end(push)
    if is_away and now() - push.made_at < GIVES_UP:
        raise PushAway
    _end(push, refused="no device took it")
    with transaction.atomic():
        Notice.objects.filter(push=push).update(push=None)
    return False


def content_of(actor: Actor, push: Push) -> dict[str, Any] | None:
    """What a device shows: one sentence, as its reader may read it now, and where it leads. None without any.

    What happens in a hidden community or stays in its room is not named: a locked telephone shows it to whoever looks.
    """
    rows = Notice.objects.visible_to(actor).filter(push=push).unread()
    found = list(rows.select_related("activity", "by", "contribution__community", "community").order_by("-pk")[:300])
    if not found:
        return None
    lines = bundled(found)
    closed = any(line.stays for line in lines) or any(
        place is not None and place.audience >= Audience.COMMUNITY
        for notice in found
        for place in (notice.contribution.community if notice.contribution is not None else notice.community,)
    )
    one = lines[0] if len(lines) == 1 else None
    text = _("There is something new for you.") if closed else summary(lines)
    return {
        "title": settings.SITE_NAME,
        "body": text[:200],
        "url": one.href if one is not None else reverse("notifications:bell"),
        "tag": f"push-{push.pk}",
        "lang": get_language() or settings.LANGUAGE_CODE,
    }


def _tell(device: Device, content: dict[str, Any]) -> int:
    """The status with which the push service answered; 410 for a device whose log-in has ended, 599 without answer."""
    status = 410
    if is_logged_in(device):
        try:
            body = sealed(content, key=device.public_key, auth=device.auth)
            status = post(device.endpoint, body, headers=headers_for(device.endpoint))
        except Unreachable:
            status = 599
    with transaction.atomic():
        if status in _GONE:
            Device.objects.filter(pk=device.pk).delete()
        elif status < 300:
            Device.objects.filter(pk=device.pk).update(used_at=now())
        elif status < 500:
            logger.warning("a push service answered %s", status)
    return status


@transaction.atomic
def _end(push: Push, *, refused: str = "") -> bool:
    """Note what became of it; True, since nothing is left for mail to take over."""
    Push.objects.filter(pk=push.pk).update(refused=refused, sent_at=None if refused else now())
    return True
