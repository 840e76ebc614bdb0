"""Idempotent creates: every create carries a client id, unique per actor; a replay answers with the first result.

The form holds a hidden ``client_id``; a model that is created by people inherits :class:`ClientKeyed`. The action calls
:func:`first_result` before it creates, and the unique constraint decides between two requests at the same instant:
:func:`overtaken` lets the second one look again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, connection, models

from gilde.core.db.trips import Reading, read, rows_of

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
T = TypeVar("T")

# Keys that are not UUIDs are mapped into this namespace, so that the same text is the same key.
_OTHER_KEYS = uuid.UUID("3d2b7a52-6c0e-4f7e-9d1c-1f6f5b7f6a11")


class ClientKeyed(models.Model):
    """A row made by a person, at most once per client id.

    Subclasses carry a unique constraint over their creator column and ``client_id``.
    """

    client_id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


def new_client_id() -> str:
    """A fresh client id for the hidden field of a form."""
    return str(uuid.uuid4())


def read_client_id(text: str | None) -> uuid.UUID:
    """The client id that came with a request; another program's key becomes one of its own, none a fresh one."""
    if not text:
        return uuid.uuid4()
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid5(_OTHER_KEYS, text[:500])


def first_result(model: type[M], *, client_id: uuid.UUID | None, **creator: Any) -> M | None:
    """The row that an earlier request with this client id made, or None.

    Args:
        model: a :class:`ClientKeyed` model.
        client_id: None means that the caller asks for no protection (imports, tasks with their own key).
        creator: the creator column, for example ``author_id=3``.
    """
    if client_id is None:
        return None
    return read(made_with(model, client_id=client_id, **creator))


def made_with(model: type[M], *, client_id: uuid.UUID, **creator: Any) -> Reading[M | None]:
    """The same as a reading, for a write that asks more before it begins."""
    found = yield from rows_of(*_made_with(model, client_id, creator))
    return model._default_manager.get(pk=found[0][0]) if found else None


def overtaken(action: Callable[P, T]) -> Callable[P, T]:
    """Begin ``action``, a whole transaction, once more when a constraint refused it.

    Then another request with the same key was a moment earlier, and the second time its row is found.

    Raises:
        IntegrityError: it is refused again, so that was not the reason.
    """

    @wraps(action)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return action(*args, **kwargs)
        except IntegrityError:
            return action(*args, **kwargs)

    return done


def _made_with(model: type[M], client_id: uuid.UUID, creator: dict[str, Any]) -> tuple[str, list[Any]]:
    """The statement that looks for it. By hand, because every write begins with it and nearly always finds nothing."""
    fields = [_field(model, name) for name in ("client_id", *creator)]
    columns = " AND ".join(f"{field.column} = %s" for field in fields)
    values = [fields[0].get_db_prep_value(client_id, connection), *creator.values()]
    return f"SELECT {model._meta.pk.column} FROM {model._meta.db_table} WHERE {columns}", values  # noqa: S608 - names of ours


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
