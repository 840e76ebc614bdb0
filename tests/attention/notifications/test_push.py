"""Telling somebody on their devices, against a push service on loopback that opens what it gets."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.conf import settings as configured
from django.core import mail
from django.db import transaction
from django.test import Client
from tests.attention.notifications.push_service import Browser, PushService
from tests.attention.notifications.test_letter import commented, reader, send_at_once, send_digest, spread_all
from tests.factories.dialogue import client_of, make_comment, make_place, member, person_of

from gilde.attention.notifications import tasks
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.actions.push import GIVES_UP, PushAway, begin_push, send_pushes
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Device, Notice, Push
from gilde.attention.notifications.push_message import public_key, read_point
from gilde.communities.models import Community, Membership
from gilde.core import clock
from gilde.core.audience import Audience
from gilde.core.fetch import post
from gilde.core.models.task import QueuedTask
from gilde.core.tasks.worker import run_due
from gilde.people.actions.session import end_sessions
from gilde.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    service = PushService()
    service.open()
    yield service
    service.close()


def subscribed(actor, service: PushService, browser: Browser, path: str = "one") -> Client:
    """The browser of ``actor`` after it said yes."""
    client = client_of(actor)
    Account.objects.filter(person=actor.person_id).update(language="en")
    sent = {
        "endpoint": f"http://127.0.0.1:{service.port}/{path}",
        "public_key": browser.public_key,
        "auth": "MDEyMzQ1Njc4OWFiY2RlZg",
    }
    answer = client.post("/me/devices/new/", sent, headers={"user-agent": "Mozilla Firefox/130 Android"})
    assert answer.status_code == 204
    return client


def push(actor) -> bool:
    begin_push(actor.person_id)
    return send_pushes(actor.person_id)


def test_a_device_shows_one_sentence_that_only_it_can_read(service: PushService) -> None:
    author, browser = reader(make_place()), Browser()
    subscribed(author, service, browser)
    row = commented(author)
    push(author)
    push(author)
    ((path, headers, body),) = service.got
    shown = browser.open(body)
    assert shown["body"] == "Bo Maas commented on “Rounds that work”"
    assert shown["url"].startswith(row.get_absolute_url())
    assert path == "/one"
    assert b"Bo Maas" not in body
    assert headers["TTL"] == "86400"
    assert headers["Content-Encoding"] == "aes128gcm"


def test_the_push_service_can_check_who_asks(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    push(author)
    _kind, _, rest = service.got[0][1]["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert parts["k"] == public_key()
    head, claims, signature = parts["t"].split(".")
    raw = urlsafe_b64decode(signature + "==")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read_point(parts["k"]))
    number = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(number, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(urlsafe_b64decode(claims + "=="))["aud"] == f"http://127.0.0.1:{service.port}"


def test_what_was_pushed_is_in_no_letter_at_once_and_in_no_digest(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    push(author)
    assert not send_at_once(author)
    assert not send_digest(author)
    assert mail.outbox == []


def test_what_was_mailed_is_not_pushed(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    assert send_at_once(author)
    push(author)
    assert service.got == []


def test_a_push_service_away_for_an_hour_leaves_it_to_mail_once(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    service.close()
    with pytest.raises(PushAway):
        push(author)
    with clock.at(clock.now() + GIVES_UP + timedelta(seconds=1)):
        assert push(author) is False or Push.objects.filter(refused="no device took it").exists()
        assert send_at_once(author)
    assert len(mail.outbox) == 1
    service.open()
    with clock.at(clock.now() + timedelta(hours=1)):
        push(author)
    assert service.got == []
    assert Device.objects.count() == 1
    make_comment(member(Community.objects.get(pk=author.places[0].id)), Notice.objects.first().contribution)
    spread_all()
    push(author)
    assert len(service.got) == 1


@pytest.mark.parametrize("how", ["500", "429", "closed", "late"])
def test_over_an_hour_of_a_broken_push_service_each_thing_arrives_once_by_mail(
    service: PushService, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    author, browser = reader(make_place()), Browser()
    subscribed(author, service, browser)
    commented(author)
    QueuedTask.objects.all().delete()
    monkeypatch.setattr("gilde.attention.notifications.actions.push.post", partial(post, seconds=0.3))
    if how == "closed":
        service.close()
    elif how == "late":
        service.late = 0.6
    else:
        service.status = int(how)
    with transaction.atomic():
        tasks.push_soon.enqueue(author.person_id)
    began = clock.now()
    for minute in range(0, 61, 2):
        with clock.at(began + timedelta(minutes=minute)):
            QueuedTask.objects.filter(state="ready").update(run_at=clock.now())
            tasks.send_forgotten.func()
            run_due()
    assert len(mail.outbox) == 1
    # One that answered too late may have shown it meanwhile: each under one tag, so that a device shows one of them.
    assert len({browser.open(body)["tag"] for _path, _headers, body in service.got}) == (how == "late")
    before = len(service.got)
    service.status, service.late = 201, 0.0
    if how == "closed":
        service.open()
    with clock.at(began + timedelta(minutes=62)):
        tasks.send_forgotten.func()
        run_due()
        push(author)
        assert not send_digest(author)
    assert (len(service.got), len(mail.outbox)) == (before, 1)


def test_of_three_devices_one_that_works_is_enough_and_only_the_one_that_is_gone_is_forgotten(
    service: PushService,
) -> None:
    author = reader(make_place())
    for path in ("works", "gone", "broken"):
        subscribed(author, service, Browser(), path)
    commented(author)
    service.by_path = {"/gone": 410, "/broken": 500}
    push(author)
    push(author)
    assert [path for path, _headers, _body in service.got] == ["/works"]
    assert sorted(row.endpoint.rpartition("/")[2] for row in Device.objects.all()) == ["broken", "works"]
    assert not send_at_once(author)
    assert not send_digest(author)


def test_a_short_absence_costs_nothing(service: PushService) -> None:
    author = reader(make_place(), Rhythm.DAILY)
    subscribed(author, service, Browser())
    commented(author)
    service.status = 503
    with pytest.raises(PushAway):
        push(author)
    service.status = 201
    push(author)
    push(author)
    assert len(service.got) == 1
    assert not send_digest(author)


def test_the_task_hands_over_to_mail(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    service.status = 410
    tasks.push_soon.call(author.person_id)
    assert QueuedTask.objects.filter(function__endswith="mail_at_once").count() == 1
    assert Device.objects.count() == 0
    assert send_at_once(author)


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_removed_and_another_is_told(service: PushService, status: int) -> None:
    author, gone, other = reader(make_place()), Browser(), Browser()
    subscribed(author, service, gone)
    commented(author)
    service.status = status
    push(author)
    assert Device.objects.count() == 0
    service.status = 201
    subscribed(author, service, other, "two")
    push(author)
    assert [path for path, _headers, _body in service.got] == ["/two"]


def test_a_redirect_is_not_followed_and_is_no_delivery(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    commented(author)
    service.status = 307
    push(author)
    assert Push.objects.get().refused == "no device took it"


@pytest.mark.parametrize("end", ["log out", "elsewhere", "deactivated", "password"])
def test_after_the_log_in_ended_a_device_is_told_nothing(service: PushService, end: str) -> None:
    author = reader(make_place())
    client = subscribed(author, service, Browser())
    commented(author)
    account = person_of(author).account
    if end == "log out":
        client.post("/account/logout/")
    elif end == "elsewhere":
        end_sessions(account)
    elif end == "deactivated":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    else:
        account.set_password("another long password")
        account.save()
    push(author)
    assert service.got == []


def test_somebody_else_who_logs_in_in_the_same_browser_takes_it_over(service: PushService) -> None:
    place = make_place()
    first, second = reader(place), reader(place)
    browser = Browser()
    subscribed(first, service, browser)
    subscribed(second, service, browser)
    assert Device.objects.get().person_id == second.person_id
    commented(first)
    push(first)
    assert service.got == []


def test_a_hidden_community_is_not_named_on_a_locked_telephone(service: PushService) -> None:
    author, browser = reader(make_place("Secret", audience=Audience.COMMUNITY)), Browser()
    subscribed(author, service, browser)
    commented(author)
    push(author)
    shown = browser.open(service.got[0][2])
    assert shown["body"] == "There is something new for you."
    assert "Rounds" not in json.dumps(shown)


def test_who_may_not_read_it_any_more_or_muted_it_is_told_nothing(service: PushService) -> None:
    author = reader(make_place())
    subscribed(author, service, Browser())
    row = commented(author)
    Membership.objects.filter(person=author.person_id).delete()
    push(author)
    assert service.got == []
    quiet = reader(make_place())
    subscribed(quiet, service, Browser(), "two")
    mine = commented(quiet)
    Notice.objects.filter(person=quiet.person_id).delete()
    choose(actor=quiet, subject=Subject.CONTRIBUTION, number=mine.pk, level=Level.MUTE)
    make_comment(member(mine.community), mine)
    spread_all()
    push(quiet)
    assert service.got == []
    assert row.pk != mine.pk


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
        "https://10.0.0.1:8443/",
        "https://localhost/x",
        "file:///etc/passwd",
        "javascript:1",
        "https://",
        "x" * 2000,
        "",
    ],
)
def test_an_address_inside_this_house_is_never_asked(endpoint: str) -> None:
    author = reader(make_place())
    client = client_of(author)
    sent = {"endpoint": endpoint, "public_key": Browser().public_key, "auth": "MDEyMzQ1Njc4OWFiY2RlZg"}
    if client.post("/me/devices/new/", sent).status_code == 204:  # a name may be resolved only when something is sent
        commented(author)
        with pytest.raises(PushAway):
            push(author)
    else:
        assert Device.objects.count() == 0


def test_keys_that_are_none_are_refused_with_a_sentence() -> None:
    client = client_of(reader(make_place()))
    for key, auth in (("AAAA", "MDEyMzQ1Njc4OWFiY2RlZg"), (Browser().public_key, "AAAA"), ("é", "é"), ("", "")):
        answer = client.post("/me/devices/new/", {"endpoint": "https://a.example/", "public_key": key, "auth": auth})
        assert answer.status_code == 422
        assert answer.json()["error"]


def test_devices_are_listed_and_removed_by_their_owner_only(service: PushService) -> None:
    place = make_place()
    author, other = reader(place), reader(place)
    client = subscribed(author, service, Browser())
    page = client.get("/me/devices/").content.decode()
    assert "Firefox on Android" in page
    number = Device.objects.get().pk
    assert client_of(other).post(f"/me/devices/{number}/remove/").status_code == 302
    assert Device.objects.count() == 1
    client.post(f"/me/devices/{number}/remove/")
    assert Device.objects.count() == 0
    assert "login" in Client().get("/me/devices/").url


def test_a_device_on_which_somebody_logged_out_is_listed_no_more(service: PushService) -> None:
    author = reader(make_place())
    client = subscribed(author, service, Browser())
    assert "Firefox on Android" in client_of(author).get("/me/devices/").content.decode()
    client.post("/account/logout/")
    assert "Firefox on Android" not in client_of(author).get("/me/devices/").content.decode()


def test_the_key_is_one_of_this_installation_and_stays(settings: Any) -> None:
    first = public_key()
    assert read_point(first) is not None
    settings.PUSH_SECRET = "another"
    assert public_key() != first
    settings.PUSH_SECRET = configured.PUSH_SECRET
