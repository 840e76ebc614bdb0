from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.views.faulty import second

pytestmark = [pytest.mark.urls("tests.core.views.faulty"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _small_house(settings):
    settings.MIDDLEWARE = [
        "gilde.core.middleware.SecurityHeaders",
        "gilde.core.middleware.Faults",
        "tests.core.views.faulty.FailingBelow",
    ]
    settings.TEMPLATES = []  # not even the page of a fault can be rendered


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


ANSWERS = {
    "refusal": 403, "deadlock": 503, "away": 503, "locked": 503, "cut": 503, "disk": 503, "number": 400, "nul": 400,
    "big": 413, "half": 400, "bad": 400, "suspicious": 400, "denied": 403, "nothing": 404, "mistake": 500,
}  # fmt: skip


@pytest.mark.parametrize(("name", "status"), ANSWERS.items())
def test_a_fault_is_a_page_with_a_sentence_wherever_it_was_raised(visitor, name, status):
    in_view = visitor.get(f"/fail/{name}")
    in_middleware = visitor.get("/", headers={"X-Fail": name})
    for response in (in_view, in_middleware):
        assert response.status_code == status
        page = response.content.decode()
        assert "<h1>" in page
        assert "Traceback" not in page
        assert "SECRET-DETAIL" not in page
        assert "db.internal" not in page
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert (response.get("Retry-After") == "5") == (status == 503)


def test_what_the_database_ended_for_another_act_is_begun_once_more_with_its_files(visitor):
    second.asked = 0
    files = [SimpleUploadedFile("a.txt", b"first "), SimpleUploadedFile("b.txt", b"and second")]
    response = visitor.post("/second", {"file": files})
    assert (response.status_code, response.content) == (200, b"first and second")
    assert second.asked == 2


@pytest.mark.parametrize("name", ["deadlock", "refusal", "nothing", "away", "mistake"])
def test_what_happens_the_second_time_is_answered_as_ever(visitor, name):
    second.asked = 0
    response = visitor.get(f"/second/{name}")
    assert response.status_code == ANSWERS[name]
    assert "SECRET-DETAIL" not in response.content.decode()
    assert second.asked == 2


def test_a_refusal_shows_its_reason_escaped(visitor):
    assert "Only &lt;hosts&gt; may do this." in visitor.get("/fail/refusal").content.decode()


def test_what_a_library_forbids_is_said_in_words_of_ours(visitor):
    page = visitor.get("/fail/denied").content.decode()
    assert "You cannot do this." in page
    assert "Not for you." not in page


def test_a_part_of_a_page_that_is_refused_gets_the_sentence_that_the_script_shows(visitor):
    response = visitor.get("/fail/refusal", headers={"HX-Request": "true"})
    assert unquote(response["X-Sentence"]) == "Only <hosts> may do this."
    link = visitor.get("/fail/door", headers={"HX-Request": "true"})
    assert unquote(link["X-Sentence"]) == "Read what & why."
    assert "X-Sentence" not in visitor.get("/fail/refusal")


def test_the_page_is_in_the_language_of_the_reader(visitor, settings):
    from django.utils import translation

    seen = []

    def remember(*args, **kwargs):
        seen.append(translation.get_language())
        raise RuntimeError

    from gilde.core.views import faults

    patch = pytest.MonkeyPatch()
    patch.setattr(faults, "render_to_string", remember)
    try:
        for language in ("en", "nl"):
            visitor.get("/", headers={"X-Fail": "away", "Accept-Language": language})
            assert seen[-1] == language
    finally:
        patch.undo()


@pytest.mark.parametrize("path", ["/a%00b", "/?q=%00", "/?q=a%00b&x=1"])
def test_nul_in_an_address_is_refused(visitor, path):
    assert visitor.get(path).status_code == 400


def test_broken_unicode_in_an_address_is_no_fault_of_ours(visitor):
    assert visitor.get("/%ff%fe").status_code == 404
    assert visitor.get("/?q=%ff%fe%ed%a0%80").status_code == 200


def test_other_methods_and_monstrous_requests_are_turned_away_unread(visitor, settings):
    assert visitor.generic("TRACE", "/").status_code == 405
    assert visitor.generic("PROPFIND", "/").status_code == 405
    assert visitor.generic("POST", "/form", CONTENT_LENGTH="nonsense").status_code == 400
    assert visitor.generic("POST", "/form", CONTENT_LENGTH=str(10**12)).status_code == 413


def test_too_many_fields_and_too_much_text_are_said_so(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    many = "&".join(f"f{number}=x" for number in range(20))
    form = "application/x-www-form-urlencoded"
    assert visitor.post("/form", many, content_type=form).status_code == 400
    assert visitor.post("/form", "f=" + "x" * 2_000, content_type=form).status_code == 413
    assert visitor.post("/form", "x", content_type="multipart/form-data").status_code == 400
    assert visitor.post("/form", "f=x", content_type=form).content == b"1"


def test_an_unknown_host_is_refused(visitor, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.common.CommonMiddleware"]
    assert visitor.get("/", headers={"Host": "evil.example"}).status_code == 400
