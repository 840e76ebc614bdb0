"""Choices of the people room."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What can happen in this room."""

    PERSON_JOINED = "people.person_joined"
    CLAIM_OFFERED = "people.claim_offered"
    PERSON_CLAIMED = "people.person_claimed"
    PERSON_MERGED = "people.person_merged"
    PROFILE_CHANGED = "people.profile_changed"
    HANDLE_CHANGED = "people.handle_changed"
    PHOTO_CHANGED = "people.photo_changed"
    LINK_ADDED = "people.link_added"
    LINK_REMOVED = "people.link_removed"
    LINK_PROVEN = "people.link_proven"
    FOLLOWED = "people.followed"
    UNFOLLOWED = "people.unfollowed"
    BLOCKED = "people.blocked"
    UNBLOCKED = "people.unblocked"
    ORGANISATION_CREATED = "people.organisation_created"
    ORGANISATION_CHANGED = "people.organisation_changed"
    AFFILIATION_ADDED = "people.affiliation_added"
    AFFILIATION_CHANGED = "people.affiliation_changed"
    AFFILIATION_REMOVED = "people.affiliation_removed"
    DEACTIVATED = "people.deactivated"
    REACTIVATED = "people.reactivated"
    ERASURE_ASKED = "people.erasure_asked"
    ERASURE_WITHDRAWN = "people.erasure_withdrawn"
    ERASURE_NEAR = "people.erasure_near"
    ERASURE_SHORTENED = "people.erasure_shortened"
    ERASED = "people.erased"
    EXPORT_ASKED = "people.export_asked"
    EXPORTED = "people.exported"
    PREFERENCES_CHANGED = "people.preferences_changed"
    INSTALLATION_OPENED = "people.installation_opened"
    SETTLED = "people.settled"
    POLICY_CHANGED = "people.policy_changed"
    POLICY_AGREED = "people.policy_agreed"


class PersonState(TextChoices):
    """Where a person is in their life here. Only ``ACTIVE`` people can log in."""

    PLACEHOLDER = "placeholder", _("not here yet")  # invited or imported, can be claimed
    ACTIVE = "active", _("active")
    DEACTIVATED = "deactivated", _("away")
    ERASED = "erased", _("left")
    DECEASED = "deceased", _("in memoriam")


class WorkSituation(TextChoices):
    """How a person works at this moment of their career."""

    EMPLOYEE = "employee", _("employee")
    FREELANCE = "freelance", _("freelance")
    BOTH = "both", _("employee and freelance")
    BETWEEN = "between", _("between assignments")
    STUDENT = "student", _("student")
    RETIRED = "retired", _("retired")


class LabelKind(TextChoices):
    """What a label on a person speaks of. Labels of one kind are equals: there is no main one."""

    SPECIALISM = "specialism", _("specialism")
    INTEREST = "interest", _("interest")
    HOBBY = "hobby", _("hobby")
    LANGUAGE = "language", _("language")


class Question(TextChoices):
    """The guided questions of "what moves me" (product.md, P1 and P16)."""

    WHO_AM_I = "who_am_i", _("Who am I, besides my job?")
    HEART = "where_is_my_heart", _("Where is my heart?")
    WANT = "what_do_i_want", _("What do I want to bring about?")
    GIVE_UP = "what_will_i_give_up", _("What will I give up for it?")
    HOW_I_WORK = "how_i_work", _("How do I like to work with others?")


class Section(TextChoices):
    """The sections of a profile that have an audience of their own."""

    STORY = "story", _("My story")
    MOTIVATION = "motivation", _("What moves me")
    SPECIALISMS = "specialisms", _("Specialisms")
    HOBBIES = "hobbies", _("Outside work")
    LANGUAGES = "languages", _("Languages")
    REGION = "region", _("Region")
    WORK = "work", _("Work")
    AFFILIATIONS = "affiliations", _("Organisations")
    LINKS = "links", _("Links")
    INTERESTS = "interests", _("Interests")


class Arriving(TextChoices):
    """How far somebody is who came in lately."""

    SETTLED = "", _("at home")
    STEPS = "steps", _("being asked the first things")
    LIST = "list", _("finding their way")


class PolicyKind(TextChoices):
    """The two texts every installation has."""

    TERMS = "terms", _("Terms")
    PRIVACY = "privacy", _("Privacy")


class Theme(TextChoices):
    """Light, dark, or what the device prefers."""

    AUTO = "", _("as my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class Finding(TextChoices):
    """What was found when the page behind a link was last looked at."""

    UNKNOWN = "", _("not looked at yet")
    PROVEN = "proven", _("links back")
    NO_LINK_BACK = "no_link", _("does not link back")
    UNREACHABLE = "unreachable", _("could not be read")


class ExportState(TextChoices):
    """Where an export of one's own data is."""

    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    GONE = "gone", _("no longer kept")
