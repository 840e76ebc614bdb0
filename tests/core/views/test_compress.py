"""Packed pages: smaller where the browser takes that, and never of a length that tells what is inside."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from gilde.core.middleware import Compress
from gilde.core.packing import pack

PAGE = b"<p>Learn from people who do the work.</p>" * 200


def answer(response, accepts="gzip, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return Compress(lambda _request: response)(request)


def test_a_page_is_packed_and_says_so():
    packed = answer(HttpResponse(PAGE, headers={"ETag": '"one"'}))
    assert gzip.decompress(packed.content) == PAGE
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(packed.content))
    assert packed["Vary"] == "Accept-Encoding"
    assert packed["ETag"] == 'W/"one"'


def test_who_does_not_take_it_gets_the_page_as_it_is_and_caches_know_why():
    plain = answer(HttpResponse(PAGE), accepts="br")
    assert plain.content == PAGE
    assert "Content-Encoding" not in plain
    assert plain["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("content", [b"short", bytes(range(256)) * 1])
def test_what_would_not_become_shorter_stays(content):
    assert answer(HttpResponse(content)).content == content


def test_what_was_packed_before_is_not_packed_again():
    once = HttpResponse(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    assert gzip.decompress(answer(once).content) == PAGE


def test_a_stream_is_packed_as_it_flows():
    flowing = answer(StreamingHttpResponse([PAGE, PAGE]))
    assert gzip.decompress(b"".join(flowing.streaming_content)) == PAGE * 2


def test_the_same_page_has_many_lengths():
    assert len({len(pack(PAGE, 100)) for _ in range(50)}) > 5
