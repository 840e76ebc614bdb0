from django.contrib import messages
from django.http import HttpResponse
from django.test import RequestFactory

from gilde.core.notices import NoticeStorage


def visit(cookies=None, *, say: str = "") -> tuple[list[str], HttpResponse]:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies or {})
    storage = NoticeStorage(request)
    response = HttpResponse()
    if say:
        storage.add(messages.SUCCESS, say)
    read = [] if say else [str(message) for message in storage]
    storage.update(response)
    return read, response


def test_a_page_without_notices_sets_no_cookie():
    assert not visit()[1].cookies


def test_a_notice_is_shown_once_and_its_cookie_taken_away():
    cookie = visit(say="Saved.")[1].cookies["messages"]
    read, response = visit({"messages": cookie.value})
    assert read == ["Saved."]
    assert response.cookies["messages"]["max-age"] == 0
