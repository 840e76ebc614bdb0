"""The handles of who left for good stay taken, and say of nobody that they were theirs."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def of_nobody(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's signature
    """Let go of those of people who left before."""
    apps.get_model("people", "FormerHandle").objects.filter(person__state="erased").update(person=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_squashed_0007_indexes")]

    operations = [
        migrations.AlterField(
            model_name="formerhandle",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_handles",
                to="people.person",
            ),
        ),
        migrations.RunPython(of_nobody, migrations.RunPython.noop),
    ]
