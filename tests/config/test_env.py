"""Configuration: read from the environment, refused in one sentence."""

from __future__ import annotations

import pytest

from gilde.config.env import ConfigurationError, read_env, secret


def test_without_anything_set_the_defaults_hold() -> None:
    env = read_env({})
    assert env["GILDE_URL"] == "http://localhost:8000"
    assert env["GILDE_WEB_WORKERS"] == 2
    assert env["GILDE_LINK_PREVIEWS"] is True
    assert env.bind == ("127.0.0.1", 8000)
    assert env.loopback


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_env({"GILDE_WEB_WORKERS": "", "GILDE_URL": ""}).values == read_env({}).values


def test_the_address_follows_the_port() -> None:
    assert read_env({"GILDE_BIND": "0.0.0.0:8123"})["GILDE_URL"] == "http://localhost:8123"
    assert read_env({"GILDE_BIND": "[::1]:8123", "GILDE_URL": "https://a.example/"})["GILDE_URL"] == "https://a.example"


def test_a_contact_for_security_becomes_an_address_that_can_be_followed() -> None:
    assert read_env({"GILDE_SECURITY_CONTACT": "s@example.org"})["GILDE_SECURITY_CONTACT"] == "mailto:s@example.org"
    for contact in ("mailto:s@example.org", "https://example.org/report", ""):
        assert read_env({"GILDE_SECURITY_CONTACT": contact})["GILDE_SECURITY_CONTACT"] == contact


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("GILDE_URL", "gilde.example.org", "https://gilde.example.org"),
        ("GILDE_URL", "https://gilde.example.org/sub", "without a path"),
        ("GILDE_BIND", "8000", "127.0.0.1:8000"),
        ("GILDE_BIND", "127.0.0.1:0", "127.0.0.1:8000"),
        ("GILDE_WEB_WORKERS", "two", "a whole number from 1 to 64"),
        ("GILDE_WEB_WORKERS", "0", "a whole number from 1 to 64"),
        ("GILDE_SQLITE_SYNC", "OFF", "FULL, NORMAL"),
        ("GILDE_DEBUG", "maybe", "1 or 0"),
        ("GILDE_TIME_ZONE", "Amsterdam", "Europe/Amsterdam"),
        ("GILDE_TIME_ZONE", "../etc", "Europe/Amsterdam"),
        ("GILDE_SECURITY_CONTACT", "call me", "a mail address or an https address"),
        ("GILDE_SECURITY_CONTACT", "http://example.org/", "a mail address or an https address"),
        ("GILDE_SECURITY_CONTACT", "a@example.org\nExpires: never", "a mail address or an https address"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_what_to_write(name: str, value: str, advice: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_env({name: value})
    assert name in str(refused.value)
    assert repr(value) in str(refused.value)
    assert advice in str(refused.value)


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.168.1.7:8000", ":8000", "[::]:8000", "example.org:80"])
def test_the_demo_is_refused_where_others_can_reach_it(bind: str) -> None:
    with pytest.raises(ConfigurationError, match="loopback"):
        read_env({"GILDE_DEMO": "1", "GILDE_BIND": bind})


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.8.8.8:1"])
def test_the_demo_may_listen_on_loopback(bind: str) -> None:
    assert read_env({"GILDE_DEMO": "1", "GILDE_BIND": bind})["GILDE_DEMO"]


def test_a_secret_is_made_once_and_for_this_user_only(tmp_path) -> None:
    env = read_env({"GILDE_VAR": str(tmp_path)})
    first = secret(env, "secret_key")
    assert secret(env, "secret_key") == first
    assert len(first) >= 50
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_secret_from_the_environment_goes_first(tmp_path) -> None:
    env = read_env({"GILDE_VAR": str(tmp_path), "GILDE_SECRET_KEY": "from outside"})
    assert secret(env, "secret_key") == "from outside"
    assert not (tmp_path / "secrets").exists()
