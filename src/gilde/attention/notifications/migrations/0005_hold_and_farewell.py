from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_reasons_of_cases")]

    operations = [
        migrations.AddField("letter", "held_until", models.DateTimeField(null=True)),
        migrations.AddField("letter", "farewell", models.BooleanField(default=False, db_default=False)),
    ]
