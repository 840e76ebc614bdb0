"""The table of tokens, made by the backend of the database in use."""

from typing import Any

from django.db import migrations

from gilde.attention.search.backends import postgresql, sqlite


def _statements(schema_editor: Any) -> Any:
    return postgresql if schema_editor.connection.vendor == "postgresql" else sqlite


def create(_apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in _statements(schema_editor).CREATE:
            cursor.execute(statement)


def drop(_apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_statements(schema_editor).DROP)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
