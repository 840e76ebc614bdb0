"""C, C# and C++ are three words: what people know and like gets the keys that tags have."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from gilde.core.ids import word_key


def with_new_keys(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's signature
    """Give labels their new keys; one whose key another label of its kind has already stays as it is."""
    labels = apps.get_model("people", "Label").objects
    for label in labels.exclude(kind="language").iterator():
        key = word_key(label.name)
        if key != label.slug and not labels.filter(kind=label.kind, slug=key).exists():
            labels.filter(pk=label.pk).update(slug=key)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_handles_of_nobody")]

    operations = [migrations.RunPython(with_new_keys, migrations.RunPython.noop)]
