"""Configuration: every setting that an operator may change, read once from the environment.

Each :class:`Key` says its name, its default and what it is for; ``docs/reference/configuration.md`` lists the same
keys and a test holds the two against each other.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gilde.config.env_values import (
    basic_auth,
    bind_address,
    contact,
    flag,
    imap_address,
    mailbox,
    one_of,
    redis_address,
    site_address,
    time_zone,
    whole_number,
)


class ConfigurationError(Exception):
    """A setting that cannot be used; the message says which one and what to write instead."""


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
        site_address,
        "The address people type. Gives links, passkey id and CSRF origins; empty means http://localhost and the port "
        "of GILDE_BIND.",
    ),
    Key("GILDE_BIND", "127.0.0.1:8000", bind_address, "Address and port the server listens on."),
    Key("GILDE_NAME", "Gilde", str, "The name of this installation, shown in the frame and in mails."),
    Key("GILDE_VAR", "var", str, "Folder for database, files, mails and secrets."),
    Key("DATABASE_URL", "", str, "postgresql://user:password@host:port/name; empty means SQLite in GILDE_VAR."),
    Key(
        "GILDE_SQLITE_SYNC",
        "FULL",
        one_of("FULL", "NORMAL"),
        "How hard SQLite waits for the disk after a write: FULL, or NORMAL (a power cut may cost the last ones).",
    ),
    Key(
        "REDIS_URL",
        "",
        redis_address,
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
        mailbox,
        "Where replies to our mails arrive, with anything behind a plus: reply@gilde.example.org. Empty means that "
        "nobody can reply by mail.",
    ),
    Key(
        "GILDE_MAIL_IN_IMAP", "", imap_address, "The mailbox to fetch them from: imaps://user:password@host:993/INBOX."
    ),
    Key(
        "GILDE_MAIL_IN_PROVIDER",
        "",
        one_of("", "mailersend", "mailgun", "mailjet", "mandrill", "postal", "postmark", "sendgrid", "sparkpost"),
        "Or the provider that brings them to /mail/in/.",
    ),
    Key("GILDE_MAIL_IN_SECRET", "", basic_auth, "The name:password that provider sends (basic authentication)."),
    Key("GILDE_MAIL_IN_KEY", "", str, "Its signing key: Mailgun, Mandrill, MailerSend and Postal sign what they send."),
    Key(
        "GILDE_MAIL_IN_AUTHSERV",
        "",
        str,
        "The name our own mail server writes in Authentication-Results; a mail that fails its checks is refused. Empty "
        "means that this header is not believed.",
    ),
    Key("GILDE_MAIL_IN_MB", "25", whole_number(1, 100), "Largest mail that is taken in, in megabytes (10^6 bytes)."),
    Key(
        "GILDE_MAIL_IN_DAYS",
        "30",
        whole_number(1, 365),
        "Days that the mails themselves are kept after they were read.",
    ),
    Key(
        "GILDE_ERASURE_DAYS",
        "14",
        whole_number(1, 30),
        "Days between asking to leave for good and being erased; coming back before undoes it. The law allows a month.",
    ),
    Key(
        "GILDE_SECURITY_CONTACT",
        "",
        contact,
        "Where people report a hole: a mail address or an https page, for /.well-known/security.txt (RFC 9116); empty "
        "means there is no such file.",
    ),
    Key("GILDE_LANGUAGE", "nl", one_of("nl", "en"), "Language for visitors whose browser asks for neither."),
    Key(
        "GILDE_TIME_ZONE",
        "Europe/Amsterdam",
        time_zone,
        "Time zone of the house: of its quarters and affiliations, and of people who did not choose one.",
    ),
    Key(
        "GILDE_SIGNUP",
        "open",
        one_of("open", "invitation"),
        "Who may make an account: open (anyone) or invitation (people with one).",
    ),
    Key("GILDE_WEB_WORKERS", "2", whole_number(1, 64), "Processes that answer pages."),
    Key("GILDE_WEB_THREADS", "4", whole_number(1, 64), "Threads in each web process."),
    Key("GILDE_TRUSTED_PROXIES", "0", whole_number(0, 8), "Reverse proxies in front whose X-Forwarded-For counts."),
    Key("GILDE_SECRET_KEY", "", str, "Signing key; empty makes one in GILDE_VAR/secrets on first start."),
    Key("GILDE_UPLOAD_MB", "20", whole_number(1, 1024), "Largest file a member may add, in megabytes (10^6 bytes)."),
    Key(
        "GILDE_LINK_PREVIEWS",
        "1",
        flag,
        "Fetch title and description of linked pages, by the server, never by the reader.",
    ),
    Key("GILDE_OUTGOING_ALLOW", "", str, "Internal hosts that link previews may reach, separated by commas."),
    Key("GILDE_OIDC_NAME", "", str, "Name of an OpenID Connect provider shown on the login page; empty means none."),
    Key("GILDE_OIDC_URL", "", str, "Its issuer address, without /.well-known."),
    Key("GILDE_OIDC_CLIENT_ID", "", str, "Client id at that provider."),
    Key("GILDE_OIDC_CLIENT_SECRET", "", str, "Client secret at that provider."),
    Key("GILDE_DEMO", "0", flag, "Demo mode: one-click logins, refused unless GILDE_BIND is a loopback address."),
    Key("GILDE_DEBUG", "0", flag, "Developer mode: template reloading and detailed errors. Never on a real site."),
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
