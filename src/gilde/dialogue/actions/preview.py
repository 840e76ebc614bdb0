"""Previews of linked pages, fetched by the server so that no reader is seen there."""

from __future__ import annotations

from django.conf import settings

from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, LinkPreview


def ask_preview(contribution: Contribution) -> None:
    """Tie a preview to a resource's address; a task fetches it after the commit.

    Part of a larger action: call it inside its transaction.
    """
    url = contribution.fields.get("url", "") if contribution.kind == ContributionKind.RESOURCE else ""
    if not url or not settings.LINK_PREVIEWS:
        return
    preview, made = LinkPreview.objects.get_or_create(url=url[:1000])
    if contribution.link_preview_id != preview.pk:
        contribution.link_preview = preview
        contribution.save(update_fields=["link_preview"])
    if made:
        from gilde.dialogue.tasks import fetch_preview

        fetch_preview.enqueue(preview.pk)
