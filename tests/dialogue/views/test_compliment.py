from __future__ import annotations

from django.test import Client
from tests.factories.dialogue import (
    client_of,
    make_behaviour,
    make_compliment,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import label, make_person

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.models import Compliment, Contribution
from gilde.people.models import Label

WORDS = "You asked the question nobody dared to ask."


def test_one_sentence_about_a_contribution(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(bo, place, "On the stairs")
    label(person_of(bo), "Wound care")
    behaviour = make_behaviour(place)
    client = client_of(anna)
    text = client.get(f"/compliments/new/?to={bo.handle}&about={row.pk}").content.decode()
    for words in ("On the stairs", "Wound care", "We ask before we advise.", "decides whether others see it too"):
        assert words in text
    assert "What is it about?" not in text
    assert f'action="/compliments/new/?to={bo.handle}&amp;about={row.pk}"' in text
    sent = {
        "to": bo.handle,
        "about_contribution": row.pk,
        "text": WORDS,
        "skill": Label.objects.get().pk,
        "behaviour": behaviour.pk,
    }
    assert client.post("/compliments/new/", sent).url == row.get_absolute_url()
    made = Compliment.objects.get()
    assert (made.text, made.contribution, made.behaviour, made.state) == (WORDS, row, behaviour, "waiting")


def test_sent_twice_is_given_once(anna: Actor, bo: Actor) -> None:
    client = client_of(anna)
    sent = {
        "to": bo.handle,
        "text": WORDS,
        "about": "the workshop",
        "client_id": "5b0f1b0e-7f3b-4c7e-9d7a-0c1b2a3d4e5f",
    }
    assert {client.post("/compliments/new/", sent).url for _ in range(2)} == {f"/@{bo.handle}/"}
    assert Compliment.objects.get().about == "the workshop"


def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(anna: Actor, bo: Actor) -> None:
    client = client_of(anna)
    for text, sentence in (
        ("", "Write at least one sentence."),
        ("Thanks!", "Say a little more"),
        ("x" * 281, "at most 280 characters"),
        (f"{WORDS}\x00", "cannot save"),
    ):
        page = client.post("/compliments/new/", {"to": bo.handle, "text": text, "about": "Tuesday"})
        shown = page.content.decode()
        assert page.status_code == 422, text
        assert sentence in shown
        assert "Tuesday" in shown
    assert not Compliment.objects.exists()


def test_the_receiver_decides_on_their_own_page(anna: Actor, bo: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    client = client_of(bo)
    assert WORDS in client.get("/compliments/").content.decode()
    assert WORDS not in client_of(anna).get("/compliments/").content.decode()
    assert (
        client.post(f"/compliments/{row.pk}/", {"act": "show", "part": "waiting"}).url == "/compliments/?part=waiting"
    )
    assert WORDS in client.get("/compliments/?part=shown").content.decode()
    client.post(f"/compliments/{row.pk}/", {"act": "hide", "part": "shown"})
    assert WORDS in client.get("/compliments/?part=hidden").content.decode()
    row.refresh_from_db()
    assert row.state == ComplimentState.HIDDEN


def test_the_giver_does_not_learn_what_was_decided_and_can_take_it_back(anna: Actor, bo: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    client = client_of(anna)
    before = client.get("/compliments/?part=given").content.decode()
    client_of(bo).post(f"/compliments/{row.pk}/", {"act": "hide"})
    after = client.get("/compliments/?part=given").content.decode()
    assert before.count(WORDS) == after.count(WORDS) == 1
    assert "private" not in after[after.index("<h1") :]
    client.post(f"/compliments/{row.pk}/", {"act": "withdraw", "part": "given"})
    assert WORDS not in client.get("/compliments/?part=given").content.decode()
    assert WORDS not in client_of(bo).get("/compliments/?part=hidden").content.decode()


def test_who_still_has_a_withdrawn_compliment_open_reads_that_it_is_gone(anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    giver, receiver = client_of(anna), client_of(bo)
    for _time in range(2):
        assert giver.post(f"/compliments/{row.pk}/", {"act": "withdraw", "part": "given"}).status_code == 302
    for act in ("show", "hide"):
        assert receiver.post(f"/compliments/{row.pk}/", {"act": act, "part": "waiting"}).status_code == 302
        assert "This compliment is no longer there." in receiver.get("/compliments/").content.decode()
    assert Compliment.objects.get().state == ComplimentState.WITHDRAWN
    assert client_of(host).post(f"/compliments/{row.pk}/", {"act": "show"}).status_code == 404


def test_others_find_neither_the_compliment_nor_its_buttons(anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    assert client_of(host).post(f"/compliments/{row.pk}/", {"act": "show"}).status_code == 404
    assert client_of(bo).post(f"/compliments/{row.pk}/", {"act": "burn"}).status_code == 404
    assert client_of(anna).post(f"/compliments/{row.pk}/", {"act": "show"}).status_code == 403
    assert Client().get("/compliments/").url == "/account/login/?next=%2Fcompliments%2F"


def test_nobody_is_thanked_whom_one_cannot_find_or_who_had_no_part(place: Community, anna: Actor, bo: Actor) -> None:
    hidden = make_person(audience=Audience.ME)
    client = client_of(anna)
    assert client.get(f"/compliments/new/?to={hidden.handle}").status_code == 404
    assert client.get("/compliments/new/?to=nobody-at-all").status_code == 404
    assert client.get(f"/compliments/new/?to={anna.handle}").status_code == 403
    row = make_contribution(anna, place)
    assert client.get(f"/compliments/new/?to={bo.handle}&about={row.pk}").status_code == 403
    closed = make_place(audience=Audience.COMMUNITY)
    secret = make_contribution(member(closed), closed)
    assert client.get(f"/compliments/new/?to={bo.handle}&about={secret.pk}").status_code == 404


def test_a_sentence_about_what_is_gone_by_now_stays_in_the_form(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(bo, place, "A secret title")
    Contribution.objects.filter(pk=row.pk).update(community=make_place(audience=Audience.COMMUNITY))
    sent = {"to": bo.handle, "about_contribution": row.pk, "text": WORDS}
    for number in (row.pk, 999_999):
        late = client_of(anna).post(
            f"/compliments/new/?to={bo.handle}&about={number}", sent | {"about_contribution": number}
        )
        text = late.content.decode()
        assert late.status_code == 422
        assert f"{WORDS}</textarea>" in text
        assert "What is it about?" in text
        assert "A secret title" not in text
        assert f'action="/compliments/new/?to={bo.handle}"' in text
    assert not Compliment.objects.exists()
    client_of(anna).post(f"/compliments/new/?to={bo.handle}", {"to": bo.handle, "text": WORDS, "about": "The rounds"})
    assert Compliment.objects.get().about == "The rounds"


def test_a_profile_shows_what_its_owner_shows_to_who_may_see_it(place: Community, anna: Actor, bo: Actor) -> None:
    make_compliment(anna, person_of(bo), "You drew the map with all of us.", shown=True)
    make_compliment(anna, person_of(bo), "You stayed when the others left.")
    inside = make_contribution(bo, place)
    make_compliment(anna, person_of(bo), "You said it inside these walls.", contribution=inside, shown=True)
    outsider = client_of(member(make_place()))
    for path in (f"/@{bo.handle}/", f"/@{bo.handle}/compliments/"):
        text = outsider.get(path).content.decode()
        assert "You drew the map with all of us." in text
        assert "You stayed when the others left." not in text
        assert "You said it inside these walls." not in text
        assert "You said it inside these walls." in client_of(anna).get(path).content.decode()


def test_home_says_that_somebody_thanked_the_reader(anna: Actor, bo: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    client = client_of(bo)
    assert "Someone thanked you in a sentence." in client.get("/").content.decode()
    client.post(f"/compliments/{row.pk}/", {"act": "hide"})
    assert "thanked you" not in client.get("/").content.decode()


def test_an_ambition_gathers_what_names_its_behaviours(place: Community, anna: Actor, bo: Actor) -> None:
    behaviour = make_behaviour(place)
    for number in range(5):
        make_contribution(anna, place, f"Example {number}", behaviour=behaviour)
    make_compliment(anna, person_of(bo), "You asked first, again and again.", behaviour=behaviour, shown=True)
    make_compliment(anna, person_of(bo), "Nobody sees this one yet, Bo.", behaviour=behaviour)
    client = client_of(bo)
    text = client.get(behaviour.ambition.get_absolute_url()).content.decode()
    for words in ("Example 4", "Example 2", "You asked first", "Everything that shows this"):
        assert words in text
    assert "Example 1" not in text
    assert "Nobody sees this one yet" not in text
    page = client.get(f"/behaviours/{behaviour.pk}/").content.decode()
    assert all(f"Example {number}" in page for number in range(5))
    assert client_of(member(make_place())).get(f"/behaviours/{behaviour.pk}/").status_code == 404


def test_a_welcome_asks_for_other_words_than_thanks(anna: Actor, bo: Actor) -> None:
    label(person_of(bo), "Wound care")
    client = client_of(anna)
    text = client.get(f"/compliments/new/?to={bo.handle}&word=welcome").content.decode()
    assert f"Welcome {person_of(bo).name}" in text
    assert "who could they talk to first?" in text
    for words in ("in a sentence", "What did they do", "What is it about?", "A skill it shows"):
        assert words not in text
    address = f"/compliments/new/?to={bo.handle}&word=welcome"
    refused = client.post(address, {"to": bo.handle, "text": "Hi"})
    assert refused.status_code == 422
    assert "who could they talk to first?" in refused.content.decode()
    assert client.post(address, {"to": bo.handle, "text": WORDS}).status_code == 302
    assert Compliment.objects.get().about == ""
    assert "in a sentence" in client.get(f"/compliments/new/?to={bo.handle}&word=nonsense").content.decode()
