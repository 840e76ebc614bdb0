"""Fetching mail from a mailbox, against a stand-in on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.gateways.letterbox.conftest import World
from tests.gateways.letterbox.stand_ins import Mailbox

from gilde.core import clock
from gilde.core.models.task import QueuedTask
from gilde.dialogue.models import Comment
from gilde.gateways.letterbox import tasks
from gilde.gateways.letterbox.actions.receive import receive
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.models import Arrived

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings, world: World) -> Iterator[Mailbox]:
    box = Mailbox()
    box.open()
    settings.MAIL_IN_IMAP = f"imap://gilde%40example.org:right@127.0.0.1:{box.port}/INBOX"
    yield box
    box.close()


def look() -> None:
    """One round of the worker: fetch, then everything that waits."""
    tasks.look_into_mailbox.call()
    for number in Arrived.objects.filter(state=State.WAITING).values_list("pk", flat=True):
        tasks.read_mail.call(number)
        tasks.read_mail.call(number)


def test_what_is_new_is_placed_and_marked_as_read(world: World, box: Mailbox) -> None:
    box.mails = [world.mail("First.").as_bytes(), world.mail("Second.", id="<2@x>").as_bytes(), b"no mail at all"]
    look()
    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == ["First.", "Second."]
    assert box.seen == {0, 1, 2}
    look()
    assert Comment.objects.count() == 2


def test_a_mailbox_away_for_an_hour_costs_nothing(world: World, box: Mailbox) -> None:
    box.mails = [world.mail("First.").as_bytes()]
    look()
    box.close()
    for _minute in range(3):
        look()
    box.mails.append(world.mail("Second.", id="<2@x>").as_bytes())
    box.open()
    look()
    look()
    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == ["First.", "Second."]


def test_a_line_that_breaks_before_the_mark_brings_the_mail_again_and_it_is_one_reply(
    world: World, box: Mailbox
) -> None:
    box.mails = [world.mail().as_bytes()]
    box.breaks_after_fetch = True
    look()
    assert box.seen == set()
    box.breaks_after_fetch = False
    look()
    assert box.seen == {0}
    assert Comment.objects.count() == 1


def test_of_a_mail_that_is_too_large_only_the_beginning_is_fetched(world: World, box: Mailbox, settings) -> None:
    settings.MAIL_IN_BYTES = 1_000_000
    box.mails = [world.mail().as_bytes() + b"long line of text\r\n" * 100_000]
    look()
    row = Arrived.objects.get()
    assert row.state == State.REFUSED
    assert "too large" in row.reason
    assert row.size > 1_000_000


def test_a_wrong_password_or_no_mailbox_is_no_fault(world: World, box: Mailbox, settings) -> None:
    settings.MAIL_IN_IMAP = settings.MAIL_IN_IMAP.replace("right", "wrong")
    look()
    settings.MAIL_IN_IMAP = ""
    look()
    assert Arrived.objects.count() == 0


def test_what_waits_although_its_task_was_lost_is_read_after_five_minutes(world: World, box: Mailbox) -> None:
    with clock.at(clock.now() - timedelta(minutes=6)):
        receive(raw=world.mail().as_bytes(), way="imap")
    tasks.look_into_mailbox.call()
    assert QueuedTask.objects.filter(function__contains="read_mail").count() == 1
