"""Work of the dialogue room that happens after the answer."""

from __future__ import annotations

from django_tasks import task

from gilde.core.fetch import Unreachable, fetch
from gilde.dialogue.actions import guest_mail
from gilde.dialogue.actions.preview import keep_preview
from gilde.dialogue.models import LinkPreview


@task(unique=True)
def fetch_preview(preview_id: int) -> None:
    """Look up title and description of a linked page, once."""
    preview = LinkPreview.objects.filter(pk=preview_id, fetched_at__isnull=True).first()
    if preview is None:
        return
    html: str | None
    try:
        html = fetch(preview.url, types={"text/html", "application/xhtml+xml"}, most_bytes=400_000).text
    except Unreachable:
        html = None
    keep_preview(preview=preview, html=html)


@task(unique=True)
def mail_guest(guest_id: int) -> bool:
    """Mail one invitation to a conversation; does nothing when it left already."""
    return guest_mail.deliver(guest_id=guest_id)
