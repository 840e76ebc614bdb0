"""The terms and the privacy page: read by everyone, changed by the operator, agreed to when coming in."""

from __future__ import annotations

import gzip
import html
import re
import uuid

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from tests.factories.people import actor_of, log_in, make_account, make_person

from gilde.core.actor import VISITOR
from gilde.core.exports import Records
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.leaving import erase
from gilde.people.actions.policy import agree, change
from gilde.people.enums import PersonState, PolicyKind, Verb
from gilde.people.exports import export
from gilde.people.mails import write_mail
from gilde.people.models import Person, Policy, PolicyAgreement
from gilde.people.queries.policy import current, shipped, waiting_for

TERMS, PRIVACY = PolicyKind.TERMS, PolicyKind.PRIVACY


@pytest.fixture
def boss():
    return make_person("Boss", account=make_account(is_superuser=True))


@pytest.fixture
def anna():
    return make_person("Anna", with_account=True)


def text(response):
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


def says(boss, en="New rules.", nl="Nieuwe regels.", **more):
    return change(actor=actor_of(boss), kind=TERMS, texts={"en": en, "nl": nl}, **more)


@pytest.mark.parametrize("kind", PolicyKind)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_gilde_comes_with_a_text_in_both_languages_that_names_the_installation(client, kind, language):
    page = text(client.get(f"/{kind.value}/", HTTP_ACCEPT_LANGUAGE=language))
    assert settings.SITE_NAME in page
    assert "%(" not in page
    with translation.override(language):
        assert str(kind.label) in page


def test_a_name_with_signs_of_markdown_stays_a_name(settings):
    settings.SITE_NAME = "The <b>_House_</b> [x](/evil)"
    page = shipped(TERMS).pages["en"]
    assert "<b>" not in page
    assert "<a" not in page
    assert "_House_" in page


def test_the_address_without_a_slash_leads_to_the_page(client):
    assert client.get("/privacy")["Location"] == "/privacy/"


def test_what_the_operator_saves_is_read_at_once_in_the_language_of_the_reader(client, boss):
    plain = {"HTTP_ACCEPT_ENCODING": "gzip"}
    client.get("/terms/", HTTP_ACCEPT_LANGUAGE="en", **plain)  # now a page for visitors is kept
    said = {"nl": "**Nieuwe** regels.", "en": "**New** rules.", "client_id": str(uuid.uuid4())}
    assert log_in(boss).post("/terms/edit/", said)["Location"] == "/terms/"
    assert "<strong>New</strong> rules." in text(client.get("/terms/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "<strong>Nieuwe</strong>" in text(client.get("/terms/", HTTP_ACCEPT_LANGUAGE="nl"))


def test_the_page_that_is_kept_for_visitors_is_another_after_a_save(client, boss):
    def visit():
        answer = client.get("/terms/", HTTP_ACCEPT_LANGUAGE="en", HTTP_ACCEPT_ENCODING="gzip")
        body = answer.content
        return (gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body).decode()

    assert "New rules" not in visit()
    says(boss)
    assert "New rules" in visit()


def test_one_language_is_enough_and_says_which_it_is(client, boss):
    says(boss, nl="Alleen Nederlands.", en="")
    page = text(client.get("/terms/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "Alleen Nederlands." in page
    assert 'lang="nl"' in page


def test_no_words_at_all_are_refused_and_what_was_typed_stays(boss):
    client = log_in(boss)
    answer = client.post("/terms/edit/", {"nl": "", "en": "", "changed_en": "A hint"})
    assert answer.status_code == 422
    assert "A hint" in text(answer)
    assert not Policy.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(kind="terms", saved_by=boss)


def test_asking_everyone_again_needs_a_line_that_says_what_changed(boss):
    answer = log_in(boss).post("/terms/edit/", {"nl": "Nieuw", "important": "on"})
    assert answer.status_code == 422
    assert "Say in a line what changed" in text(answer)


def test_nobody_but_the_operator_changes_them(anna, client):
    assert log_in(anna).get("/terms/edit/").status_code == 404
    assert log_in(anna).post("/terms/edit/", {"nl": "Van mij"}).status_code == 404
    assert client.get("/privacy/edit/")["Location"].startswith("/account/login/")
    for actor in (VISITOR, actor_of(anna)):
        with pytest.raises(Refusal):
            change(actor=actor, kind=TERMS, texts={"nl": "Van mij"})


def test_sent_twice_it_is_one_version_and_the_same_words_are_none(boss):
    key = uuid.uuid4()
    first = says(boss, client_id=key)
    assert says(boss, "Other words.", client_id=key) == first
    assert says(boss) is None
    assert Policy.objects.count() == 1
    assert Activity.objects.filter(verb=Verb.POLICY_CHANGED).count() == 1


def test_every_version_stays_readable_with_who_saved_it_for_those_who_may_know(client, boss, anna):
    first = says(boss, "First rules.", changed={"en": "We began."})
    says(boss, "Second rules.")
    listed = text(client.get("/terms/versions/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "We began." in listed
    assert "Boss" not in listed
    assert "Boss" in text(log_in(anna).get("/terms/versions/"))
    old = text(client.get(f"/terms/versions/{first.pk}/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "First rules." in old
    assert "This is an earlier version." in old
    assert client.get("/terms/versions/0/").status_code == 200
    assert client.get(f"/privacy/versions/{first.pk}/").status_code == 404  # of the other page
    assert client.get("/terms/versions/99999999999999999999/").status_code == 404


def test_what_an_operator_types_cannot_run(client, boss):
    says(boss, "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")
    page = client.get("/terms/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page


def test_coming_in_is_agreeing_to_the_versions_that_stood_on_the_page(client, boss):
    says(boss)
    client.force_login(make_account("new@example.org"))
    page = client.get("/welcome/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    shown = re.search(r'name="shown" value="([^"]*)"', page)[1]
    assert 'href="/terms/"' in page
    says(boss, "Later rules.")
    client.post("/welcome/", {"name": "Nina", "shown": shown})
    nina = Person.objects.get(name="Nina")
    rows = {row.kind: row for row in PolicyAgreement.objects.filter(person=nina)}
    assert rows["terms"].policy == Policy.objects.order_by("pk").first()
    assert rows["privacy"].policy is None
    assert rows["privacy"].digest == shipped(PRIVACY).digest
    assert Activity.objects.filter(verb=Verb.POLICY_AGREED, target_id=nina.pk).count() == 1


def test_versions_that_were_made_up_count_as_those_in_force(client, boss):
    row = says(boss)
    client.force_login(make_account("new@example.org"))
    client.post("/welcome/", {"name": "Nina", "shown": "terms:123456 privacy:x other:3"})
    assert PolicyAgreement.objects.get(person__name="Nina", kind="terms").policy == row


def test_signing_up_says_what_one_agrees_to(client, settings):
    settings.ACCOUNT_SIGNUP_OPEN = True
    page = text(client.get("/account/signup/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "By continuing you agree to the" in page
    assert page.count('href="/privacy/"') == 2  # beside the button, and beneath the page


def test_after_an_important_change_people_read_it_before_they_go_on(anna, boss):
    client = log_in(anna)
    assert client.get("/people/").status_code == 200
    says(boss, important=True, changed={"en": "We may now sing."})
    assert client.get("/people/")["Location"] == "/terms/agree/?next=%2Fpeople%2F"
    page = text(client.get("/terms/agree/?next=/people/"))
    assert "We may now sing." in page
    number = current(TERMS).number
    answer = client.post("/terms/agree/", {"shown": f"terms:{number}", "next": "/people/"})
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200
    assert PolicyAgreement.objects.filter(person=anna, policy_id=number).exists()
    assert client.get("/terms/agree/")["Location"] == "/"


def test_who_does_not_agree_can_still_read_take_along_and_leave(anna, boss):
    client = log_in(anna)
    says(boss, important=True, changed={"en": "x"})
    for open_page in ("/terms/", "/privacy/", "/terms/versions/", "/me/export/", "/me/leave/", "/account/email/"):
        assert client.get(open_page).status_code == 200, open_page
    assert client.post("/me/export/").status_code == 302
    assert client.get("/people/", HTTP_HX_REQUEST="true").status_code == 200  # a part of a page that stood open
    assert client.post("/account/logout/").status_code == 302


def test_an_agreement_to_an_older_version_does_not_answer_the_question(anna, boss):
    old = says(boss)
    says(boss, "Newest.", important=True, changed={"en": "x"})
    agree(actor=actor_of(anna), numbers={TERMS: old.pk})
    anna.refresh_from_db()
    assert anna.to_agree
    assert [row.kind for row in waiting_for(anna.pk)] == [TERMS]
    for _ in range(2):
        agree(actor=actor_of(anna))
    anna.refresh_from_db()
    assert not anna.to_agree
    assert PolicyAgreement.objects.filter(person=anna, kind=TERMS).count() == 2


def test_a_small_change_asks_nobody_and_the_operator_agrees_by_saving(anna, boss):
    says(boss)
    anna.refresh_from_db()
    assert not anna.to_agree
    says(boss, "More.", important=True, changed={"en": "x"})
    boss.refresh_from_db()
    assert not boss.to_agree
    assert not waiting_for(boss.pk)
    gone = make_person("Gone", state=PersonState.ERASED)
    assert not Person.objects.get(pk=gone.pk).to_agree


def test_who_comes_in_after_an_important_change_is_not_asked_twice(client, boss):
    says(boss, important=True, changed={"en": "x"})
    client.force_login(make_account("new@example.org"))
    client.post("/welcome/", {"name": "Nina"})
    assert not Person.objects.get(name="Nina").to_agree
    assert not waiting_for(Person.objects.get(name="Nina").pk)


def test_agreements_are_in_the_download_and_go_with_the_person(anna, boss):
    says(boss)
    agree(actor=actor_of(anna))
    parts = {part.name: list(part.rows) for part in export(anna.pk) if isinstance(part, Records)}
    assert [row["what"] for row in parts["terms"]] == ["Terms", "Privacy"]
    erase(actor=actor_of(anna))
    assert not PolicyAgreement.objects.filter(person_id=anna.pk).exists()


def test_the_links_stand_beneath_every_page_and_every_mail(client):
    page = text(client.get("/"))
    assert 'href="/terms/"' in page
    assert 'href="/privacy/"' in page
    message = write_mail("account/email/login_code", "a@example.org", {"code": "ABCD"})
    assert f"{settings.SITE_URL}/privacy/" in message.body
    assert f"{settings.SITE_URL}/privacy/" in message.alternatives[0][0]


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_of_versions_takes_as_many_statements_for_thirty_as_for_one(
    boss, anna, many, django_assert_max_num_queries
):
    for number in range(many):
        says(boss, f"Rules {number}.")
    client = log_in(anna)
    client.get("/terms/versions/")
    with django_assert_max_num_queries(4):
        client.get("/terms/versions/")


def test_an_operator_who_was_asked_and_saves_a_newer_version_is_not_sent_round(anna, boss):
    other = make_person("Other boss", account=make_account(is_superuser=True))
    says(other, "Theirs.", important=True, changed={"en": "x"})
    boss.refresh_from_db()
    assert boss.to_agree
    says(boss, "Mine.", important=True, changed={"en": "y"})
    boss.refresh_from_db()
    assert not boss.to_agree
    assert log_in(boss).get("/").status_code == 200


def test_who_is_asked_and_has_nothing_left_to_read_still_finds_the_button(anna):
    Person.objects.filter(pk=anna.pk).update(to_agree=True)
    client = log_in(anna)
    assert client.get("/terms/agree/").status_code == 200
    client.post("/terms/agree/", {"shown": ""})
    assert client.get("/").status_code == 200


def test_who_comes_in_with_words_that_no_longer_hold_is_asked_about_the_new_ones(client, boss):
    says(boss, important=True, changed={"en": "x"})
    client.force_login(make_account("late@example.org"))
    client.post("/welcome/", {"name": "Lara", "shown": "terms:0 privacy:0"})
    assert Person.objects.get(name="Lara").to_agree
