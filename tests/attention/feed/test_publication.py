"""What leaves the house: feeds, sitemaps and robots.txt show what everybody may read, and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

from django.test import Client
from tests.factories.communities import make_community
from tests.factories.dialogue import client_of, make_contribution, make_place, member, person_of
from tests.factories.people import make_person, make_placeholder

from gilde.communities.models import Community, FormerSlug
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.enums import Part
from gilde.dialogue.models import Authorship, Contribution

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed(place: Community, **headers: str) -> ElementTree.Element:
    response = Client().get(f"/c/{place.slug}/feed.atom", headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def addresses(path: str) -> list[str]:
    response = Client().get(path)
    assert response.status_code == 200
    return [loc.text or "" for loc in ElementTree.fromstring(response.content).iter(f"{MAP}loc")]


def mapped() -> str:
    return "\n".join(line for part in addresses("/sitemap.xml") for line in addresses(part[part.index("/sitemap") :]))


def test_a_public_place_has_a_feed_whose_ids_never_change(db: None) -> None:
    place = make_place("Care & <cure>", audience=Audience.PUBLIC)
    anna = member(place, "Anna <b>Visser</b>")
    row = make_contribution(anna, place, "Fish & <chips>", body="Half a & b ]]>")
    first = feed(place)
    entry = first.find(f"{ATOM}entry")
    assert entry is not None
    assert first.findtext(f"{ATOM}title") == "Care & <cure>"
    assert entry.findtext(f"{ATOM}title") == "Fish & <chips>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Anna <b>Visser</b>"
    Contribution.objects.filter(pk=row.pk).update(title="Another title")
    Community.objects.filter(pk=place.pk).update(slug="another-address")
    place.refresh_from_db()
    second = feed(place)
    assert second.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id")
    assert second.findtext(f"{ATOM}entry/{ATOM}id") == entry.findtext(f"{ATOM}id")


def test_a_feed_names_everybody_who_made_something(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC)
    anna, bo, dina = member(place, "Anna"), member(place, "Bo"), member(place, "Dina")
    make_contribution(anna, place, "Alone")
    together = make_contribution(anna, place, "Together")
    Authorship.objects.create(contribution=together, person=person_of(bo), position=1)
    Authorship.objects.create(contribution=together, person=person_of(dina), part=Part.TELLER, approved_at=now())
    Contribution.objects.filter(pk=together.pk).update(several_authors=True)
    named = {
        entry.findtext(f"{ATOM}title"): [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")]
        for entry in feed(place).iterfind(f"{ATOM}entry")
    }
    assert named == {"Alone": ["Anna"], "Together": ["Dina", "Anna", "Bo"]}


def test_a_feed_survives_characters_that_xml_does_not_know(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC)
    row = make_contribution(member(place), place)
    Contribution.objects.filter(pk=row.pk).update(title="odd \x0b\ufffe\uffff title", excerpt="\x1f")
    assert feed(place).findtext(f"{ATOM}entry/{ATOM}title") == "odd  title"


def test_a_feed_that_did_not_change_is_not_sent_again(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC)
    anna = member(place)
    make_contribution(anna, place)
    tag = Client().get(f"/c/{place.slug}/feed.atom")["ETag"]
    again = Client().get(f"/c/{place.slug}/feed.atom", headers={"If-None-Match": tag})
    assert again.status_code == 304
    make_contribution(anna, place)
    assert Client().get(f"/c/{place.slug}/feed.atom", headers={"If-None-Match": tag}).status_code == 200


def test_only_public_places_have_a_feed_whoever_asks(db: None) -> None:
    for audience in (Audience.MEMBERS, Audience.COMMUNITY):
        place = make_place(audience=audience)
        anna = member(place)
        assert Client().get(f"/c/{place.slug}/feed.atom").status_code == 404
        assert client_of(anna).get(f"/c/{place.slug}/feed.atom").status_code == 404


def test_a_feed_follows_a_community_to_another_name(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC)
    FormerSlug.objects.create(slug="once-called", community=place)
    response = Client().get("/c/once-called/feed.atom")
    assert (response.status_code, response["Location"]) == (301, f"/c/{place.slug}/feed.atom")
    Community.objects.filter(pk=place.pk).update(audience=Audience.MEMBERS)
    assert Client().get("/c/once-called/feed.atom").status_code == 404


def test_a_place_that_stays_out_of_search_engines_has_a_feed_that_does_too(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC, noindex=True)
    assert Client().get(f"/c/{place.slug}/feed.atom")["X-Robots-Tag"] == "noindex"


def test_what_was_deleted_leaves_the_feed(db: None) -> None:
    place = make_place(audience=Audience.PUBLIC)
    anna = member(place)
    row = make_contribution(anna, place, "Gone")
    make_contribution(anna, place, "Here")
    delete(actor=anna, contribution=row)
    assert [entry.findtext(f"{ATOM}title") for entry in feed(place).iter(f"{ATOM}entry")] == ["Here"]


def test_the_sitemap_knows_what_is_public_and_wants_to_be_found(db: None) -> None:
    shown = make_community("Shown", audience=Audience.PUBLIC, slug="shown")
    shy = make_community("Shy", audience=Audience.PUBLIC, noindex=True, slug="shy")
    inside = make_community("Inside", audience=Audience.MEMBERS, slug="inside")
    hidden = make_community("Hidden", audience=Audience.COMMUNITY, slug="hidden")
    for place in (shown, shy, inside, hidden):
        make_contribution(member(place), place, f"Said in {place.slug}")
    make_person(handle="open-olga", audience=Audience.PUBLIC)
    make_person(handle="inside-ines", audience=Audience.MEMBERS)
    make_person(handle="away-abe", audience=Audience.PUBLIC, state="deactivated")
    make_placeholder(handle="not-here-yet", audience=Audience.PUBLIC)
    text = mapped()
    for words in ("/c/shown/", "/said-in-shown/", "/@open-olga/"):
        assert words in text
    for words in ("shy", "inside", "hidden", "away-abe", "not-here-yet"):
        assert words not in text


def test_a_part_that_does_not_exist_is_empty_or_not_found(db: None) -> None:
    assert Client().get("/sitemap-secrets-0.xml").status_code == 404
    assert Client().get("/sitemap-people-999999999.xml").status_code == 404
    assert addresses("/sitemap-people-7.xml") == []


def test_robots_are_told_where_the_map_is(db: None) -> None:
    response = Client().get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "/sitemap.xml" in response.content.decode()
