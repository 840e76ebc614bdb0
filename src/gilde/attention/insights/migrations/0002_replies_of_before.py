"""First replies to what was there before they were kept."""

from django.db import migrations
from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least


def _first(rows, extra):
    standing = rows.filter(extra, contribution=OuterRef("pk"), deleted_at__isnull=True)
    by_others = standing.exclude(author=OuterRef("author")).order_by().values("contribution")
    return Subquery(by_others.annotate(at=Min("created_at")).values("at"))


def keep(apps, schema_editor):
    contribution = apps.get_model("dialogue", "Contribution")
    reply = apps.get_model("insights", "FirstReply")
    rows = contribution.objects.filter(Q(comment_count__gt=0) | Q(answer_count__gt=0)).exclude(origin__gt="")
    answered = _first(apps.get_model("dialogue", "Answer").objects, Q())
    commented = _first(
        apps.get_model("dialogue", "Comment").objects, Q(answer__isnull=True) | Q(answer__deleted_at__isnull=True)
    )
    # Coalesce: SQLite's smallest of something and nothing is nothing, PostgreSQL's is the something.
    rows = rows.annotate(answered=answered, commented=commented).annotate(
        first=Least(Coalesce("answered", "commented"), Coalesce("commented", "answered"))
    )
    waiting = []
    for row in rows.filter(first__isnull=False).order_by("pk").iterator(chunk_size=1000):
        waiting.append(
            reply(
                contribution_id=row.pk,
                community_id=row.community_id,
                is_question=row.kind == "question",
                asked_at=row.created_at,
                replied_at=row.first,
                seconds=max(0, int((row.first - row.created_at).total_seconds())),
            )
        )
        if len(waiting) == 1000:
            reply.objects.bulk_create(waiting, ignore_conflicts=True)
            waiting = []
    reply.objects.bulk_create(waiting, ignore_conflicts=True)
    pulse = apps.get_model("insights", "Pulse")
    places = reply.objects.order_by().values_list("community_id", flat=True).distinct()
    # Measured long ago: the first round of the schedule measures them.
    long_ago = reply.objects.aggregate(at=Min("asked_at"))["at"]
    pulse.objects.bulk_create(
        [pulse(community_id=number, measured_at=long_ago) for number in list(places)], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
