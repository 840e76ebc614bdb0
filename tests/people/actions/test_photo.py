"""The portrait."""

from __future__ import annotations

import pytest
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, affiliate, make_organisation, make_person
from tests.people.pictures import picture

from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.core.files.holders import may_see
from gilde.core.files.store import store_upload
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.organisation import change_logo
from gilde.people.actions.photo import change_photo
from gilde.people.enums import PersonState, Verb
from gilde.people.queries import face


def portrait_of(person):
    file = store_upload(picture(), name="me.png", uploader_id=person.pk)
    change_photo(actor=actor_of(person), file=file)
    person.refresh_from_db()
    return file


def test_a_portrait_is_kept_beside_the_name_and_can_be_removed():
    anna = make_person()
    file = portrait_of(anna)
    assert (anna.photo_id, anna.photo_key) == (file.pk, file.key)
    for _ in range(2):
        change_photo(actor=actor_of(anna), file=None)
    anna.refresh_from_db()
    assert (anna.photo_id, anna.photo_key) == (None, "")
    assert Activity.objects.filter(verb=Verb.PHOTO_CHANGED).count() == 2


def test_the_picture_of_somebody_else_cannot_be_mine():
    file = store_upload(picture(), name="me.png", uploader_id=make_person().pk)
    with pytest.raises(Refusal, match="of your own"):
        change_photo(actor=actor_of(make_person()), file=file)


@pytest.mark.parametrize(
    ("audience", "visitor", "member", "fellow"),
    [
        (Audience.PUBLIC, True, True, True),
        (Audience.MEMBERS, False, True, True),
        (Audience.COMMUNITY, False, False, True),
        (Audience.ME, False, False, True),  # fellows meet the name in the list of members
    ],
)
def test_a_portrait_goes_where_the_name_goes(audience, visitor, member, fellow):
    anna = make_person(audience=audience)
    place = make_community()
    make_member(place, person=anna)
    file = portrait_of(anna)
    assert may_see(VISITOR, file) == visitor
    assert may_see(actor_of(make_person()), file) == member
    assert may_see(actor_of(make_member(place)), file) == fellow
    assert may_see(actor_of(anna), file)


def test_who_can_read_what_somebody_wrote_sees_the_portrait_beside_it(monkeypatch):
    anna, bob = make_person(), make_person()
    files = portrait_of(anna), portrait_of(bob)
    monkeypatch.setattr(face, "_readers", [])
    assert not may_see(VISITOR, files[0])
    face.register_face_reader(lambda actor, people: {anna.pk} & set(people))
    assert may_see(VISITOR, files[0])
    assert not may_see(VISITOR, files[1])


def test_who_is_away_shows_no_portrait():
    anna = make_person(audience=Audience.PUBLIC)
    file = portrait_of(anna)
    anna.state = PersonState.DEACTIVATED
    anna.save()
    assert not may_see(VISITOR, file)


def test_portraits_and_logos_are_held_and_other_files_are_not():
    anna, acme = make_person(), make_organisation()
    affiliate(anna, acme)
    portrait = portrait_of(anna)
    logo = store_upload(picture(50, 50), name="logo.png", uploader_id=anna.pk)
    change_logo(actor=actor_of(anna), organisation=acme, file=logo)
    loose = store_upload(picture(60, 60), name="x.png", uploader_id=anna.pk)
    ids = [portrait.pk, logo.pk, loose.pk]
    assert face.held_portraits(ids) == {portrait.pk, logo.pk}
    assert may_see(VISITOR, logo)
    assert not may_see(VISITOR, loose)
    assert not may_see(SYSTEM, loose)
