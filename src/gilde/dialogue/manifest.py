"""What the dialogue room offers upward."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor, register_guest_in
from gilde.core.acts import register_acts
from gilde.core.arrival import register_narrow_way
from gilde.core.exports import register_exporter
from gilde.core.files.holders import register_holder
from gilde.core.live.hearing import register_topic
from gilde.core.panels import Slot, register_panel
from gilde.dialogue import acts, exports, panels, reportables, searchables, subscribers
from gilde.dialogue.queries.arrival import leads_to_one_conversation
from gilde.dialogue.queries.face import readable_authors
from gilde.dialogue.queries.topic import lively_tags
from gilde.people.queries.face import register_face_reader
from gilde.people.queries.topic import register_topics
from gilde.ui import navigation

__all__ = ["register", "subscribers"]


def _visible_files(actor: Actor, file_ids: Collection[int]) -> set[int]:
    from gilde.dialogue.models import Attachment

    return set(Attachment.objects.visible_to(actor).filter(file_id__in=file_ids).values_list("file_id", flat=True))


def _held_files(file_ids: Collection[int]) -> set[int]:
    from gilde.dialogue.models import Attachment

    return set(Attachment.objects.filter(file_id__in=file_ids).values_list("file_id", flat=True))


def _guest_in_sql() -> str:
    from gilde.dialogue.models.guest import guest_in_sql

    return guest_in_sql()


def _may_read(actor: Actor, number: int) -> bool:
    from gilde.dialogue.models import Contribution

    return Contribution.objects.visible_to(actor).filter(pk=number).exists()


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    register_guest_in(_guest_in_sql)
    register_narrow_way(leads_to_one_conversation)
    register_holder(_visible_files, _held_files)
    navigation.register(
        navigation.Entry(_("Share something"), "dialogue:start", "plus", needs_person=True, slot="compose", in_bar=True)
    )
    navigation.register(
        navigation.Entry(_("Drafts"), "dialogue:drafts", "pencil-line", 40, needs_person=True, slot="me")
    )
    navigation.register(
        navigation.Entry(_("Saved for later"), "dialogue:saved", "bookmark", 42, needs_person=True, slot="me")
    )
    navigation.register(
        navigation.Entry(_("Compliments"), "dialogue:compliments", "hand-heart", 44, needs_person=True, slot="me")
    )
    register_panel(Slot.PERSON, panels.person_panels)
    register_panel(Slot.AMBITION, panels.ambition_panel)
    register_panel(Slot.HOME, panels.home_panels)
    register_exporter("dialogue", _("Everything you shared, answered, appreciated and saved"), exports.export, order=30)
    register_face_reader(readable_authors)
    register_topics(lively_tags)
    searchables.register()
    reportables.register()
    register_topic("contribution", _may_read)
