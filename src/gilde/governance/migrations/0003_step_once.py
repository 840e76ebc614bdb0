import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    """Every step gets a client id of its own, a thousand at a time."""
    steps = apps.get_model("governance", "Step").objects
    while rows := list(steps.filter(client_id=None).order_by("pk")[:1000]):
        for row in rows:
            row.client_id = uuid.uuid4()
        steps.bulk_update(rows, ["client_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_sanction"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="client_id",
            field=models.UUIDField(default=None, editable=False, null=True),
        ),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="step",
            name="client_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("by", "client_id"), name="step_once"),
        ),
    ]
