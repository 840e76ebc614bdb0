"""Changing one's own profile: one function per section, each with its audience."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gilde.core import activity, markdown
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.people.enums import Question, Section, Verb, WorkSituation
from gilde.people.models import Motivation, Person
from gilde.people.queries.mention import mention_links
from gilde.people.rules import person as rules


def own_person(actor: Actor) -> Person:
    """The person behind ``actor``, locked for a change; call it inside a transaction.

    Raises:
        Refusal: for visitors and for accounts without a person.
    """
    return Person.objects.select_for_update().get(pk=rules.person_id(actor))


def _keep(actor: Actor, person: Person, part: str, **values: object) -> Person:
    """Write ``values`` when they differ, and record that this part changed."""
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    note_change(actor, person, part)
    return person


def note_change(actor: Actor, person: Person, part: str) -> None:
    """The last beat of every change to a profile: which part changed, never what it says."""
    activity.record(Verb.PROFILE_CHANGED, actor=actor, target=person, data={"part": part})


@transaction.atomic
def change_card(*, actor: Actor, name: str, headline: str, audience: Audience) -> Person:
    """Name and headline, and who can find this person at all.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    return _keep(actor, person, "card", name=name, headline=headline, audience=audience)


@transaction.atomic
def change_story(*, actor: Actor, text: str, audience: Audience) -> Person:
    """The story in Markdown, rendered now. Raises like :func:`change_card`."""
    person = own_person(actor)
    html = markdown.render(text, resolve_mention=mention_links(text, actor)).html if text else ""
    return _keep(actor, person, Section.STORY.value, story=text, story_html=html, audience_story=audience)


@transaction.atomic
def change_motivation(*, actor: Actor, answers: Mapping[Question, str], audience: Audience) -> Person:
    """Answers to the guided questions; an empty answer takes it away. Raises like :func:`change_card`."""
    person = own_person(actor)
    present = {row.question: row for row in person.motivations.all()}
    changed = False
    for question, text in answers.items():
        row = present.get(question)
        if (row.text if row else "") == text:
            continue
        changed = True
        if not text:
            person.motivations.filter(question=question).delete()
            continue
        html = markdown.render(text, resolve_mention=mention_links(text, actor)).html
        Motivation.objects.update_or_create(person=person, question=question, defaults={"text": text, "html": html})
    if person.audience_motivation != audience:
        return _keep(actor, person, Section.MOTIVATION.value, audience_motivation=audience)
    if changed:
        note_change(actor, person, Section.MOTIVATION.value)
    return person


@transaction.atomic
def change_region(*, actor: Actor, region: str, audience: Audience) -> Person:
    """Where somebody lives or works, in their own words. Raises like :func:`change_card`."""
    person = own_person(actor)
    return _keep(actor, person, Section.REGION.value, region=region, audience_region=audience)


@transaction.atomic
def change_work(*, actor: Actor, situation: WorkSituation | str, note: str, audience: Audience) -> Person:
    """Employee, freelance, both, …, and a line about it. Raises like :func:`change_card`."""
    person = own_person(actor)
    return _keep(
        actor, person, Section.WORK.value, work_situation=str(situation), work_note=note, audience_work=audience
    )


@transaction.atomic
def change_audience(*, actor: Actor, section: Section, audience: Audience) -> Person:
    """Only who sees a section. Raises like :func:`change_card`."""
    person = own_person(actor)
    return _keep(actor, person, section.value, **{f"audience_{section.value}": audience})
