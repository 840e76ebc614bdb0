"""Configuration: every setting that an operator may change, read once from the environment.

Each :class:`Key` says its name, its default and what it is for; ``docs/reference/configuration.md`` lists the same
keys and a test holds the two against each other.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ConfigurationError(Exception):
    """A setting that cannot be used; the message says which one and what to write instead."""


def _flag(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered in {"1", "true", "yes", "on", "ja"}:
        return True
    if lowered in {"", "0", "false", "no", "off", "nee"}:
        return False
    raise ValueError("write 1 or 0")


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(text)

    return parse


def _choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError("write one of " + ", ".join(allowed))
        return text

    return parse


def _address(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("write an address such as https://gilde.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _bind(text: str) -> str:
    _, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("write an address and a port such as 127.0.0.1:8000")
    return text


def _contact(text: str) -> str:
    """An address for people who found a hole, as RFC 9116 wants it: a URI. A bare mail address becomes one."""
    if not text:
        return ""
    parts = urlsplit(text)
    is_page = parts.scheme == "https" and bool(parts.hostname)
    is_mail = bool(re.fullmatch(r"(mailto:)?[^\s@:/?]+@[^\s@:/?]+", text))
    if (is_page or is_mail) and not re.search(r"[\x00-\x20\x7f]", text):
        return text if parts.scheme else f"mailto:{text}"
    raise ValueError("write a mail address or an https address of a page")


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("write the name of a time zone such as Europe/Amsterdam") from None
    return text


def _mailbox(text: str) -> str:
    """A mail address without a name, without a plus: replies get theirs behind one (RFC 5233)."""
    if text and not re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9-]+(\.[a-z0-9-]+)+", text.lower()):
        raise ValueError("write a mail address such as reply@gilde.example.org, at most 20 characters before the @")
    return text.lower()


def _imap(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username):
        raise ValueError("write imaps://user:password@host:993/INBOX")
    return text


def _basic_auth(text: str) -> str:
    if text and not re.fullmatch(r"[^:\s]+:[^\s]{16,}", text):
        raise ValueError("write a name, a colon and a password of at least 16 characters")
    return text


def _redis(text: str) -> str:
    parts = urlsplit(text)
    if text and not (parts.scheme in {"redis", "rediss"} and parts.hostname) and not text.startswith("unix:///"):
        raise ValueError("write redis://user:password@host:6379/0, rediss:// for TLS or unix:///path/of/the/socket")
    return text


@dataclass(frozen=True)
class Key:
    """One setting: its name in the environment, its default as text, how it is read and what it is for."""

    name: str
    default: str
    parse: Callable[[str], Any]
    purpose: str


KEYS: Final[tuple[Key, ...]] = (
    Key(
        "GILDE_URL",
        "",
        _address,
        "The address people type. Gives links, passkey id and CSRF origins; empty means http://localhost and the port "
        "of GILDE_BIND.",
    ),
    Key("GILDE_BIND", "127.0.0.1:8000", _bind, "Address and port the server listens on."),
    Key("GILDE_NAME", "Gilde", str, "The name of this installation, shown in the frame and in mails."),
    Key("GILDE_VAR", "var", str, "Folder for database, files, mails and secrets."),
    Key("DATABASE_URL", "", str, "postgresql://user:password@host:port/name; empty means SQLite in GILDE_VAR."),
    Key(
        "GILDE_SQLITE_SYNC",
        "FULL",
        _choice("FULL", "NORMAL"),
        "How hard SQLite waits for the disk after a write: FULL, or NORMAL (a power cut may cost the last ones).",
    ),
    Key(
        "REDIS_URL",
        "",
        _redis,
        "redis://user:password@host:6379/0 (rediss:// for TLS): a Redis or Valkey that wakes live pages; "
        "empty means that the database does.",
    ),
    Key(
        "EMAIL_URL", "", str, "smtp://user:password@host:587 (smtps:// for TLS); empty writes mails to GILDE_VAR/mail."
    ),
    Key("GILDE_FROM_EMAIL", "Gilde <gilde@localhost>", str, "The sender of every mail."),
    Key(
        "GILDE_MAIL_IN_ADDRESS",
        "",
        _mailbox,
        "Where replies to our mails arrive, with anything behind a plus: reply@gilde.example.org. Empty means that "
        "nobody can reply by mail.",
    ),
    Key("GILDE_MAIL_IN_IMAP", "", _imap, "The mailbox to fetch them from: imaps://user:password@host:993/INBOX."),
    Key(
        "GILDE_MAIL_IN_PROVIDER",
        "",
        _choice("", "mailersend", "mailgun", "mailjet", "mandrill", "postal", "postmark", "sendgrid", "sparkpost"),
        "Or the provider that brings them to /mail/in/.",
    ),
    Key("GILDE_MAIL_IN_SECRET", "", _basic_auth, "The name:password that provider sends (basic authentication)."),
    Key("GILDE_MAIL_IN_KEY", "", str, "Its signing key: Mailgun, Mandrill, MailerSend and Postal sign what they send."),
    Key(
        "GILDE_MAIL_IN_AUTHSERV",
        "",
        str,
        "The name our own mail server writes in Authentication-Results; a mail that fails its checks is refused. Empty "
        "means that this header is not believed.",
    ),
    Key("GILDE_MAIL_IN_MB", "25", _number(1, 100), "Largest mail that is taken in, in megabytes (10^6 bytes)."),
    Key("GILDE_MAIL_IN_DAYS", "30", _number(1, 365), "Days that the mails themselves are kept after they were read."),
    Key(
        "GILDE_ERASURE_DAYS",
        "14",
        _number(1, 30),
        "Days between asking to leave for good and being erased; coming back before undoes it. The law allows a month.",
    ),
    Key(
        "GILDE_SECURITY_CONTACT",
        "",
        _contact,
        "Where people report a hole: a mail address or an https page, for /.well-known/security.txt (RFC 9116); empty "
        "means there is no such file.",
    ),
    Key("GILDE_LANGUAGE", "nl", _choice("nl", "en"), "Language for visitors whose browser asks for neither."),
    Key("GILDE_TIME_ZONE", "Europe/Amsterdam", _zone, "Time zone for people who did not choose one."),
    Key(
        "GILDE_SIGNUP",
        "open",
        _choice("open", "invitation"),
        "Who may make an account: open (anyone) or invitation (people with one).",
    ),
    Key("GILDE_WEB_WORKERS", "2", _number(1, 64), "Processes that answer pages."),
    Key("GILDE_WEB_THREADS", "4", _number(1, 64), "Threads in each web process."),
    Key("GILDE_TRUSTED_PROXIES", "0", _number(0, 8), "Reverse proxies in front whose X-Forwarded-For counts."),
    Key("GILDE_SECRET_KEY", "", str, "Signing key; empty makes one in GILDE_VAR/secrets on first start."),
    Key("GILDE_UPLOAD_MB", "20", _number(1, 1024), "Largest file a member may add, in megabytes (10^6 bytes)."),
    Key(
        "GILDE_LINK_PREVIEWS",
        "1",
        _flag,
        "Fetch title and description of linked pages, by the server, never by the reader.",
    ),
    Key("GILDE_OUTGOING_ALLOW", "", str, "Internal hosts that link previews may reach, separated by commas."),
    Key("GILDE_OIDC_NAME", "", str, "Name of an OpenID Connect provider shown on the login page; empty means none."),
    Key("GILDE_OIDC_URL", "", str, "Its issuer address, without /.well-known."),
    Key("GILDE_OIDC_CLIENT_ID", "", str, "Client id at that provider."),
    Key("GILDE_OIDC_CLIENT_SECRET", "", str, "Client secret at that provider."),
    Key("GILDE_DEMO", "0", _flag, "Demo mode: one-click logins, refused unless GILDE_BIND is a loopback address."),
    Key("GILDE_DEBUG", "0", _flag, "Developer mode: template reloading and detailed errors. Never on a real site."),
)


_SIGNING: Final = frozenset({"mailersend", "mailgun", "mandrill", "postal"})


@dataclass(frozen=True)
class Env:
    """The settings of one process, by key name: ``env["GILDE_URL"]``."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def var(self) -> Path:
        """The folder with everything this installation owns."""
        return Path(self.values["GILDE_VAR"]).expanduser().absolute()

    @property
    def bind(self) -> tuple[str, int]:
        """The address and the port to listen on."""
        host, _, port = str(self.values["GILDE_BIND"]).rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the address to listen on."""
        host = self.bind[0]
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def read_env(source: Mapping[str, str] | None = None) -> Env:
    """Read every key from ``source`` (default: the process environment).

    Raises:
        ConfigurationError: with one sentence that names the key, the value and what to write.
    """
    source = os.environ if source is None else source
    values: dict[str, Any] = {}
    for key in KEYS:
        text = source.get(key.name) or key.default  # KEY= means: as if it were not there
        try:
            values[key.name] = key.parse(text)
        except ValueError as error:
            raise ConfigurationError(f"{key.name}={text!r} cannot be used: {error}.") from None
    env = Env(values)
    if not values["GILDE_URL"]:
        values["GILDE_URL"] = f"http://localhost:{env.bind[1]}"
    if values["GILDE_MAIL_IN_PROVIDER"] and not values["GILDE_MAIL_IN_SECRET"]:
        raise ConfigurationError(
            "GILDE_MAIL_IN_PROVIDER needs GILDE_MAIL_IN_SECRET: without it anybody could bring mail."
        )
    if values["GILDE_MAIL_IN_PROVIDER"] in _SIGNING and not values["GILDE_MAIL_IN_KEY"]:
        raise ConfigurationError("GILDE_MAIL_IN_PROVIDER needs GILDE_MAIL_IN_KEY: this provider signs what it sends.")
    if (values["GILDE_MAIL_IN_PROVIDER"] or values["GILDE_MAIL_IN_IMAP"]) and not values["GILDE_MAIL_IN_ADDRESS"]:
        raise ConfigurationError(
            "GILDE_MAIL_IN_IMAP and GILDE_MAIL_IN_PROVIDER need GILDE_MAIL_IN_ADDRESS: where replies go to."
        )
    if values["GILDE_DEMO"] and not env.loopback:
        raise ConfigurationError(
            f"GILDE_DEMO lets anyone log in, so it cannot listen on {values['GILDE_BIND']}: "
            "use a loopback address such as GILDE_BIND=127.0.0.1:8000."
        )
    return env


def secret(env: Env, name: str) -> str:
    """The secret called ``name``, made on first use in ``GILDE_VAR/secrets`` with mode 600.

    Two processes starting at once agree on one value, because the file is created exclusively and complete.
    """
    given = env.values.get(f"GILDE_{name.upper()}")
    if given:
        return str(given)
    folder = env.var / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
