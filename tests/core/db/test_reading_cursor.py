"""Hand-written statements read the same values on PostgreSQL as Django's own, only sooner."""

import datetime
import uuid

import pytest
from django.db import connection

from gilde.core.db.rows import fetch

VALUES = """
    SELECT TIMESTAMPTZ '2026-03-29 02:30:00.123456+02', DATE '2026-02-28', '{"a": [1, "é"]}'::jsonb,
      '"only text"'::jsonb, ARRAY['k_x', 'f_1'],
      '[[1, "x"]]'::json, 7::smallint, 2147483648::bigint, 1.50::numeric, TRUE, 'naïef', NULL,
      'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid, INTERVAL '1 day 2 hours'
"""


@pytest.mark.django_db
def test_every_kind_of_value_is_the_same_in_both_forms():
    if connection.vendor != "postgresql":  # SQLite has one form only
        assert fetch("SELECT 1, 'x', NULL") == [(1, "x", None)]
        return
    with connection.cursor() as cursor:
        cursor.execute(VALUES)
        as_text = cursor.fetchone()
    [quick] = fetch(VALUES)
    assert quick == as_text
    assert [type(value) for value in quick] == [type(value) for value in as_text]
    assert quick[0] == datetime.datetime(2026, 3, 29, 0, 30, 0, 123456, tzinfo=datetime.UTC)
    assert quick[0].tzinfo is datetime.UTC
    assert quick[2:4] == ('{"a": [1, "é"]}', '"only text"')  # the fields read it, as they do Django's
    assert quick[-2] == uuid.UUID("f47ac10b-58cc-4372-a567-0e02b2c3d479")
