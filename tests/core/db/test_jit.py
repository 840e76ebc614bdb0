"""What every connection to PostgreSQL is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from gilde.core.db.address import database_settings

NOWHERE = Path("nowhere")


def options(url: str) -> dict[str, object]:
    return database_settings(url, folder=NOWHERE, synchronous="FULL")["OPTIONS"]


def test_short_reads_are_not_compiled_to_machine_code():
    assert options("postgresql://u@h/n")["options"] == "-c jit=off"


def test_the_operator_s_own_words_and_an_old_pgbouncer_are_left_alone():
    assert options("postgresql://u@h/n?options=-c%20search_path%3Dx")["options"] == "-c search_path=x"
    assert "options" not in options("postgresql://u@h/n?prepare=0")


@pytest.mark.django_db
def test_the_connection_of_this_house_does_not_compile():
    if connection.vendor != "postgresql":
        assert "options" not in connection.settings_dict["OPTIONS"]
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
