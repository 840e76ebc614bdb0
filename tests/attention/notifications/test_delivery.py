"""Each letter once, whatever happens to the mail server (a stand-in on the loopback)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings
from tests.attention.notifications.test_letter import commented, reader
from tests.factories.dialogue import make_comment, make_contribution, make_place, member
from tests.smtp import Smtp

from gilde.attention.notifications import tasks
from gilde.attention.notifications.actions.letter import begin_at_once, begin_digest, choose_rhythm, send
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.models import Letter
from gilde.communities.models import Membership
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import QueuedTask
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.contribution import delete
from gilde.people.models import Person

DAY = "2026-11-23"


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    server = Smtp()
    yield server
    server.close()


def at(port: int) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_TIMEOUT=5,
    )


@pytest.mark.django_db
def test_after_a_mail_server_was_away_for_an_hour_each_letter_arrives_once(smtp):
    people = [reader(make_place(), Rhythm.DAILY) for _ in range(3)]
    for actor in people:
        commented(actor)
    QueuedTask.objects.all().delete()
    smtp.close()
    with at(smtp.port):
        for actor in people:
            tasks.write_digest.enqueue(actor.person_id, "daily", DAY)
        for _ in range(12):  # every attempt there is, and the letters that were left behind every ten minutes
            run_due()
            QueuedTask.objects.filter(state="ready").update(run_at=now())
            tasks.send_forgotten.func()
        assert Letter.objects.filter(sent_at=None, refused="").count() == 3
        back = Smtp(smtp.port)
        try:
            for _ in range(3):
                QueuedTask.objects.filter(state="ready").update(run_at=now())
                tasks.send_forgotten.func()
                run_due()
        finally:
            back.close()
    assert sorted(str(sent["To"]) for sent in back.taken) == sorted(
        Person.objects.filter(pk__in=[actor.person_id for actor in people]).values_list("account__email", flat=True)
    )
    assert len({sent["Message-ID"] for sent in back.taken}) == 3


@pytest.mark.django_db
def test_what_arrives_is_plain_text_and_html_that_can_be_ended_and_threaded(smtp):
    author = reader(make_place())
    row = commented(author)
    letter = begin_at_once(author.person_id)
    assert letter is not None
    with at(smtp.port):
        assert send(letter.pk)
    (sent,) = smtp.taken
    assert [part.get_content_type() for part in sent.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert re.fullmatch(r"<letter\.\d+@[^>]+>", sent["Message-ID"])
    assert sent["In-Reply-To"] == sent["References"]
    assert sent["In-Reply-To"].startswith(f"<contribution.{row.pk}@")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.search(r"<https?://[^>]+/mail/less/[^>]+>", sent["List-Unsubscribe"])
    assert sent["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_while_one_process_sends_a_letter_another_one_leaves_it_alone(monkeypatch):
    author = reader(make_place())
    commented(author)
    letter = begin_at_once(author.person_id)
    assert letter is not None
    real, seen = EmailMultiAlternatives.send, []

    def meanwhile(self, fail_silently=False):
        seen.append(send(letter.pk))
        return real(self, fail_silently)

    monkeypatch.setattr(EmailMultiAlternatives, "send", meanwhile)
    assert send(letter.pk)
    assert seen == [False]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["deleted", "removed", "blocked"])
def test_what_changed_between_writing_and_sending_counts(how):
    place = make_place(audience=Audience.COMMUNITY)
    author = reader(place, Rhythm.DAILY)
    other = member(place, "Bo Maas")
    row = make_contribution(author, place, title="Marker of the room")
    make_comment(other, row)
    from gilde.attention.notifications.actions.notice import spread
    from gilde.core.models import Activity

    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    letter = begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=DAY)
    assert letter is not None
    if how == "deleted":
        delete(actor=author, contribution=row)
    elif how == "removed":
        Membership.objects.filter(person=author.person_id, community=place).delete()
    else:
        from gilde.people.actions.block import block

        block(actor=author, person=Person.objects.get(pk=other.person_id))
    assert not send(letter.pk)
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_letter_that_was_begun_goes_to_nobody_who_chose_never_meanwhile():
    author = reader(make_place(), Rhythm.DAILY)
    commented(author)
    letter = begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=DAY)
    assert letter is not None
    choose_rhythm(actor=author, rhythm=Rhythm.NONE)
    assert not send(letter.pk)
    assert begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=DAY) is None
