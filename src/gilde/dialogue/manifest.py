"""What the dialogue room offers upward."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.files.holders import register_holder
from gilde.ui import navigation


def _visible_files(actor: Actor, file_ids: Collection[int]) -> set[int]:
    from gilde.dialogue.models import Attachment

    return set(Attachment.objects.visible_to(actor).filter(file_id__in=file_ids).values_list("file_id", flat=True))


def _held_files(file_ids: Collection[int]) -> set[int]:
    from gilde.dialogue.models import Attachment

    return set(Attachment.objects.filter(file_id__in=file_ids).values_list("file_id", flat=True))


def register() -> None:
    """Called once, when Django is ready."""
    register_holder(_visible_files, _held_files)
    navigation.register(
        navigation.Entry(_("Share something"), "dialogue:start", "plus", needs_person=True, slot="compose", in_bar=True)
    )
    navigation.register(
        navigation.Entry(_("Drafts"), "dialogue:drafts", "pencil-line", 40, needs_person=True, slot="me")
    )
