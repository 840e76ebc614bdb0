import contextlib
import gzip
import http.server
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from gilde.core.fetch import Unreachable, fetch

HTML = {"text/html"}
PAGE = "<title>Café</title>".encode()


class Site(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        Site.asked.append(self.path)
        body, headers, status = PAGE, {"Content-Type": "text/html; charset=UTF-8"}, 200
        if self.path.startswith("/to/"):
            status, headers = 302, {"Location": self.path.removeprefix("/to/")}
        elif self.path.startswith("/round/"):
            status, headers = 301, {"Location": f"/round/{int(self.path[7:]) + 1}"}
        elif self.path == "/bomb":
            body, headers["Content-Encoding"] = gzip.compress(b"0" * 30_000_000), "gzip"
        elif self.path == "/gzip":
            body, headers["Content-Encoding"] = gzip.compress(PAGE), "gzip"
        elif self.path == "/brotli":
            headers["Content-Encoding"] = "br"
        elif self.path == "/large":
            body = b"x" * 100_000
        elif self.path == "/latin":
            body, headers = b"caf\xe9 \x00", {"Content-Type": "text/html; charset=iso-8859-1"}
        elif self.path == "/meta":
            body, headers = b'<meta charset="windows-1252">\x80', {"Content-Type": "text/html"}
        elif self.path == "/nonsense":
            headers = {"Content-Type": "text/html; charset=rot13"}
        elif self.path == "/picture":
            headers = {"Content-Type": "image/png"}
        elif self.path == "/gone":
            status = 404
        elif self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            with contextlib.suppress(OSError):
                for number in range(100):
                    self.wfile.write(b"X-%d: x\r\n" % number)
                    time.sleep(0.1)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(settings):
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    Site.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_with_its_text(site):
    answer = fetch(f"{site}/page?q=1", types=HTML)
    assert answer.text == "<title>Café</title>"
    assert (answer.content_type, answer.charset, answer.is_whole) == ("text/html", "utf-8", True)
    assert Site.asked == ["/page?q=1"]


def test_redirects_are_followed_three_times_and_no_more(site):
    assert fetch(f"{site}/to/{site}/to/{site}/page", types=HTML).url == f"{site}/page"
    with pytest.raises(Unreachable):
        fetch(f"{site}/round/1", types=HTML)
    assert "/round/5" not in Site.asked


@pytest.mark.parametrize("where", ["http://127.0.0.2/", "http://[::1]/", "file:///etc/passwd", "//0/", "http://[/"])
def test_a_redirect_is_checked_like_the_first_address(site, where, monkeypatch):
    with pytest.raises(Unreachable):
        fetch(f"{site}/to/{where}", types=HTML)
    assert len(Site.asked) == 1


def test_what_is_too_large_is_cut_off_also_when_it_unpacks(site):
    answer = fetch(f"{site}/large", types=HTML, most_bytes=1_000)
    assert (len(answer.body), answer.is_whole) == (1_000, False)
    answer = fetch(f"{site}/bomb", types=HTML, most_bytes=1_000)
    assert (len(answer.body), answer.is_whole) == (1_000, False)
    assert fetch(f"{site}/gzip", types=HTML).body == PAGE


def test_text_is_read_in_the_charset_of_server_or_page(site):
    assert fetch(f"{site}/latin", types=HTML).text == "café "
    assert fetch(f"{site}/meta", types=HTML).text.endswith("€")
    assert "Café" in fetch(f"{site}/nonsense", types=HTML).text


@pytest.mark.parametrize("path", ["/picture", "/gone", "/brotli"])
def test_what_is_not_a_readable_page_is_refused(site, path):
    with pytest.raises(Unreachable):
        fetch(site + path, types=HTML)


def test_a_server_that_drips_is_left_in_time(site):
    start = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(f"{site}/drip", types=HTML, seconds=0.5)
    assert time.monotonic() - start < 3


def test_the_name_is_looked_up_once_and_that_address_connected_to(monkeypatch, settings):
    settings.OUTGOING_ALLOW = frozenset()
    looked_up, connected = [], []

    def look_up(host, port, **kwargs):
        looked_up.append(host)
        address = "93.184.215.14" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, timeout):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("https://rebind.example/", types=HTML)
    assert (looked_up, connected) == (["rebind.example"], [("93.184.215.14", 443)])


def certificate(folder, name):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.mark.parametrize(("name", "trusted", "works"), [
    ("shop.example", True, True), ("other.example", True, False), ("shop.example", False, False),
])  # fmt: skip
def test_the_certificate_must_be_trusted_and_name_the_host(tmp_path, monkeypatch, settings, name, trusted, works):
    settings.OUTGOING_ALLOW = frozenset({"shop.example"})
    path = certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = server.server_address[1]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]
    )
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    try:
        if works:
            assert "Café" in fetch(f"https://shop.example:{port}/", types=HTML).text
        else:
            with pytest.raises(Unreachable):
                fetch(f"https://shop.example:{port}/", types=HTML, seconds=3)
    finally:
        server.shutdown()
        server.server_close()
