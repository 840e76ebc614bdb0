"""What the search offers to the frame, and what it listens to."""

from __future__ import annotations

from datetime import timedelta

from gilde.attention.search import subscribers, tasks
from gilde.core.tasks.schedule import register_schedule


def register() -> None:
    """Called once, when Django is ready."""
    subscribers.listen()
    register_schedule("search.catch_up", every=timedelta(minutes=1), task=tasks.catch_up)
    register_schedule("search.learn", every=timedelta(hours=24), task=tasks.learn)
