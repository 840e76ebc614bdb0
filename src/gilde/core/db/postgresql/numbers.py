"""``field__in=[numbers]`` on PostgreSQL: one array instead of a mark for each number.

A prepared statement is one for its text. With a mark for each number, asking for 40 things and then for 43 is two
statements, each of which is read and planned before it is carried out, which takes the server ten times as long as the
rest. With an array it is one, and PostgreSQL makes of both forms the same condition.

Imported once by the backend, in the way Django has for backends that want another form:
https://docs.djangoproject.com/en/5.2/ref/models/expressions/#adding-support-in-third-party-database-backends
"""

from __future__ import annotations

from typing import Any

from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


def as_array(lookup: In[Any], compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
    """``= ANY(array)`` for two and more numbers; for everything else what Django makes.

    One number stays ``IN (%s)``: PostgreSQL reads that as ``=`` and can then take rows from an index in their order.
    """
    if type(lookup) in (In, RelatedIn) and lookup.rhs_is_direct_value():
        numbers = list(dict.fromkeys(lookup.rhs)) if all(type(value) is int for value in lookup.rhs) else []
        if len(numbers) > 1:
            sql, params = lookup.process_lhs(compiler, connection)
            return f"{sql} = ANY(%s::bigint[])", (*params, numbers)
    return lookup.as_sql(compiler, connection, **context)


In.as_postgresql = as_array  # type: ignore[attr-defined]
