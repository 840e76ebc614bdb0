"""Work of this room after the answer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django_tasks import task

from gilde.core.activity import on
from gilde.core.clock import now
from gilde.core.fetch import Unreachable, fetch
from gilde.core.models import Activity
from gilde.people.actions.arrival import settle_the_long_here
from gilde.people.actions.erasure import erase_again, erase_those_due, remind_of_erasure
from gilde.people.actions.export import remove_old_exports
from gilde.people.actions.link import keep_finding
from gilde.people.actions.policy_letter import begin_letters, send_letter
from gilde.people.actions.signup import forget_unconfirmed
from gilde.people.enums import Finding, Verb
from gilde.people.mails import write_erasure_mail
from gilde.people.models import Erasure, Link, PolicyLetter
from gilde.people.queries.rel_me import addresses_of, proves

_PAGE_BYTES = 500_000
_LOOK_AGAIN = timedelta(days=14)
_PER_ROUND = 200


@task(max_attempts=3, unique=True)
def prove_link(link_id: int) -> None:
    """Look whether the page behind a link links back to the profile."""
    link = Link.objects.select_related("person").filter(pk=link_id).first()
    if link is None:
        return
    try:
        page = fetch(link.url, types={"text/html", "application/xhtml+xml"}, most_bytes=_PAGE_BYTES)
    except Unreachable:
        keep_finding(link=link, finding=Finding.UNREACHABLE)
        return
    found = proves(page.text, base=page.url, own=addresses_of(link.person))
    keep_finding(link=link, finding=Finding.PROVEN if found else Finding.NO_LINK_BACK)


@on(Verb.LINK_ADDED)
def look_behind_link(activity: Activity) -> None:
    """A new link is looked at right after it was added."""
    if activity.target_id is not None:
        prove_link.enqueue(activity.target_id)


@task
def look_at_links_again() -> None:
    """Have the links that were looked at longest ago looked at again, some at a time."""
    old = Link.objects.filter(checked_at__lt=now() - _LOOK_AGAIN).order_by("checked_at")
    for pk in old.values_list("pk", flat=True)[:_PER_ROUND]:
        prove_link.enqueue(pk)


@task
def tidy_exports() -> None:
    """Take away exports that were kept long enough."""
    remove_old_exports()


@task
def tidy_signups() -> None:
    """Take away accounts whose address nobody confirmed."""
    forget_unconfirmed()


@task
def settle_newcomers() -> None:
    """Who came in a month ago is no newcomer any more."""
    settle_the_long_here()


@task
def erase_people() -> None:
    """Remind those whose day is near, erase those whose day has come, and those whom a backup brought back."""
    remind_of_erasure()
    erase_those_due()
    erase_again()


@on(Verb.ERASURE_ASKED, Verb.ERASURE_NEAR, Verb.ERASURE_SHORTENED)
def tell_of_erasure(activity: Activity) -> None:
    """A mail with the day and the way back, sent when the act is committed."""
    row = Erasure.objects.select_related("person__account").filter(pk=activity.target_id or 0).first()
    if row is not None and row.person.account is not None:
        post(write_erasure_mail(row, why=Verb(activity.verb)))


@on(Verb.POLICY_CHANGED)
def tell_of_policy(activity: Activity) -> None:
    """An important change is mailed to everybody who is asked to agree again."""
    if activity.data.get("important") and activity.target_id is not None:
        plan_policy_letters.enqueue(activity.target_id)


@task(unique=True, priority=-5)
def plan_policy_letters(policy_id: int) -> None:
    """Make the letters about a version and have each sent by a task of its own; killed in between, it goes on."""
    more = True
    while more:
        with transaction.atomic():
            numbers = begin_letters(policy_id)
            for number in numbers:
                send_policy_letter.enqueue(number)
        more = bool(numbers)


@task(unique=True, priority=-5)
def send_policy_letter(letter_id: int) -> None:
    """Send one letter about a change of the terms or the privacy page."""
    send_letter(letter_id)


@task
def send_forgotten_policy_letters() -> None:
    """Send the letters that a crash, or a mail server that was away for long, left unsent."""
    for number in (
        PolicyLetter.objects.filter(sent_at=None, refused="").order_by("pk").values_list("pk", flat=True)[:500]
    ):
        send_policy_letter.enqueue(number)


@on(Verb.ERASURE_SHORTENED)
def erase_in_time(activity: Activity) -> None:
    """Who waits shorter is not kept until the next round."""
    row = Erasure.objects.filter(pk=activity.target_id or 0).first()
    if row is not None:
        erase_people.using(run_after=row.erase_at).enqueue()


def post(message: EmailMessage) -> None:
    """Have a mail about somebody's account sent after the commit. It gets its Message-ID here, so that every attempt is
    the same message, of which a mailbox can drop the second copy."""
    html = next((str(body) for body, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    deliver_mail.enqueue(
        str(message.subject),
        str(message.body),
        html,
        message.from_email,
        list(message.to),
        message_id=f"<account.{uuid.uuid4()}@{host}>",
    )


@task(priority=50, backoff=10)
def deliver_mail(subject: str, text: str, html: str, sender: str, receivers: list[str], message_id: str = "") -> None:
    """Send one mail about somebody's account; sent again after a crash in between, it has the same Message-ID."""
    message = EmailMultiAlternatives(subject, text, sender, receivers)
    if message_id:  # a task of the release before has none
        message.extra_headers["Message-ID"] = message_id
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
