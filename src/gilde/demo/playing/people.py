"""People come in with their profiles; organisations say what they are."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from gilde.core.audience import Audience
from gilde.demo import script
from gilde.demo.playing.stage import AUDIENCES, Stage
from gilde.dialogue.actions.text import render
from gilde.people.actions import affiliation, arrival, label, link, person, photo, profile
from gilde.people.enums import LabelKind, Question, Section, WorkSituation
from gilde.people.models import Account, Organisation

_ANSWERS = {
    "who_am_i": Question.WHO_AM_I,
    "where_is_my_heart": Question.HEART,
    "what_do_i_want": Question.WANT,
    "what_will_i_give_up": Question.GIVE_UP,
    "how_i_work": Question.HOW_I_WORK,
}


def introduce(stage: Stage, who: script.Person) -> None:
    """Let somebody come in: account, profile, ties, links and portrait."""
    account = Account.objects.create_user(f"{who.handle}@demo.example", language=who.interface_language)
    # Proven, as after signing up: a code by email lets them in at once, and an invitation to it recognises them.
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    stage.accounts[who.handle] = account
    row = person.join(account=account, name=who.name, handle=who.handle)
    stage.people[who.handle] = row
    account.person = row
    actor = stage.actor(who.handle)
    audience = {name: AUDIENCES[value] for name, value in who.audiences.items()}

    def seen_by(section: Section) -> Audience:
        return audience.get(section.value, row.audience_of(section))

    profile.change_card(
        actor=actor, name=who.name, headline=who.headline, audience=audience.get("headline", Audience(row.audience))
    )
    profile.change_story(actor=actor, text=who.story.strip(), audience=seen_by(Section.STORY))
    profile.change_motivation(
        actor=actor,
        answers={_ANSWERS[key]: text for key, text in who.motivation.items()},
        audience=seen_by(Section.MOTIVATION),
    )
    profile.change_region(actor=actor, region=who.region, audience=seen_by(Section.REGION))
    profile.change_work(actor=actor, situation=WorkSituation(who.work), note="", audience=seen_by(Section.WORK))
    for kind, names, section in (
        (LabelKind.SPECIALISM, who.specialisms, Section.SPECIALISMS),
        (LabelKind.INTEREST, who.interests, Section.INTERESTS),
        (LabelKind.HOBBY, who.hobbies, Section.HOBBIES),
        (LabelKind.LANGUAGE, who.languages, Section.LANGUAGES),
    ):
        label.change_labels(actor=actor, kind=kind, names=names, audience=seen_by(section))
    called = {org.slug: org.name for org in stage.play.organisations}
    for tie in who.affiliations:
        affiliation.add(
            actor=actor,
            organisation=called[tie.organisation],
            title=tie.title,
            started_on=tie.since,
            ended_on=tie.until,
        )
    profile.change_audience(actor=actor, section=Section.AFFILIATIONS, audience=seen_by(Section.AFFILIATIONS))
    for place in who.links:
        link.add(actor=actor, url=place.url, label=place.label)
    profile.change_audience(actor=actor, section=Section.LINKS, audience=seen_by(Section.LINKS))
    if who.portrait is not None:
        file = stage.keep(stage.gallery.take("portrait", who.handle), f"{who.handle}.webp", row.pk)
        row = photo.change_photo(actor=actor, file=file)
    if who.demo_login == "newcomer":
        # The first steps are behind this person, so that Home shows what helps a newcomer.
        arrival.begin(actor=actor)
        arrival.look_around(actor=actor)
    row.refresh_from_db()
    stage.people[who.handle] = row
    del stage.actors[who.handle]


def describe_organisations(stage: Stage) -> None:
    """Say what the organisations are that people named as theirs."""
    for org in stage.play.organisations:
        row = Organisation.objects.filter(name=org.name).first()
        if row is None:
            continue
        row.about, row.website, row.place = org.about, org.website, org.place
        row.about_html = render(org.about, actor=stage.actor(stage.play.people[0].handle)).html
        row.save(update_fields=["about", "about_html", "website", "place"])
