"""What has to happen before something can be found: the tasks that index it."""

from __future__ import annotations

from gilde.attention.search.actions.rebuild import catch_up
from gilde.attention.search.asking import read
from gilde.attention.search.queries.plan import plan
from gilde.attention.search.queries.search import Hits, best, newest
from gilde.core.actor import Actor
from gilde.core.models.task import QueuedTask, TaskState
from gilde.core.reactions import react


def run_indexing() -> int:
    """Do what waits for acts that happened, as the worker would; returns how many tasks that were."""
    waiting = QueuedTask.objects.filter(state=TaskState.READY, function=react.module_path).order_by("pk")
    rows = list(waiting)
    for row in rows:
        react.func(*row.args)
    waiting.delete()
    return len(rows)


def index_everything() -> None:
    """As after a first start."""
    run_indexing()
    catch_up()


def find(actor: Actor, typed: str, *, kind: str = "", most: int = 20) -> list[str]:
    """The titles of what ``actor`` finds, newest first."""
    return [hit.found.title for hit in hits(actor, typed, kind=kind, most=most).rows]


def hits(actor: Actor, typed: str, *, kind: str = "", most: int = 20, order: str = "newest", after: str = "") -> Hits:
    """What ``actor`` finds."""
    look = best if order == "best" else newest
    return look(actor, plan(actor, read(typed), kind=kind), most=most, after=after)
