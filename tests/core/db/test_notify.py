"""A word to other processes leaves with the commit, once, and not without it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from gilde.core.clock import now
from gilde.core.db.notify import notify
from gilde.core.db.rows import carry_out_all, fetch
from gilde.core.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)


def heard(listening: list[str]) -> list[str]:
    """What arrived on this thread's connection since the last time; it hears its own words too."""
    raw = connection.connection
    assert raw is not None
    for channel in listening:
        raw.execute(f"LISTEN {channel}")
    return sorted(word.channel for word in raw.notifies(timeout=0.2))


def test_a_word_that_comes_in_with_an_answer_is_not_lost() -> None:
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return
    assert heard(["gilde_one"]) == []
    for _ in range(4):  # until the statement is ready on the server
        fetch("SELECT count(*) FROM core_activity")
    for ask in (lambda: fetch("SELECT count(*) FROM core_activity"), lambda: carry_out_all([_COUNT, _COUNT])):
        thread = threading.Thread(target=_say)
        thread.start()
        thread.join()
        ask()
        assert heard([]) == ["gilde_one"]


_COUNT = ("SELECT count(*) FROM core_activity", ())


def _say() -> None:
    notify("gilde_one")
    connection.close()


def activities() -> int:
    return Activity.objects.filter(verb="test.word").count()


def write() -> None:
    Activity.objects.create(at=now(), verb="test.word", target_kind="x.y", target_id=1, data={})


def test_words_leave_with_the_commit_once_each_and_what_was_written_is_there() -> None:
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        with transaction.atomic():
            notify("gilde_one")
            write()
        assert activities() == 1  # nothing was said, and nothing is in the way
        return
    assert heard(["gilde_one", "gilde_two"]) == []
    with transaction.atomic():
        write()
        notify("gilde_one")
        notify("gilde_two")
        notify("gilde_one")
    assert heard([]) == ["gilde_one", "gilde_two"]
    assert activities() == 1
    with transaction.atomic():
        write()
    assert heard([]) == []
    assert activities() == 2
    notify("gilde_two")  # outside a transaction: at once
    assert heard([]) == ["gilde_two"]


def test_what_was_undone_says_nothing_and_leaves_nothing_to_say() -> None:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        assert heard(["gilde_one"]) == []
    with transaction.atomic():
        write()
        notify("gilde_one")
        transaction.set_rollback(True)
    with transaction.atomic():
        write()
    assert activities() == 1
    if connection.vendor == "postgresql":
        assert heard([]) == []
