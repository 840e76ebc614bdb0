import re
import uuid

import pytest
from tests.factories.dialogue import client_of, make_contribution, make_place, member
from tests.factories.governance import decided, make_case

from gilde.communities.enums import Role
from gilde.governance.actions import appeal as appeals
from gilde.governance.enums import Outcome, StepKind
from gilde.governance.models import Case, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def client(actor):
    found = client_of(actor)
    found.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


def test_a_host_takes_a_case_on_writes_and_decides(place):
    author, reporter, host = member(place), member(place, "Rita Reporter"), member(place, role=Role.HOST)
    case = make_case(reporter, make_contribution(author, place, "A sharp word"))
    browser = client(host)
    assert "A sharp word" in browser.get(f"/c/{place.slug}/reports/").content.decode()
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert "Rita Reporter" not in page
    assert "This is not how we speak here." in page
    browser.post(f"/cases/{case.pk}/take/")
    page = browser.get(f"/cases/{case.pk}/?to=reported").content.decode()
    assert "Rita Reporter" in page
    assert "I would like to hear from you" in page
    for path, data in (
        ("note", {"note": "Spoke on the telephone."}),
        ("message", {"to": "reported", "text": "What did you mean?"}),
        ("decide", {"outcome": "word", "rule": "", "reasons": "It was a misunderstanding."}),
    ):
        assert browser.post(f"/cases/{case.pk}/{path}/", data).status_code == 302, path
    case.refresh_from_db()
    assert (case.outcome, case.decided_by_id) == (Outcome.WORD, host.person_id)
    kinds = [StepKind.OPENED, StepKind.TAKEN, StepKind.NOTE, StepKind.MESSAGE, StepKind.DECIDED]
    assert [step.kind for step in Step.objects.all()] == kinds
    assert "What did you mean?" in client(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert "Spoke on the telephone." not in client(author).get(f"/me/reports/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("note", {"note": ""}),
        ("message", {"to": "nobody", "text": "x"}),
        ("message", {"to": "reporter", "text": ""}),
        ("decide", {"outcome": "nonsense", "reasons": "x"}),
        ("decide", {"outcome": "word", "reasons": "", "rule": ""}),
        ("decide", {"outcome": "word", "reasons": "x", "rule": "made up"}),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(place, path, data):
    host = member(place, role=Role.HOST)
    case = make_case(member(place), make_contribution(member(place), place))
    browser = client(host)
    browser.post(f"/cases/{case.pk}/take/")
    assert browser.post(f"/cases/{case.pk}/{path}/", data).status_code == 422
    assert not Case.objects.get().is_decided


def test_the_host_who_decided_is_told_that_another_looks_at_the_appeal(place):
    author, host, other = member(place), member(place, role=Role.HOST), member(place, role=Role.HOST)
    case = decided(host, make_case(member(place), make_contribution(author, place)))
    row = appeals.appeal(actor=author, case=case, words="Please look again.")
    address = f"/cases/{case.pk}/appeals/{row.pk}/"
    data = {"outcome": "nothing", "reasons": "It may stay."}
    assert "You made this decision" in client(host).get(f"/cases/{case.pk}/").content.decode()
    assert client(host).post(address, data).status_code == 422
    assert client(author).post(address, data).status_code == 404
    assert client(other).post(f"/cases/{case.pk}/appeals/{row.pk + 1}/", data).status_code == 404
    assert client(other).post(address, data).status_code == 302
    page = client(other).post(address, data).content.decode()
    assert "This was decided already." in page
    assert "It may stay." in page
    row.refresh_from_db()
    assert row.changed is True


def test_everything_sent_twice_counts_once_and_says_so(place):
    author, host = member(place), member(place, role=Role.HOST)
    case = make_case(member(place), make_contribution(author, place))
    browser = client(host)
    for path, data in (
        ("take", {}),
        ("take", {"on": "0"}),
        ("take", {}),
        ("note", {"note": "Spoke on the telephone."}),
        ("message", {"to": "reported", "text": "What did you mean?"}),
        ("decide", {"outcome": "word", "rule": "", "reasons": "It was a misunderstanding."}),
    ):
        sent = {**data, "client_id": str(uuid.uuid4())}
        assert browser.post(f"/cases/{case.pk}/{path}/", sent).status_code == 302, path
        browser.get(f"/cases/{case.pk}/")
        before = Step.objects.count()
        answer = browser.post(f"/cases/{case.pk}/{path}/", sent)
        assert answer["Location"] == f"/cases/{case.pk}/", path
        assert "This had arrived already, so it counts once." in browser.get(answer["Location"]).content.decode(), path
        assert Step.objects.count() == before, path
    assert Case.objects.get().outcome == Outcome.WORD


def test_every_form_of_a_case_carries_an_id_of_its_own_and_keeps_it_when_it_comes_back(place):
    host = member(place, role=Role.HOST)
    case = make_case(member(place), make_contribution(member(place), place))
    browser = client(host)
    browser.post(f"/cases/{case.pk}/take/")
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    keys = re.findall(r'name="client_id" value="([^"]+)"', page)
    assert len(keys) == len(set(keys)) == 4  # give back, message, decision, note
    page = browser.post(f"/cases/{case.pk}/note/", {"note": " ", "client_id": keys[0]}).content.decode()
    assert re.findall(r'name="client_id" value="([^"]+)"', page).count(keys[0]) == 1


def test_what_comes_too_late_says_why_and_keeps_what_was_typed(place):
    host = member(place, role=Role.HOST)
    case = make_case(member(place), make_contribution(member(place), place))
    browser = client(host)
    decided(host, case, Outcome.WORD)
    for path, data in (
        ("message", {"to": "reporter", "text": "My careful words"}),
        ("decide", {"outcome": "nothing", "rule": "", "reasons": "My careful words"}),
    ):
        answer = browser.post(f"/cases/{case.pk}/{path}/", data)
        page = answer.content.decode()
        assert answer.status_code == 422, path
        assert "This was decided already." in page, path
        assert "My careful words" in page, path
    assert Case.objects.get().outcome == Outcome.WORD


def test_one_list_costs_as_much_as_thirty(place, django_assert_num_queries):
    host, author, reporter = member(place, role=Role.HOST), member(place), member(place)
    browser = client(host)

    def measure():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            assert browser.get(f"/c/{place.slug}/reports/").status_code == 200
        return len(found)

    decided(host, make_case(reporter, make_contribution(author, place)))
    make_case(reporter, make_contribution(author, place))
    few = measure()
    for _number in range(30):
        make_case(reporter, make_contribution(author, place))
    assert measure() == few


def test_everybody_who_reads_a_community_reads_how_its_agreements_are_kept(place):
    make_case(member(place), make_contribution(member(place), place))
    page = client(member(place)).get(f"/c/{place.slug}/openness/").content.decode()
    assert "fewer than 5" in page


def test_what_was_reported_is_shown_as_it_was_read_and_cannot_run(place):
    host = member(place, role=Role.HOST)
    body = "**Bold** words\n\n- one\n- two\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    case = make_case(member(place), make_contribution(member(place), place, body=body))
    page = client_of(host).get(case.get_absolute_url()).content.decode()
    assert "<strong>Bold</strong>" in page
    assert "<li>one</li>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
