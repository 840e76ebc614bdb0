"""What is open to the whole world: for feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from gilde.communities.models import Community
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.dialogue.enums import Part
from gilde.dialogue.models import Authorship, Contribution
from gilde.people.enums import PersonState
from gilde.people.models import Organisation, Person

ENTRIES = 30


def latest(place: Community) -> list[Contribution]:
    """The newest contributions of a public community with their authors; one query.

    They are found among the last active ones, which the index of the stream gives: what is new was active when it came.
    """
    active = (
        Contribution.objects.visible_to(VISITOR)
        .filter(community=place)
        .select_related("author")
        .order_by("-last_activity_at", "-pk")[: ENTRIES * 4]
    )
    return sorted(active, key=lambda row: (row.created_at, row.pk), reverse=True)[:ENTRIES]


def makers(rows: Sequence[Contribution]) -> dict[int, list[str]]:
    """Names of everybody who made each of ``rows``, as its page shows them: a teller before who wrote it down.

    One query, and none when nobody made anything together.
    """
    shared = [one.pk for one in rows if one.several_authors]
    found: dict[int, list[str]] = {one.pk: [one.author.name] for one in rows}
    if shared:
        parts = Authorship.objects.filter(contribution__in=shared).select_related("person")
        for row in parts.order_by("position", "pk"):
            names = found[row.contribution_id]
            names.insert(0 if row.part == Part.TELLER else len(names), row.person.name)
    return found


def open_contributions() -> QuerySet[Contribution]:
    """Contributions that search engines may show: public, in a community that wants to be found."""
    return Contribution.objects.visible_to(VISITOR).filter(
        community__audience=Audience.PUBLIC, community__noindex=False
    )


def open_communities() -> QuerySet[Community]:
    """Communities that search engines may show."""
    return Community.objects.visible_to(VISITOR).filter(audience=Audience.PUBLIC, noindex=False)


def open_people() -> QuerySet[Person]:
    """People whose page is public and who are here themselves."""
    return Person.objects.visible_to(VISITOR).filter(state=PersonState.ACTIVE, audience=Audience.PUBLIC)


def open_organisations() -> QuerySet[Organisation]:
    """Organisations with a page."""
    return Organisation.objects.visible_to(VISITOR)
