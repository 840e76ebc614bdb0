"""Work of this room after the answer."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django_tasks import task

from gilde.core.activity import on
from gilde.core.clock import now
from gilde.core.fetch import Unreachable, fetch
from gilde.core.models import Activity
from gilde.people.actions.arrival import settle_the_long_here
from gilde.people.actions.export import remove_old_exports
from gilde.people.actions.link import keep_finding
from gilde.people.enums import Finding, Verb
from gilde.people.models import Link
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
def settle_newcomers() -> None:
    """Who came in a month ago is no newcomer any more."""
    settle_the_long_here()


@task(priority=50, backoff=10)
def deliver_mail(subject: str, text: str, html: str, sender: str, receivers: list[str]) -> None:
    """Send one mail about somebody's account. Sent twice after a crash in between, which a code survives."""
    message = EmailMultiAlternatives(subject, text, sender, receivers)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
