"""What reacts to an act a moment later costs the act one task, and one that fails hinders none of the others."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import pytest
from django.db import transaction
from tests.factories.people import make_person

from gilde.core import activity, reactions
from gilde.core.actor import SYSTEM
from gilde.core.models import Activity, QueuedTask
from gilde.core.models.task import TaskState
from gilde.core.reactions import react, soon
from gilde.core.tasks.worker import run_due

pytestmark = pytest.mark.django_db


class Verb(StrEnum):
    BAKED = "test.baked"


heard: list[str] = []


@pytest.fixture(autouse=True)
def _nobody_else_listens() -> Iterator[None]:
    heard.clear()
    yield
    reactions._reactions.pop(Verb.BAKED.value, None)
    activity._subscribers.pop(Verb.BAKED.value, None)


def _bake() -> Activity:
    with transaction.atomic():
        return activity.record(Verb.BAKED, actor=SYSTEM, target=make_person())


def _tasks() -> list[QueuedTask]:
    return list(QueuedTask.objects.filter(function=react.module_path))


def test_two_listeners_cost_one_task_and_are_called_in_their_order() -> None:
    soon(Verb.BAKED)(lambda row: heard.append(f"first {row.pk}"))
    soon(Verb.BAKED)(lambda row: heard.append(f"second {row.pk}"))
    row = _bake()
    assert heard == []
    assert [task.args for task in _tasks()] == [[[row.pk]]]
    react.func([row.pk])
    assert heard == [f"first {row.pk}", f"second {row.pk}"]


def test_an_act_nobody_waits_for_leaves_no_task() -> None:
    _bake()
    assert _tasks() == []


def test_one_that_fails_keeps_none_of_the_others_from_their_turn_and_the_task_is_tried_again() -> None:
    def fail(_row: Activity) -> None:
        raise RuntimeError("the oven is cold")

    soon(Verb.BAKED)(fail)
    soon(Verb.BAKED)(lambda _row: heard.append("other"))
    row = _bake()
    with pytest.raises(ExceptionGroup) as caught:
        react.func([row.pk])
    assert heard == ["other"]
    assert [str(problem) for problem in caught.value.exceptions] == ["the oven is cold"]


def test_an_activity_that_is_gone_is_no_problem() -> None:
    react.func([2**40])
    assert heard == []


def test_many_acts_that_wait_are_one_call_in_their_order() -> None:
    calls: list[list[int]] = []
    soon(Verb.BAKED)(lambda *rows: calls.append([row.pk for row in rows]))
    made = [_bake().pk for _ in range(7)]
    assert run_due() >= 7
    assert calls == [made]
    assert {task.state for task in _tasks()} == {TaskState.DONE}


def test_one_act_that_cannot_be_dealt_with_keeps_none_of_the_others_waiting() -> None:
    done: list[int] = []

    def bake(*rows: Activity) -> None:
        for row in rows:
            if row.pk == bad:
                raise RuntimeError("burnt")
        done.extend(row.pk for row in rows)

    soon(Verb.BAKED)(bake)
    first, bad, last = [_bake().pk for _ in range(3)]
    run_due()
    assert done == [first, last]
    states = {task.args[0][0]: (task.state, task.attempts) for task in _tasks()}
    assert states == {first: (TaskState.DONE, 1), bad: (TaskState.READY, 1), last: (TaskState.DONE, 1)}
