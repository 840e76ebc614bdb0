"""Work of portability after the answer."""

from __future__ import annotations

from django_tasks import task

from gilde.gateways.portability.actions.upload import remove_old
from gilde.gateways.portability.actions.working import work_on


@task(unique=True, priority=-10, max_attempts=6, backoff=5)
def work_on_upload(upload_id: int) -> None:
    """A slice of checking, importing or undoing; the rest waits its turn behind what is more urgent."""
    if work_on(upload_id):
        work_on_upload.enqueue(upload_id)


@task
def tidy_uploads() -> None:
    """Remove uploads and reports that were kept long enough."""
    remove_old()
