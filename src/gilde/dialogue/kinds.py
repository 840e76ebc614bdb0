"""What each kind of contribution asks for: one table that form, card and page read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gilde.dialogue.enums import ContributionKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = _StrPromise | str


@dataclass(frozen=True)
class Field:
    """One part of a kind's form beside title and text; Markdown, except ``url``."""

    name: str
    label: Text
    hint: Text = ""
    required: bool = False
    is_url: bool = False


@dataclass(frozen=True)
class KindForm:
    """How a kind introduces itself and what it asks.

    Attributes:
        plural: the kind above a stream; all of them stand in one row.
        intent: what somebody wants when they choose it, in their words.
        promise: what comes of it, beneath that.
        title_label, title_hint: for the one line every kind has.
        body_label, body_hint: for the free text.
        body_required: whether the free text must be there.
        fields: the parts of this kind, in the order of reading; they stand before the free text when ``fields_first``.
        icon: a lucide name.
    """

    kind: ContributionKind
    plural: Text
    intent: Text
    promise: Text
    title_label: Text
    title_hint: Text
    body_label: Text
    body_hint: Text
    body_required: bool
    icon: str
    fields: tuple[Field, ...] = ()
    fields_first: bool = True


KIND_FORMS: Final[dict[ContributionKind, KindForm]] = {
    form.kind: form
    for form in (
        KindForm(
            ContributionKind.QUESTION,
            _("Questions"),
            _("I have a question"),
            _("Someone here has been there."),
            _("Your question"),
            _("One sentence, as you would ask a colleague."),
            _("What should others know?"),
            _("What is going on, and what have you tried already?"),
            False,
            "circle-question-mark",
        ),
        KindForm(
            ContributionKind.PRACTICE,
            pgettext_lazy("kind, above a stream", "Practice"),
            _("I did something that worked"),
            _("A practice example that others can use."),
            _("In one line"),
            _("What did you do, and what for?"),
            _("Anything else"),
            _("What would you do differently next time?"),
            False,
            "hammer",
            (
                Field("situation", _("The situation"), _("Who was there, and what was going on?"), required=True),
                Field("what_we_did", _("What we did"), _("Step by step, so that someone else can try it."), True),
                Field("what_it_gave", _("What it led to"), _("What changed, and how could you tell?")),
            ),
        ),
        KindForm(
            ContributionKind.DISCUSSION,
            _("Discussions"),
            _("I want to talk something over"),
            _("Think aloud, and hear how others see it."),
            _("Subject"),
            _("What is it about?"),
            _("Your thoughts"),
            _("What do you see, and what would you like to hear from others?"),
            True,
            "messages-square",
        ),
        KindForm(
            ContributionKind.STORY,
            _("Stories"),
            _("I have a story to tell"),
            _("What happened, with its turning point."),
            _("Title"),
            _("The line that makes people want to read on."),
            _("The story"),
            _("Tell it as it happened."),
            True,
            "book-open",
            (
                Field("call", _("How it started")),
                Field("obstacle", _("What stood in the way")),
                Field("turning", _("The turning point")),
                Field("lesson", _("The lesson to pass on")),
            ),
            fields_first=False,
        ),
        KindForm(
            ContributionKind.IDEA,
            _("Ideas"),
            _("I have an idea"),
            _("Half an idea is welcome too."),
            _("Your idea in one line"),
            _("What if we…"),
            _("How it could work"),
            _("Half an idea is welcome too."),
            True,
            "lightbulb",
            (Field("next_step", _("The first small step"), _("What could happen this week, and who joins in?")),),
            fields_first=False,
        ),
        KindForm(
            ContributionKind.RESOURCE,
            _("Resources"),
            _("I found something useful"),
            _("An article, book, tool or film, and why it helps."),
            _("What is it?"),
            _("The name of the article, book, tool or film."),
            _("Why it helps"),
            _("Who is it for, and what did you get out of it?"),
            True,
            "link",
            (Field("url", _("Address"), _("https://…"), required=True, is_url=True),),
        ),
        KindForm(
            ContributionKind.ANNOUNCEMENT,
            _("Announcements"),
            _("I have news for everyone"),
            _("Everyone in the community hears of it."),
            _("The news in one line"),
            "",
            _("Your message"),
            _("What changes, from when, and what do you ask of people?"),
            True,
            "megaphone",
        ),
    )
}


def kind_form(kind: str) -> KindForm:
    """The form of ``kind``.

    Raises:
        ValueError: for a kind that does not exist.
    """
    return KIND_FORMS[ContributionKind(kind)]
