"""Invented content for the style page: every component once, in its states."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.utils import timezone
from markupsafe import Markup

PEOPLE = (
    Thing(name="Noor van Dalen", url="#noor", photo_key="", headline="District nurse, teaches wound care"),
    Thing(name="Bram Okafor", url="#bram", photo_key="", headline="Interim controller in care and housing"),
    Thing(name="Ilse Terpstra", url="#ilse", photo_key="", headline="Facilitator of difficult conversations"),
    Thing(name="Yusuf Aydın", url="#yusuf", photo_key="", headline="Data engineer, gardener, father of three"),
    Thing(name="Hanneke", url="#hanneke", photo_key="", headline=""),
)
NOOR, BRAM, ILSE, YUSUF, HANNEKE = PEOPLE

KINDS = {
    value: Thing(value=value, label=label, icon=icon)
    for value, label, icon in (
        ("question", "Question", "circle-question-mark"),
        ("practice", "Practice example", "hammer"),
        ("story", "Story", "feather"),
        ("discussion", "Discussion", "messages-square"),
        ("idea", "Idea", "lightbulb"),
        ("resource", "Resource", "book-open"),
        ("announcement", "Announcement", "megaphone"),
    )
}
CARE = Thing(name="Care close to home", url="/_ui/#care")
WOUND = Thing(name="Wound care", url="/_ui/#wound-care")
INTERIM = Thing(name="The Interim House", url="/_ui/#interim")

PROSE = Markup("""<p>We stopped planning visits by postcode and let the two teams draw their own map. It took one
afternoon, a roll of paper and <a class="mention" href="#noor">Noor van Dalen</a>.</p>
<p>What changed after three weeks:</p><ul><li>eleven fewer kilometres a day for each of us</li>
<li>the same face at the door, four days out of five</li></ul>
<blockquote><p>“I no longer have to explain my cat.”</p></blockquote>
<p>The spreadsheet is <a href="#file">here</a>; <code>=SUMIF()</code> does most of the work.</p>
<pre><code>visits per day = contacts / (travel + 1)</code></pre>""")
STORY = Markup("""<p>On the morning the lift broke, seven people on the fourth floor waited for breakfast. Nobody had
called me; I noticed it because the trolley stood alone in the hall.</p><p>We carried the trays up by hand, past the
portraits of the first board, and somewhere around the second landing Mr. Ferwerda began to sing. He had been a postman.
He knew how stairs are done.</p><hr><p>What I pass on: when a thing breaks, look who is singing.</p>""")
SHORT = Markup("<p>Thank you, this is what I needed. We tried the second way on Thursday and it held.</p>")


class SampleForm(forms.Form):
    """One field of every sort; shown bound and wrong."""

    name = forms.CharField(label="Name", max_length=80, help_text="As colleagues know you.")
    email = forms.EmailField(label="E-mail")
    story = forms.CharField(label="About you", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    situation = forms.ChoiceField(
        label="Work", choices=[("employee", "Employee"), ("freelance", "Freelance"), ("both", "Both")]
    )
    rhythm = forms.ChoiceField(
        label="How often may we mail you?",
        widget=forms.RadioSelect,
        choices=[("day", "Every day, when there is something"), ("week", "On Monday morning"), ("never", "Never")],
    )
    hobbies = forms.MultipleChoiceField(
        label="Hobbies",
        widget=forms.CheckboxSelectMultiple,
        choices=[("singing", "Singing"), ("sailing", "Sailing")],
        required=False,
    )
    tags = forms.CharField(label="Specialisms", required=False)
    photo = forms.FileField(label="Photo", required=False)
    charter = forms.BooleanField(label="I agree with the charter", help_text="Eight sentences; you can read it first.")


class SampleKindForm(forms.Form):
    """A choice made by intent."""

    visibility = forms.ChoiceField(
        label="Who can read this?",
        widget=forms.RadioSelect,
        choices=[("public", "Everyone"), ("members", "Members"), ("hidden", "Nobody sees it exists")],
        initial="members",
    )


class SampleContributionForm(forms.Form):
    """The composer's two main fields."""

    title = forms.CharField(label="Title", initial="")
    body = forms.CharField(label="What happened?", widget=forms.Textarea, help_text="Markdown works here.")


class SamplePhotoForm(forms.Form):
    """One photo."""

    photo = forms.FileField(label="New photo", required=False)


def _acts(*, pressed: str = "") -> list[Thing]:
    acts = (("like", "Like", "heart"), ("learned", "I learned from this", "sprout"), ("used", "I used this", "wrench"))
    return [
        Thing(label=label, icon=icon, url="#", pressed=value == pressed, count=3 * (value == pressed), reason=None)
        for value, label, icon in acts
    ]


def everything() -> dict[str, Any]:
    """The context of ``ui/style.html``."""
    now = timezone.now()
    bad = SampleForm({"name": "", "email": "noor@", "story": "I teach.", "rhythm": "week"}, auto_id="bad_%s")
    return {
        "now": now,
        "earlier": {
            "minutes": now - timedelta(minutes=7),
            "hours": now - timedelta(hours=3),
            "yesterday": now - timedelta(hours=26),
            "days": now - timedelta(days=4),
            "months": now - timedelta(days=140),
            "years": now - timedelta(days=900),
        },
        "people": PEOPLE,
        "kinds": KINDS,
        "care": CARE,
        "wound": WOUND,
        "interim": INTERIM,
        "prose_html": PROSE,
        "story_html": STORY,
        "short_html": SHORT,
        "acts": _acts(),
        "acts_pressed": _acts(pressed="learned"),
        "sample_form": SampleForm(),
        "bad_form": bad,
        "kind_form": SampleKindForm(auto_id="kind_%s"),
        "contribution_form": SampleContributionForm(auto_id="compose_%s"),
        "photo_form": SamplePhotoForm(auto_id="portrait_%s"),
        "long_title": "What do you say on the phone to a family that has already heard three different answers "
        "from three different departments, and who do you call first?",
    }
