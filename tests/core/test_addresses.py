import socket

import pytest

from gilde.core.addresses import Unreachable, is_global, read_address, resolve

INSIDE = [
    "http://127.0.0.1/", "http://localhost/", "http://LOCALHOST./", "http://[::1]/", "http://[::]/", "http://0.0.0.0/",
    "http://0/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.1/",
    "http://127.0.0.1./", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/", "http://[::127.0.0.1]/", "http://127.255.255.254/",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.3.4/",
    "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/", "http://[fe80::1]/",
    "http://[fe80::1%25lo]/", "http://[2001::7f00:1]/", "http://224.0.0.1/", "http://[ff02::1]/", "http://240.0.0.1/",
    "http://192.0.2.1/", "http://198.18.0.1/", "http://[fec0::1]/", "http://[2001:db8::1]/", "http://0x7f.0.0.0x1/",
]  # fmt: skip
UNREADABLE = [
    "", "example.org", "//example.org/", "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/",
    "dict://example.org:1/x", "unix:///x.sock", "javascript:alert(1)", "http://user:pass@example.org/",
    "http://example.org@127.0.0.1/", "http://127.0.0.1\\@example.org/", "http:\\\\127.0.0.1\\", "http:/127.0.0.1/",
    "http://", "http:///path", "http://exa mple.org/", " http://example.org/", "http://example.org/\n", "http://a\x00b/",
    "http://example.org:22/", "http://example.org:8080/", "https://example.org:80/", "http://example.org:99999/",
    "http://example.org:abc/", "http://[::1/", "http://-bad-.example/", "http://a..b/", "http://" + "a" * 64 + ".nl/",
    "http://example.org%09/", "http://\ud800.nl/", "http://example.org/" + "x" * 3_000, "http://%31%32%37.0.0.1/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_allowed(settings):
    settings.OUTGOING_ALLOW = frozenset()


@pytest.mark.parametrize("url", INSIDE)
def test_an_inside_address_is_refused_in_every_spelling(url):
    with pytest.raises(Unreachable) as refused:
        resolve(read_address(url))
    assert refused.value.sentence


@pytest.mark.parametrize("url", UNREADABLE)
def test_an_address_that_is_not_plainly_a_web_page_is_refused(url):
    with pytest.raises(Unreachable):
        read_address(url)


def test_a_public_address_is_taken_apart_and_quoted():
    target = read_address("HTTPS://Exämple.ORG./a b".replace(" ", "%20") + "é?q=ü&x=1#fragment")
    assert (target.scheme, target.host, target.port) == ("https", "xn--exmple-cua.org", 443)
    assert target.path == "/a%20b%C3%A9?q=%C3%BC&x=1"
    assert resolve(read_address("http://93.184.215.14/"))
    assert resolve(read_address("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"))


def test_one_inside_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    def both(*args, **kwargs):
        return [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(Unreachable):
        resolve(read_address("http://example.org/"))


def test_the_operator_may_list_an_inside_host_with_or_without_port(settings):
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1", "intranet:8080"})
    assert resolve(read_address("http://127.0.0.1:8790/"))
    assert read_address("http://intranet:8080/").port == 8080
    for url in ("http://intranet:8081/", "http://127.0.0.2:8790/"):
        with pytest.raises(Unreachable):
            read_address(url)


def test_a_wrapped_address_is_never_global():
    import ipaddress

    assert is_global(ipaddress.ip_address("8.8.8.8"))
    assert not is_global(ipaddress.ip_address("::ffff:8.8.8.8"))
