"""The one composer: from what somebody typed to a clean :class:`ContributionText`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Unnamed
from gilde.communities.forms.choices import CONFIDENTIALITY
from gilde.communities.models import Behaviour, Community
from gilde.core.forms import MOST_LINES, LineField, ProseField, too_many_lines
from gilde.core.ids import word_key
from gilde.dialogue.actions.contribution import ContributionText
from gilde.dialogue.actions.tag import LONGEST_TAG, MOST_TAGS
from gilde.dialogue.actions.text import TEXT_LIMIT
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.forms.files import FilesForm
from gilde.dialogue.kinds import KindForm, kind_form
from gilde.dialogue.rules.unnamed import KINDS as UNNAMED_KINDS
from gilde.people.models import Person

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


def _without_password(address: str) -> None:
    if "@" in address.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]:
        raise forms.ValidationError(_("Leave out the name and password before the @: everyone would read them."))


class ContributionForm(FilesForm):
    """The form of one kind. Fields of the kind come from the table in ``kinds.py``.

    Args:
        kind: which kind is being written.
        communities: where the writer may contribute this kind; one of them is chosen. None when editing.
        chosen: which one is known already; otherwise the form asks, rather than taking the first of them.
        behaviours: behaviours of the ambition that can be named, with their ambition; of several communities they
            stand under the name of theirs.
        editing: an existing one is changed: where it stands and who told it is not asked again.
        names_others: who is named with it is asked also when editing.
    """

    # A long question grows over several lines on a phone; LineField makes one line of it again.
    title = LineField(max_length=200, widget=forms.Textarea(attrs={"rows": 1, "data-line": True}))
    body = ProseField(max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 8}))
    tags = LineField(
        max_length=400, required=False, label=_("Tags"), help_text=_("Words to find it by, separated by commas.")
    )
    language = forms.ChoiceField(choices=LANGUAGES, required=False, label=_("Language"))
    audience = forms.TypedChoiceField(
        choices=[("", _("As usual in this community")), *CONFIDENTIALITY],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("How far it goes"),
    )
    unnamed = forms.BooleanField(
        required=False,
        label=_("Without my name"),
        help_text=format_lazy(
            '{} <details class="disclosure"><summary>{}</summary>{}</details>',
            _("Others see “Someone in this community”, hosts too. Leave out files and what gives you away."),
            _("Can anyone learn it?"),
            _(
                "After a report, two who handle it can learn your name together, with a reason that you read; the "
                "operator of the server could find out. Your replies there are without your name too, you get the "
                "answers, and you can put your name to it later."
            ),
        ),
    )
    brought_me = LineField(max_length=280, required=False, label=_("What I gained"))
    brought_us = LineField(max_length=280, required=False, label=_("What we gained"))
    behaviour = forms.ModelChoiceField(
        Behaviour.objects.none(), required=False, label=_("Behaviour it shows"), empty_label=_("none in particular")
    )
    authors = LineField(
        max_length=300,
        required=False,
        label=_("Made together with"),
        help_text=_("Their @names, for example @anna, @bo. They hear of it and can take their name off."),
    )
    # As roomy as the field above: who names two is told that a story has one teller, not that they typed too much.
    teller = LineField(
        max_length=300,
        required=False,
        label=_("Told by someone else?"),
        help_text=_("The @name of the person who told it. The story appears once they have read and approved it."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        communities: list[Community] | None = None,
        chosen: bool = True,
        behaviours: list[Behaviour] | None = None,
        editing: bool = False,
        names_others: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind: KindForm = kind_form(kind)
        self.fields["title"].label = self.kind.title_label
        self.fields["title"].help_text = self.kind.title_hint
        self.fields["body"].label = self.kind.body_label
        self.fields["body"].help_text = self.kind.body_hint
        self.fields["body"].required = self.kind.body_required
        for part in self.kind.fields:
            field = (
                LineField(max_length=1000, label=part.label, help_text=part.hint, required=part.required)
                if part.is_url
                else ProseField(
                    max_length=TEXT_LIMIT,
                    label=part.label,
                    help_text=part.hint,
                    required=part.required,
                    widget=forms.Textarea(attrs={"rows": 4}),
                )
            )
            if part.is_url:
                field.validators.append(
                    URLValidator(
                        ["http", "https"], message=_("Write a full address, such as https://example.org/page.")
                    )
                )
                field.validators.append(_without_password)
                field.widget = forms.URLInput(attrs=field.widget.attrs)
            self.fields[part.name] = field
        if communities is not None:
            known: list[tuple[int | str, Any]] = [(place.pk, place.name) for place in communities]
            self.fields["community"] = forms.TypedChoiceField(
                choices=known if chosen else [("", _("Choose a community")), *known],
                coerce=int,
                label=_("Where"),
                error_messages={"required": _("Choose the community that it is for.")},
            )
        behaviours = behaviours or []
        self.fields["behaviour"].queryset = Behaviour.objects.filter(pk__in=[b.pk for b in behaviours])  # type: ignore[attr-defined]
        if communities is not None and len(communities) > 1:
            self.fields["behaviour"].choices = self._by_place(behaviours, communities)  # type: ignore[attr-defined]
        self.behaviour_places = {behaviour.pk: behaviour.ambition.community_id for behaviour in behaviours}
        if not behaviours:
            del self.fields["behaviour"]
        if kind != ContributionKind.STORY or editing:
            del self.fields["teller"]
        if editing or not any(kind in UNNAMED_KINDS[Unnamed(place.unnamed)] for place in communities or ()):
            del self.fields["unnamed"]
        if editing and not names_others:
            del self.fields["authors"]
        if editing:
            self.fields["audience"].choices = CONFIDENTIALITY  # type: ignore[attr-defined]

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        """The parts of this kind, in the order of reading."""
        return [self[part.name] for part in self.kind.fields]

    def _by_place(self, behaviours: Sequence[Behaviour], communities: Sequence[Community]) -> list[tuple[str, Any]]:
        """Choices of ``behaviour`` under the names of their communities; a script shows those of the chosen one."""
        groups = [
            (place.name, [(row.pk, row.text) for row in behaviours if row.ambition.community_id == place.pk])
            for place in communities
        ]
        return [("", _("none in particular")), *((name, rows) for name, rows in groups if rows)]

    def typed(self) -> list[str]:
        """The texts as they were typed, in the order of reading, whether they can be placed or not."""
        names = [part.name for part in self.kind.fields if not part.is_url]
        order = [*names, "body"] if self.kind.fields_first else ["body", *names]
        return [str(self.data.get(name) or "") for name in order]

    def _people(self, text: str) -> list[Person]:
        handles = [word.strip().lstrip("@").lower() for word in text.replace(",", " ").split()]
        handles = [handle for handle in handles if handle]
        people = {person.handle.lower(): person for person in Person.objects.present().called(*handles)}
        missing = [handle for handle in handles if handle not in people]
        if missing:
            raise forms.ValidationError(
                _("There is nobody here called @%(handle)s. Check the spelling.") % {"handle": missing[0]}
            )
        return [people[handle] for handle in dict.fromkeys(handles)]

    @property
    def named(self) -> list[Person] | None:
        """Who is named with it, when the form that was sent asked that; only after ``is_valid()``."""
        return self.cleaned_data.get("authors") if "authors" in self.data else None

    def clean_authors(self) -> list[Person]:
        """The people behind the handles.

        Raises:
            ValidationError: naming the first handle nobody has.
        """
        return self._people(self.cleaned_data["authors"])

    def clean_tags(self) -> str:
        """The tags as typed.

        Raises:
            ValidationError: when there are more than are kept, or one is longer: nothing is left out unsaid.
        """
        typed: str = self.cleaned_data["tags"]
        names = [" ".join(name.split()).lstrip("# ") for name in typed.split(",")]
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(
                _("A tag has at most %(most)d characters. Put a comma between them.") % {"most": LONGEST_TAG}
            )
        count = len({word_key(name) for name in names if name})
        if count > MOST_TAGS:
            raise forms.ValidationError(
                _("These are %(count)d tags; at most %(most)d fit.") % {"count": count, "most": MOST_TAGS}
            )
        return typed

    def clean_teller(self) -> Person | None:
        """The person behind the handle.

        Raises:
            ValidationError: like :meth:`clean_authors`, and when it names several.
        """
        people = self._people(self.cleaned_data["teller"])
        if len(people) > 1:
            raise forms.ValidationError(
                _("A story has one teller, who approves it. Name the others under “%(field)s”.")
                % {"field": self.fields["authors"].label}
            )
        return people[0] if people else None

    def clean(self) -> dict[str, Any]:
        """All texts of one kind together are as long as one text may be; a behaviour is one of the chosen community.

        Raises:
            ValidationError: naming how long they are and how long they may be.
        """
        data = super().clean() or self.cleaned_data
        behaviour, place = data.get("behaviour"), data.get("community")
        if behaviour and place and self.behaviour_places[behaviour.pk] != place:
            self.add_error("behaviour", _("Choose a behaviour of the community that it is for."))
        parts = [part.name for part in self.kind.fields if not part.is_url]
        texts = [data.get(name) or "" for name in ("body", *parts)]
        length, lines = sum(map(len, texts)), sum(text.count("\n") + 1 for text in texts)
        if length > TEXT_LIMIT:
            raise forms.ValidationError(
                _("Together these texts have %(count)d characters; at most %(most)d fit. Put the rest in a file.")
                % {"count": length, "most": TEXT_LIMIT}
            )
        if lines > MOST_LINES:
            raise too_many_lines(lines)
        return data

    def text(self, attachments: Sequence[str] = ()) -> ContributionText:
        """What was written, for the action, with the keys of its files. Only after ``is_valid()``."""
        data = self.cleaned_data
        return ContributionText(
            title=data["title"],
            body=data["body"],
            fields={part.name: data[part.name] for part in self.kind.fields if data[part.name]},
            tags=[name for name in data["tags"].split(",") if name.strip()],
            language=data["language"] or "nl",
            brought_me=data["brought_me"],
            brought_us=data["brought_us"],
            behaviour=data.get("behaviour"),
            attachments=attachments,
        )
