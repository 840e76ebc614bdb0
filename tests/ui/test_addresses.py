import pytest
from django.urls import NoReverseMatch, reverse

from gilde.ui.addresses import address, file_url, safe_url


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "//evil.example/path",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:",
        "http:///nowhere",
        "http://[broken",
        "ftp://example.org/",
        "",
        None,
    ],
)
def test_a_link_that_could_run_or_lead_astray_leads_nowhere(hostile):
    assert safe_url(hostile) == "#"


@pytest.mark.parametrize(
    "kind",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "mailto:anna@example.org",
        "/people/anna/",
        "#answers",
        "?page=2",
        "https://example.org/caf%C3%A9",
    ],
)
def test_an_ordinary_link_stays_as_it_is(kind):
    assert safe_url(kind) == kind


def test_an_address_is_the_one_that_django_gives():
    assert address("ui:style") == reverse("ui:style")
    for key in ("abc123", "a-b_c", "met spatie", "é"):
        assert address("files:file", key) == reverse("files:file", args=[key])
        assert address("files:file", key=key) == reverse("files:file", kwargs={"key": key})
    assert address("files:serve", "k1", "96", "a b.png") == reverse("files:serve", args=["k1", "96", "a b.png"])


def test_numbers_are_put_into_the_learnt_route_one_after_the_other():
    assert [address("dialogue:short", number=number) for number in (1, 22, 918_273_645_000)] == [
        reverse("dialogue:short", kwargs={"number": number}) for number in (1, 22, 918_273_645_000)
    ]


def test_a_route_that_does_not_exist_is_said_so():
    with pytest.raises(NoReverseMatch):
        address("no:such-page")
    with pytest.raises(NoReverseMatch):
        address("dialogue:short", number="not-a-number")


def test_a_picture_is_asked_for_at_the_width_it_needs():
    assert file_url("k1", 80) == reverse("files:file", args=["k1"]) + "?w=80"
    assert file_url("") == ""
    assert file_url("/static/ui/sample.svg", 80) == "/static/ui/sample.svg"
