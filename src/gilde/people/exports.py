"""What this room holds about a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from gilde.core.audience import Audience
from gilde.core.exports import Attachment, Part, Records, Rich
from gilde.core.models import Activity
from gilde.people.enums import LabelKind, PolicyKind, Question, Section
from gilde.people.languages import BY_CODE
from gilde.people.models import ArrivalStep, Erasure, Person, PolicyAgreement, PolicyLetter


def export(person_id: int) -> Iterator[Part]:
    """Profile, account, organisations, links, whom one follows and blocked, and the log of what one did."""
    person = Person.objects.select_related("account", "photo").get(pk=person_id)
    yield Records("profile", _("Profile"), [_profile(person)], _PROFILE)
    yield Records("organisations", _("Organisations"), list(_affiliations(person)), _TIE)
    yield Records("links", _("Links"), list(_links(person)), _LINK)
    yield Records("following", _("People I follow"), list(_following(person)), _FOLLOWING)
    yield Records("blocked", _("People I blocked"), list(_blocked(person)), _BLOCKED)
    if person.account is not None:
        yield Records("account", _("Account"), list(_account(person)), _ACCOUNT)
    yield Records("terms", _("Terms I agreed to"), list(_policies(person)), _POLICY)
    yield Records("terms-letters", _("Emails about changed terms"), list(_policy_letters(person)), _POLICY)
    yield Records("first-steps", _("My first steps here"), list(_steps(person)), _STEP)
    yield Records("log", _("What I did"), _log(person), _LOG)
    if person.photo is not None:
        path = person.photo.path
        yield Attachment("portrait.webp", lambda: cast(BinaryIO, default_storage.open(path)))


_PROFILE = {
    "name": _("Name"),
    "handle": _("@name"),
    "former_handles": _("Earlier @names"),
    "headline": _("In one line"),
    "story": _("My story"),
    "motivation": _("What moves me"),
    "specialisms": _("Specialisms"),
    "interests": _("Interests"),
    "hobbies": _("Outside work"),
    "languages": _("Languages"),
    "region": _("Region"),
    "work_situation": _("My work situation"),
    "work_note": _("About my work"),
    "visible_to": _("Who sees what"),
    "here_since": _("Here since"),
    "followers": _("Followers"),
    "question": _("Question"),
    "answer": _("Answer"),
    "card": _("Name and headline"),
    **{section.value: section.label for section in (Section.WORK, Section.AFFILIATIONS, Section.LINKS)},
}


def _profile(person: Person) -> dict[str, object]:
    labels: dict[str, list[str]] = {kind: [] for kind in LabelKind.values}
    for row in person.labels.select_related("label"):
        language = BY_CODE.get(row.label.slug) if row.label.kind == LabelKind.LANGUAGE else None
        labels[row.label.kind].append(language.label if language else row.label.name)
    audiences = {"card": Audience(person.audience), **{s.value: person.audience_of(s) for s in Section}}
    return {
        "name": person.name,
        "handle": person.handle,
        "former_handles": list(person.former_handles.values_list("handle", flat=True)),
        "headline": person.headline,
        "story": Rich(person.story, person.story_html),
        "motivation": [
            {"question": str(Question(row.question).label), "answer": Rich(row.text, row.html)}
            for row in person.motivations.all()
        ],
        "specialisms": labels[LabelKind.SPECIALISM],
        "interests": labels[LabelKind.INTEREST],
        "hobbies": labels[LabelKind.HOBBY],
        "languages": labels[LabelKind.LANGUAGE],
        "region": person.region,
        "work_situation": person.get_work_situation_display() if person.work_situation else "",
        "work_note": person.work_note,
        "visible_to": {name: str(audience.label) for name, audience in audiences.items()},
        "here_since": person.created_at,
        "followers": person.follower_count,
    }


_TIE = {"organisation": _("Organisation"), "title": _("Role or title"), "from": _("From"), "to": _("Until")}


def _affiliations(person: Person) -> Iterator[dict[str, object]]:
    for row in person.affiliations.select_related("organisation"):
        yield {
            "organisation": row.organisation.name,
            "title": row.title,
            "from": row.started_on,
            "to": row.ended_on,
        }


_LINK = {"address": _("Address"), "label": _("What it is"), "finding": _("Check"), "proven_at": _("Verified on")}


def _links(person: Person) -> Iterator[dict[str, object]]:
    for row in person.links.all():
        yield {
            "address": row.url,
            "label": row.label,
            "finding": str(row.get_finding_display()),
            "proven_at": row.proven_at,
        }


_FOLLOWING = {"name": _("Name"), "handle": _("@name"), "since": _("Since")}


def _following(person: Person) -> Iterator[dict[str, object]]:
    for row in person.following.select_related("followed").order_by("since"):
        yield {"name": row.followed.name, "handle": row.followed.handle, "since": row.since}


_BLOCKED = {"name": _("Name"), "handle": _("@name"), "since": _("Since")}


def _blocked(person: Person) -> Iterator[dict[str, object]]:
    """Whom this person blocked; who blocked them stands in nobody's download but the blocker's own."""
    for row in person.blocks.select_related("blocked").order_by("since"):
        yield {"name": row.blocked.name, "handle": row.blocked.handle, "since": row.since}


_ACCOUNT = {
    "email": _("Email"),
    "addresses": _("All addresses"),
    "language": _("Language"),
    "theme": _("Theme"),
    "time_zone": _("Time zone"),
    "created_at": _("Created on"),
    "last_login": _("Last login"),
    "erased_on": _("Day on which everything is deleted"),
    "ways_in": _("Ways to log in"),
    "sessions": _("Places where you are logged in"),
    "address": _("Address"),
    "verified": _("Confirmed"),
    "primary": _("Main address"),
    "browser": _("Browser"),
    "since": _("Since"),
    "last_seen": _("Last seen"),
}

_WAYS_IN = {
    "password": _("Password"),
    Authenticator.Type.TOTP: _("Authenticator app"),
    Authenticator.Type.WEBAUTHN: _("Passkey"),
    Authenticator.Type.RECOVERY_CODES: _("Recovery codes"),
}


def _account(person: Person) -> Iterator[dict[str, object]]:
    account = person.account
    if account is None:
        return
    ways = [str(_WAYS_IN[row.type]) for row in Authenticator.objects.filter(user=account)]
    ways += [row.provider for row in SocialAccount.objects.filter(user=account)]
    yield {
        "email": account.email,
        "addresses": [
            {"address": row.email, "verified": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=account)
        ],
        "language": account.language,
        "theme": str(account.get_theme_display()),
        "time_zone": account.time_zone,
        "created_at": account.created_at,
        "last_login": account.last_login,
        "erased_on": Erasure.objects.filter(person=person).values_list("erase_at", flat=True).first(),
        "ways_in": [*([str(_WAYS_IN["password"])] if account.has_usable_password() else []), *ways],
        "sessions": [
            {"address": row.ip, "browser": row.user_agent, "since": row.created_at, "last_seen": row.last_seen_at}
            for row in UserSession.objects.filter(user=account)
        ],
    }


_POLICY = {"what": _("What"), "version": _("Version"), "at": _("When")}


def _policies(person: Person) -> Iterator[dict[str, object]]:
    for row in PolicyAgreement.objects.filter(person=person).select_related("policy").order_by("pk"):
        version = row.policy.saved_at if row.policy is not None else str(_("The text that comes with Gilde"))
        yield {"what": str(PolicyKind(row.kind).label), "version": version, "at": row.at}


def _policy_letters(person: Person) -> Iterator[dict[str, object]]:
    for row in (
        PolicyLetter.objects.filter(person=person, sent_at__isnull=False).select_related("policy").order_by("pk")
    ):
        yield {
            "what": str(PolicyKind(row.policy.kind).label),
            "version": row.policy.saved_at,
            "at": row.sent_at,
        }


_STEP = {"step": _("Step"), "skipped": _("Skipped"), "at": _("When")}


def _steps(person: Person) -> Iterator[dict[str, object]]:
    for row in ArrivalStep.objects.filter(person=person).order_by("pk"):
        yield {"step": row.step, "skipped": row.skipped, "at": row.at}


_LOG = {"at": _("When"), "what": _("What"), "about": _("About")}


def _log(person: Person) -> Iterator[dict[str, object]]:
    for row in Activity.objects.filter(actor_id=person.pk).order_by("at", "pk").iterator(chunk_size=1000):
        yield {"at": row.at, "what": row.verb, "about": f"{row.target_kind} {row.target_id}"}
