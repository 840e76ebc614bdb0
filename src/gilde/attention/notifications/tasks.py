"""Work of notifications after the answer."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gilde.attention.notifications.actions import push
from gilde.attention.notifications.actions.letter import begin_at_once, begin_digest, send
from gilde.attention.notifications.actions.wake import ROUNDS, wake
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.models import Letter, Push
from gilde.attention.notifications.queries.letter import due
from gilde.core.clock import now
from gilde.dialogue.models import Contribution


@task(unique=True)
def mail_at_once(person_id: int) -> None:
    """Write to somebody who wants to know at once."""
    letter = begin_at_once(person_id)
    if letter is not None:
        send_letter.enqueue(letter.pk)


@task(unique=True, max_attempts=10, backoff=10.0)
def push_soon(person_id: int) -> None:
    """Tell somebody on their devices; where none takes it, mail takes over."""
    push.begin_push(person_id)
    if push.send_pushes(person_id):
        mail_at_once.enqueue(person_id)


@task
def plan_digests() -> None:
    """Begin the digests whose hour has come; each is sent by a task of its own."""
    for person_id, rhythm, period in due(now()):
        write_digest.enqueue(person_id, rhythm.value, period)


@task(unique=True)
def write_digest(person_id: int, rhythm: str, period: str) -> None:
    """Begin one digest, and send it."""
    letter = begin_digest(person_id=person_id, rhythm=Rhythm(rhythm), period=period)
    if letter is not None:
        send(letter.pk)


@task(unique=True)
def send_letter(letter_id: int) -> None:
    """Send one letter."""
    send(letter_id)


@task(unique=True, priority=-5)  # hundreds can be due at once, after a stop: mail goes first
def wake_helpers(question_id: int, number: int) -> None:
    """Ask the next few who may know, and plan the round after it; the one without a question left is the last."""
    wake(question_id=question_id, number=number)
    asked_at = Contribution.objects.filter(pk=question_id, answer_count=0).values_list("created_at", flat=True).first()
    if asked_at is not None and number < len(ROUNDS):
        with transaction.atomic():
            wake_helpers.using(run_after=asked_at + ROUNDS[number]).enqueue(question_id, number + 1)


@task
def send_forgotten() -> None:
    """Send the letters that a crash left between begun and sent."""
    for number in Letter.objects.filter(sent_at=None, refused="").values_list("pk", flat=True)[:500]:
        send_letter.enqueue(number)
    for number in Push.objects.filter(sent_at=None, refused="").values_list("person_id", flat=True).distinct()[:500]:
        push_soon.enqueue(number)
