"""The download is complete: every table that speaks of a person is read for it, or says here why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.people import make_person

from gilde.core import exports
from gilde.people.models import Account, Person

pytestmark = pytest.mark.django_db

LEFT_OUT = {
    "admin.LogEntry": "what an operator did in the administration; it speaks of what was changed, not of them",
    "communities.InvitationBatch": "who sent invitations: each of them is in the download",
    "communities.InvitationUse": "who used an invitation: the membership that came of it is in the download",
    "dialogue.Mention": "where others named them: words of others, which they read where they stand",
    "insights.RuleAct": "that a ready rule wrote to them: what it wrote is among the comments and compliments",
    "notifications.ReplyKey": "a number behind the addresses to reply to: a secret, and about nothing they did",
    "people.Export": "the downloads themselves",
    "portability.ImportUpload": "files of others that a host sent; the report stands on its page",
}


def _speak_of_people():
    found = {}
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if field.is_relation]
        if any(field.related_model in (Person, Account) for field in fields):
            found[model._meta.label] = model._meta.db_table
    return found


@pytest.fixture
def read():
    """The statements of a whole download."""
    person = make_person("Anna", with_account=True)
    with CaptureQueriesContext(connection) as caught:
        for part in exports.parts(person.pk):
            if isinstance(part, exports.Records):
                list(part.rows)
    return " ".join(query["sql"] for query in caught)


def test_every_table_with_a_person_in_it_is_read_for_the_download_or_left_out_for_a_reason(read):
    missing = {label for label, table in _speak_of_people().items() if f'"{table}"' not in read} - set(LEFT_OUT)
    assert not missing, f"register an exporter, or say in LEFT_OUT why not: {sorted(missing)}"


def test_no_reason_stands_here_for_what_is_read_or_gone(read):
    tables = _speak_of_people()
    assert set(LEFT_OUT) <= set(tables)
    assert not {label for label in LEFT_OUT if f'"{tables[label]}"' in read}
