"""Who may find an entry, beside its bag and no longer only inside it, so that a question need not name every mark."""

from typing import Any

from django.db import migrations

from gilde.attention.search.backends import postgresql, sqlite

_STEP = 5_000


def create(_apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in postgresql.CREATE_READERS:
                cursor.execute(statement)
            return
        for statement in sqlite.CREATE_READERS:
            cursor.execute(statement)
        last = -1
        while True:
            cursor.execute(
                "SELECT id, bag FROM search_searchentry WHERE id > %s ORDER BY id LIMIT %s", [last, _STEP]
            )
            rows = cursor.fetchall()
            if not rows:
                return
            sqlite.note_readers(cursor, rows)
            last = rows[-1][0]


def drop(_apps: Any, schema_editor: Any) -> None:
    statements = (postgresql if schema_editor.connection.vendor == "postgresql" else sqlite).DROP_READERS
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_saved")]

    operations = [migrations.RunPython(create, drop)]
