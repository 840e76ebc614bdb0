from datetime import timedelta

import pytest
from tests.factories.communities import outsider
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member, person_of
from tests.factories.governance import decided, make_case

from gilde.communities.enums import RestrictionKind, Role
from gilde.communities.models import Restriction
from gilde.core.clock import now
from gilde.core.limits import Rate
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as cases
from gilde.governance.actions.case import Measure
from gilde.governance.enums import Outcome
from gilde.governance.exports import export
from gilde.governance.models import Appeal, Case, Report
from gilde.governance.rules import report as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def client(actor):
    found = client_of(actor)
    found.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


def send(browser, kind, number, **values):
    data = {"rule": "else", "words": "This hurts people.", **values}
    return browser.post(f"/report/{kind}/{number}/", data)


def test_a_report_is_thanked_for_and_followed(place):
    author, reporter = member(place), member(place)
    comment = make_comment(author, make_contribution(author, place), "You are all fools.")
    browser = client(reporter)
    page = browser.get(f"/report/comment/{comment.pk}/").content.decode()
    assert "You are all fools." in page
    answer = send(browser, "comment", comment.pk, client_id="one")
    assert (answer.status_code, answer["Location"]) == (302, "/me/reports/")
    page = browser.get("/me/reports/").content.decode()
    assert "Thank you for telling us" in page
    assert "You are all fools." in page
    assert person_of(author).name not in page.replace(person_of(reporter).name, "")
    send(browser, "comment", comment.pk, client_id="one")
    assert Report.objects.count() == 1
    assert "This had arrived already, so it counts once." in browser.get("/me/reports/").content.decode()
    send(browser, "comment", comment.pk, client_id="two", words="And another thing.")
    assert "You have reported this already." in browser.get("/me/reports/").content.decode()
    assert [row.words for row in Report.objects.all()] == ["This hurts people."]


def test_something_else_is_no_agreement(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    send(client(reporter), "contribution", make_contribution(author, place).pk)
    row = Report.objects.get()
    assert (row.rule, row.words) == ("", "This hurts people.")
    case = cases.take(actor=host, case=row.case)
    page = client(host).get(f"/cases/{case.pk}/").content.decode()
    assert '<p class="minor-heading">Something else</p>' in page
    assert '<option value="" selected>None in particular</option>' in page
    assert "Something else</option>" not in page
    decision = {"outcome": Outcome.NOTHING, "rule": "", "reasons": "It is within them."}
    client(host).post(f"/cases/{case.pk}/decide/", decision)
    for side, address in ((reporter, f"/me/reports/{case.pk}/"), (host, f"/cases/{case.pk}/")):
        page = client(side).get(address).content.decode()
        assert "It is within them." in page
        assert ">Agreement<" not in page


def test_what_holds_everywhere_is_read_in_ones_own_language(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    row = make_contribution(author, place)
    dutch = client_of(reporter)
    page = dutch.get(f"/report/contribution/{row.pk}/", headers={"accept-language": "nl"}).content.decode()
    assert 'value="Het is reclame of een truc"' in page
    data = {"rule": "Het is reclame of een truc", "words": "Een truc."}
    dutch.post(f"/report/contribution/{row.pk}/", data, headers={"accept-language": "nl"})
    case = cases.take(actor=host, case=Report.objects.get().case)
    page = client(host).get(f"/cases/{case.pk}/").content.decode()
    assert '<option value="It is advertising or a trick" selected>' in page
    assert "Het is reclame" not in page
    decision = {"outcome": Outcome.WORD, "rule": "It is advertising or a trick", "reasons": "Dat is het."}
    assert client(host).post(f"/cases/{case.pk}/decide/", decision).status_code == 302
    page = dutch.get(f"/me/reports/{case.pk}/", headers={"accept-language": "nl"}).content.decode()
    assert page.count("Het is reclame of een truc") == 2
    assert "It is advertising" not in page


def test_what_is_missing_gets_a_sentence_and_what_was_typed_stays(place):
    contribution = make_contribution(member(place), place)
    answer = send(client(member(place)), "contribution", contribution.pk, rule="made up", words="My <words>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what comes closest." in page
    assert "My &lt;words&gt;" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 4001])
def test_words_that_cannot_be_kept_are_refused(place, words):
    contribution = make_contribution(member(place), place)
    assert send(client(member(place)), "contribution", contribution.pk, words=words).status_code == 422
    assert not Case.objects.exists()


def test_strangers_learn_nothing(place):
    contribution = make_contribution(member(place), place)
    case = make_case(member(place), contribution)
    browser = client(outsider())
    for address in (
        f"/report/contribution/{contribution.pk}/", "/report/contribution/999999/", "/report/nonsense/1/",
        f"/report/contribution/{2**70}/", f"/me/reports/{case.pk}/", f"/cases/{case.pk}/", f"/cases/{2**70}/",
        "/cases/", f"/c/{place.slug}/reports/", f"/me/reports/{2**70}/",
    ):  # fmt: skip
        assert browser.get(address).status_code == 404, address
        assert browser.post(address).status_code in {404, 405}, address


def test_too_many_in_a_day_are_refused_with_a_sentence(place, monkeypatch):
    monkeypatch.setattr(rules, "A_DAY", Rate(1, 24 * 60 * 60))
    author, browser = member(place), client(member(place))
    assert send(browser, "contribution", make_contribution(author, place).pk).status_code == 302
    answer = send(browser, "contribution", make_contribution(author, place).pk)
    assert answer.status_code == 429
    assert "Wait until tomorrow" in answer.content.decode()
    assert Report.objects.count() == 1


def test_the_menu_beside_what_others_wrote_leads_to_the_form(place):
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)
    comment = make_comment(author, contribution)
    page = client(reader).get(contribution.get_absolute_url()).content.decode()
    assert f"/report/contribution/{contribution.pk}/" in page
    assert f"/report/comment/{comment.pk}/" in page
    page = client(author).get(contribution.get_absolute_url()).content.decode()
    assert "/report/" not in page
    profile = client(reader).get(person_of(author).get_absolute_url()).content.decode()
    assert f"/report/profile/{author.person_id}/" in profile


def test_each_side_reads_the_decision_and_nothing_of_the_other(place):
    author, reporter, host = member(place), member(place, "Rita Reporter"), member(place, "Hans Host", role=Role.HOST)
    case = decided(host, make_case(reporter, make_contribution(author, place)), Outcome.WORD, "We talked it over.")
    for side, other in ((author, "Rita Reporter"), (reporter, person_of(author).name)):
        page = client(side).get(f"/me/reports/{case.pk}/").content.decode()
        assert "We talked it over." in page
        assert other not in page
        assert "Hans Host" not in page
    assert "This is not how we speak here." not in client(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert client(author).post(f"/me/reports/{case.pk}/", {"words": ""}).status_code == 422
    browser = client(author)
    assert browser.post(f"/me/reports/{case.pk}/", {"words": "Look again"}).status_code == 302
    assert browser.post(f"/me/reports/{case.pk}/", {"words": "And again"}).status_code == 302
    page = browser.get(f"/me/reports/{case.pk}/").content.decode()
    assert "What you wrote then stands." in page
    assert [row.words for row in Appeal.objects.all()] == ["Look again"]


def test_after_an_appeal_both_sides_read_the_decision_that_stands_and_why(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    case = decided(host, make_case(reporter, make_contribution(author, place)), Outcome.HIDE, "It hurts.")
    row = appeals.appeal(actor=author, case=case, words="I was joking.")
    second = member(place, "Sien Second", role=Role.HOST)
    appeals.decide(actor=second, appeal=row, outcome=Outcome.NOTHING, reasons="It was a joke.")
    for side in (author, reporter):
        page = client(side).get(f"/me/reports/{case.pk}/").content.decode()
        assert "It was a joke." in page
        assert "It hurts." not in page
        assert "in place of an earlier decision" in page
        assert "Sien Second" not in page
        told = [row for part in export(side.person_id) if part.name in {"reports", "reported"} for row in part.rows]
        assert [row["reasons"] for row in told] == ["It was a joke."]
    assert "I was joking." not in client(reporter).get(f"/me/reports/{case.pk}/").content.decode()
    page = client(second).get(f"/cases/{case.pk}/").content.decode()
    assert page.index("Sien Second") < page.index("It was a joke.") < page.index("It hurts.")
    assert page.count("I was joking.") == 1
    page = client(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert page.count("It was a joke.") == 1
    assert 'id="appeal">Your appeal</h2>' in page


def test_an_appeal_that_changes_nothing_is_answered_to_the_other_side_too(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    case = decided(host, make_case(reporter, make_contribution(author, place)), Outcome.WORD, "We talked it over.")
    row = appeals.appeal(actor=reporter, case=case, words="A word is too little.")
    appeals.decide(actor=member(place, role=Role.HOST), appeal=row, outcome=Outcome.WORD, reasons="A word was enough.")
    page = client(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert "Someone appealed. Another person looked at it, and the decision stands." in page
    assert "A word was enough." in page
    assert "We talked it over." in page
    assert "A word is too little." not in page
    assert client(reporter).get(f"/me/reports/{case.pk}/").content.decode().count("A word was enough.") == 1


def test_a_measure_whose_time_is_over_reads_as_ended(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    case = make_case(reporter, make_contribution(author, place))
    cases.take(actor=host, case=case)
    week = Measure(RestrictionKind.READ_ONLY, timedelta(days=7))
    cases.decide(actor=host, case=case, outcome=Outcome.SANCTION, rule="", reasons="Rest.", measure=week)
    assert "You can only read, until" in client(author).get(f"/me/reports/{case.pk}/").content.decode()
    Restriction.objects.update(made_at=now() - timedelta(days=8), until=now() - timedelta(days=1))
    assert "You could only read, ended on" in client(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert "can only read, ended on" in client(host).get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("outcome", "to_author", "to_reporter"),
    [
        (Outcome.HIDE, "Hidden: only you and the hosts see it", "Hidden: only its author and the hosts see it"),
        (Outcome.REMOVE, "Removed", "Removed"),
        (Outcome.SANCTION, "A measure with an end, for you", "A measure with an end, for the person who wrote it"),
    ],
)
def test_a_decision_is_said_to_the_person_it_is_about_and_told_to_who_reported_it(
    place, outcome, to_author, to_reporter
):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    case = make_case(reporter, make_contribution(author, place))
    cases.take(actor=host, case=case)
    week = Measure(RestrictionKind.NO_POSTS, timedelta(days=7)) if outcome == Outcome.SANCTION else None
    cases.decide(actor=host, case=case, outcome=outcome, rule="", reasons="Rest.", measure=week)
    for side, said in ((author, to_author), (reporter, to_reporter)):
        for address in ("/me/reports/", f"/me/reports/{case.pk}/"):
            page = client(side).get(address).content.decode()
            assert f"{said}<" in page, (said, address)
        assert ("You can reply, but not begin anything or invite, until" in page) is (
            week is not None and side == author
        )
    assert str(outcome.label) in client(host).get(f"/cases/{case.pk}/").content.decode()
