"""What the reader says about pages that could not be taken over as they were."""

from collections.abc import Mapping
from typing import Final

from gilde.gateways.portability.readers.pack import SENTENCES as OF_FILES


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


SENTENCES: Final[Mapping[str, str]] = {
    **OF_FILES,
    "front_matter_unreadable": gettext_noop("The lines above this page cannot be read: %(reason)s."),
    "page_not_published": gettext_noop("This page is a draft, or was not shown as a page of its own."),
    "page_empty": gettext_noop("There is no text on this page."),
    "date_assumed": gettext_noop("This page names no date; it got that of what was written nearest to it."),
    "template_tags_left_out": gettext_noop("Instructions to the former site were left out: %(number)s."),
    "more_authors": gettext_noop("Several people signed this page; %(name)s is named as its author."),
}
