"""What the loader says of the script without reading it is what the script says, and what it plays is all there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from tests.factories.communities import make_charter
from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_place, member
from tests.factories.people import actor_of, make_person

from gilde.communities.models import Edge
from gilde.core.clock import now
from gilde.core.models import Activity, StoredFile
from gilde.core.rules import Refusal
from gilde.demo import doors, load, script
from gilde.demo.signs import Signs
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.enums import AppreciationKind, ContributionKind, Verb
from gilde.dialogue.models import Appreciation, Contribution, ReadMark
from gilde.people.models import Account, Person


def test_the_logins_are_those_of_the_script() -> None:
    play = script.read_script()
    assert {part: play.login(part).handle for part in doors.LOGINS} == doors.LOGINS


def test_the_demo_is_recognised_by_a_community_of_the_script() -> None:
    assert doors.FIRST in {place.slug for place in script.read_script().communities}


@pytest.mark.django_db
def test_the_demo_is_played_once_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    load.load(lambda _sentence: None)
    assert Person.objects.count() >= 40
    assert not Account.objects.exclude(emailaddress__verified=True, emailaddress__primary=True).exists()
    assert Edge.objects.values("parent").distinct().count() >= 2
    assert set(Contribution.objects.values_list("kind", flat=True)) == set(ContributionKind.values)
    oldest = Contribution.objects.earliest("created_at").created_at
    assert now() - oldest > timedelta(days=80)
    assert not Activity.objects.filter(at__gt=now()).exists()
    for file in StoredFile.objects.all():
        assert default_storage.exists(file.path), file.name
    assert not ReadMark.objects.filter(read_at__gt=now()).exists()

    before = Activity.objects.count()
    monkeypatch.setattr(script, "read_script", lambda: pytest.fail("A second start must not read the script."))
    load.load(lambda _sentence: None)
    assert Activity.objects.count() == before

    with override_settings(DEMO=True):
        for _label, path in doors.logins():
            browser = Client()
            assert browser.get(path).status_code == 302
            assert "_auth_user_id" in browser.session
            assert Client().get(path, REMOTE_ADDR="192.0.2.7").status_code == 404
    with override_settings(DEMO=False):
        assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_a_sign_of_the_demo_is_what_the_act_would_have_left() -> None:
    place = make_place()
    anna, bo = member(place), member(place)
    left = []
    for together in (False, True):
        row = make_contribution(anna, place, kind=ContributionKind.PRACTICE)
        question = make_contribution(anna, place, kind=ContributionKind.QUESTION)
        targets = [
            (row, AppreciationKind.LIKE),
            (row, AppreciationKind.USED),
            (make_answer(anna, question), AppreciationKind.LEARNED),
            (make_comment(anna, row), AppreciationKind.LIKE),
        ]
        signs = Signs()
        for target, kind in targets * 2:
            if together:
                signs.give(actor=bo, target=target, kind=kind, at=now())
            else:
                appreciate(actor=bo, target=target, kind=kind, on=True)
        signs.write()
        for target, _kind in targets:
            target.refresh_from_db()
        marks = Appreciation.objects.all()
        said = Activity.objects.filter(verb=Verb.APPRECIATED)
        ids = {row.pk: "row", question.pk: "question"}
        left.append(
            (
                [
                    (t.like_count, getattr(t, "used_count", None), getattr(t, "learned_count", None))
                    for t, _kind in targets
                ],
                sorted(
                    (m.person_id, m.kind, bool(m.contribution_id), bool(m.answer_id), m.community_id) for m in marks
                ),
                sorted(
                    (a.verb, a.actor_id, a.target_kind, a.community_id, a.data["kind"], ids[a.data["contribution"]])
                    for a in said
                ),
            )
        )
        marks.delete()
        said.delete()
    assert left[0] == left[1]
    assert len(left[0][2]) == 4


@pytest.mark.django_db
def test_a_sign_of_the_demo_obeys_the_rule_of_the_act() -> None:
    place = make_place()
    anna, bo, stranger = member(place), member(place), actor_of(make_person())
    row = make_contribution(anna, place, kind=ContributionKind.PRACTICE)
    make_charter(place)
    for actor in (anna, bo, stranger):
        with pytest.raises(Refusal):
            Signs().give(actor=actor, target=row, kind=AppreciationKind.LIKE, at=now())
