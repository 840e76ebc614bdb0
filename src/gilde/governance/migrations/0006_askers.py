from django.db import migrations


def note_who_asked(apps, schema_editor):
    """Cases about what was written without a name know whom to tell, and who may not judge them."""
    cases = apps.get_model("governance", "Case").objects.filter(about=None)
    contributions = apps.get_model("dialogue", "Contribution").objects.filter(asker__isnull=False)
    for kind, model in (("contribution", None), ("answer", "Answer"), ("comment", "Comment")):
        for case in cases.filter(subject_kind=kind):
            number = case.subject_id
            if model is not None:
                reply = apps.get_model("dialogue", model).objects.filter(pk=number).first()
                number = reply.contribution_id if reply is not None else 0
            found = contributions.filter(pk=number).first()
            if found is not None:
                case.asker_id = found.asker_id
                case.save(update_fields=["asker"])


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_disclosure"),
        ("dialogue", "0003_asker"),
    ]

    operations = [migrations.RunPython(note_who_asked, migrations.RunPython.noop, elidable=True)]
