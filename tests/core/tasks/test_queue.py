from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from tests.core.tasks import chores

from gilde.core.clock import now
from gilde.core.models import QueuedTask, TaskState
from gilde.core.tasks import leases, schedule
from gilde.core.tasks.backend import leave
from gilde.core.tasks.worker import Worker, run_due

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _no_notes():
    chores.notes.clear()


def make_due() -> None:
    QueuedTask.objects.filter(state=TaskState.READY).update(run_at=now() - timedelta(seconds=1))


def test_an_enqueued_task_is_run_once_and_its_result_kept():
    result = chores.note.enqueue("bread")
    assert chores.notes == []
    assert run_due() == 1
    assert run_due() == 0
    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == "BREAD"
    assert chores.notes == ["bread"]


def test_a_task_exists_exactly_when_its_transaction_does():
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        chores.note.enqueue("never")
        raise RuntimeError
    assert QueuedTask.objects.count() == 0


def test_a_task_that_is_left_goes_with_its_transaction_and_is_run_as_any_other():
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        leave(chores.note, "never")
        raise RuntimeError
    for word in ("bread", "salt", "oil"):
        with transaction.atomic():
            leave(chores.note, word)
    assert run_due() == 3
    assert chores.notes == ["bread", "salt", "oil"]
    row = QueuedTask.objects.latest("pk")
    assert (row.state, row.result, row.kwargs, row.max_attempts) == (TaskState.DONE, "OIL", {}, 3)
    with pytest.raises(TypeError, match="key"):
        leave(chores.note.using(unique_key="x"), "bread")


def test_a_failing_task_waits_longer_each_time_and_dies_after_its_last_attempt():
    chores.stumble.enqueue()
    run_due()
    row = QueuedTask.objects.get()
    assert (row.state, row.attempts) == (TaskState.READY, 1)
    assert row.run_at > row.enqueued_at
    for _ in range(5):
        make_due()
        run_due()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (TaskState.DEAD, 3)
    assert chores.notes == ["stumble"] * 3
    assert "a stone on the road" in row.errors[-1]["trace"]


def test_urgent_tasks_go_first_and_later_ones_wait():
    chores.note.enqueue("ordinary")
    chores.note.using(priority=50).enqueue("urgent")
    chores.note.using(run_after=now() + timedelta(hours=1)).enqueue("later")
    run_due()
    assert chores.notes == ["urgent", "ordinary"]


def test_a_unique_task_waits_once_per_arguments_and_may_wait_again_while_it_runs():
    first = chores.rebuild.enqueue("tags")
    assert chores.rebuild.enqueue("tags").id == first.id
    assert chores.rebuild.enqueue("people").id != first.id
    leases.claim("w", limit=2, lease=LEASE)
    assert chores.rebuild.enqueue("tags").id != first.id


def test_a_unique_task_is_not_run_beside_its_twin():
    chores.rebuild.enqueue("tags")
    [pk] = leases.claim("one", limit=1, lease=LEASE)
    second = chores.rebuild.enqueue("tags")
    assert leases.claim("two", limit=5, lease=LEASE) == []
    leases.succeed(leases.start(pk, "one", lease=LEASE), None)
    assert leases.claim("two", limit=5, lease=LEASE) == [int(second.id)]


def test_a_unique_task_joins_with_the_earlier_moment():
    late = chores.rebuild.using(run_after=now() + timedelta(hours=2)).enqueue("tags")
    chores.rebuild.using(run_after=now() + timedelta(hours=1)).enqueue("tags")
    row = QueuedTask.objects.get(pk=late.id)
    assert row.run_at < now() + timedelta(hours=1, minutes=1)


def test_a_failed_unique_task_leaves_the_work_to_its_waiting_twin():
    chores.rebuild.enqueue("tags")
    [pk] = leases.claim("one", limit=1, lease=LEASE)
    twin = chores.rebuild.enqueue("tags")
    row = leases.start(pk, "one", lease=LEASE)
    leases.fail(row, ValueError("no"))
    row.refresh_from_db()
    assert row.state == TaskState.DONE
    assert QueuedTask.objects.get(state=TaskState.READY).pk == int(twin.id)


def test_a_task_that_was_claimed_but_not_started_loses_no_attempt():
    chores.note.enqueue("x")
    [pk] = leases.claim("gone", limit=1, lease=timedelta(seconds=-1))
    assert leases.claim("next", limit=1, lease=LEASE) == [pk]
    assert QueuedTask.objects.get().attempts == 0


def test_a_lost_lease_changes_nothing_any_more():
    chores.note.enqueue("x")
    [pk] = leases.claim("slow", limit=1, lease=timedelta(seconds=-1))
    row = leases.start(pk, "slow", lease=timedelta(seconds=-1))
    assert leases.claim("quick", limit=1, lease=LEASE) == [pk]
    assert leases.start(pk, "slow", lease=LEASE) is None
    assert not leases.renew([pk], "slow", lease=LEASE)
    assert not leases.succeed(row, "late")
    assert QueuedTask.objects.get().state == TaskState.CLAIMED


def test_a_task_that_kills_its_worker_every_time_ends_as_dead():
    chores.note.enqueue("poison")
    for _ in range(3):
        [pk] = leases.claim("w", limit=1, lease=LEASE)
        leases.start(pk, "w", lease=timedelta(seconds=-1))
    assert leases.claim("w", limit=1, lease=LEASE) == []
    row = QueuedTask.objects.get()
    assert row.state == TaskState.DEAD
    assert row.errors[-1]["type"] == "WorkerLost"


def test_what_waits_behind_a_stopped_worker_is_given_back_at_once():
    chores.note.enqueue("a")
    worker = Worker()
    worker.stop()
    assert worker.work_once() == 0
    assert QueuedTask.objects.get().state == TaskState.READY


def test_an_idle_worker_only_reads(django_assert_num_queries):
    with django_assert_num_queries(2) as queries:
        leases.claim("w", limit=10, lease=LEASE)
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_a_task_that_is_gone_from_the_code_fails_with_a_reason():
    chores.note.enqueue("x")
    QueuedTask.objects.update(function="tests.core.tasks.chores.vanished", max_attempts=1)
    run_due()
    row = QueuedTask.objects.get()
    assert row.state == TaskState.DEAD
    assert "vanished" in row.errors[0]["trace"]


def test_a_task_can_know_which_attempt_it_is():
    result = chores.count_attempts.enqueue()
    run_due()
    result.refresh()
    assert result.return_value == 1


def test_a_scheduled_task_waits_once_for_its_next_moment(monkeypatch):
    monkeypatch.setattr(schedule, "_scheduled", {})
    schedule.register_schedule("test.note", every=timedelta(hours=1), task=chores.count_attempts)
    assert schedule.plan() == 1
    assert schedule.plan() == 0
    row = QueuedTask.objects.get()
    assert now() < row.run_at <= now() + timedelta(hours=1)
    make_due()
    assert run_due() == 1
    assert schedule.plan() == 1


def test_the_next_moment_is_the_same_for_every_worker_within_a_period():
    entry = schedule.Scheduled("x", timedelta(minutes=10), chores.count_attempts)
    moment = now()
    following = entry.next_after(moment)
    assert moment < following <= moment + timedelta(minutes=10)
    assert entry.next_after(following - timedelta(seconds=1)) == following
    assert entry.next_after(following) == following + timedelta(minutes=10)


def test_housekeeping_run_twice_removes_only_what_ran_out():
    from gilde.core.models import CachedValue, Limit, Signal
    from gilde.core.tasks import housekeeping

    moment = now()
    Limit.objects.create(key="old", window_start=0, count=1, expires_at=1)
    Limit.objects.create(key="new", window_start=0, count=1, expires_at=int(moment.timestamp()) + 60)
    CachedValue.objects.create(cache_key="old", value="", expires=moment - timedelta(seconds=1))
    Signal.objects.create(kind="old", at=moment - timedelta(minutes=61))
    Signal.objects.create(kind="new", at=moment - timedelta(minutes=59))
    housekeeping.tidy_rows.call()
    housekeeping.tidy_rows.call()
    assert [signal.kind for signal in Signal.objects.all()] == ["new"]
    assert [limit.key for limit in Limit.objects.all()] == ["new"]
    assert not CachedValue.objects.exists()


def test_what_was_tried_before_is_tried_alone():
    """It may be what made the joint call fail, or its worker die."""
    for name in "abc":
        chores.gather.enqueue([name])
    second = QueuedTask.objects.order_by("pk")[1]
    QueuedTask.objects.filter(pk=second.pk).update(attempts=1)
    chores.notes.clear()
    run_due()
    assert chores.notes == ["a c", "b"]


def test_no_more_are_joined_than_the_task_says():
    for number in range(7):
        chores.gather.enqueue([str(number)])
    chores.notes.clear()
    assert run_due() == 7
    assert chores.notes == ["0 1 2 3", "4 5 6"]


def test_a_worker_that_dies_in_a_joint_call_loses_none_of_them():
    for name in "ab":
        chores.gather.enqueue([name])
    pks = leases.claim("gone", limit=9, lease=LEASE)
    row = leases.start(pks[0], "gone", lease=timedelta(seconds=-1))
    assert [each.pk for each in leases.start_alike(row, pks[1:], limit=9, lease=timedelta(seconds=-1))] == pks[1:]
    chores.notes.clear()
    run_due()
    assert chores.notes == ["a", "b"]
    assert set(QueuedTask.objects.values_list("state", "attempts")) == {(TaskState.DONE, 2)}
