"""Work of the search that happens after the answer. Each can run twice."""

from __future__ import annotations

from django_tasks import task

from gilde.attention.search.actions.rebuild import catch_up as catch_up_now
from gilde.attention.search.actions.rebuild import rebuild as rebuild_now
from gilde.attention.search.actions.wordlist import learn_words


@task(unique=True)
def catch_up() -> None:
    """Index what came without an activity: an import, a database that was moved."""
    catch_up_now()


@task(unique=True)
def rebuild() -> None:
    """Index everything again, while the index stays in use."""
    rebuild_now()


@task(unique=True)
def learn() -> None:
    """Learn the words of this installation anew, so that compounds can be split."""
    learn_words()
