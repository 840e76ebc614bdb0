"""Keys that make one thing of two sendings."""

import uuid

from gilde.core.idempotency import new_client_id, read_client_id


def test_a_uuid_is_taken_as_it_is():
    key = new_client_id()
    assert str(read_client_id(key)) == key


def test_another_programs_key_is_the_same_key_every_time():
    assert read_client_id("order-17") == read_client_id("order-17")
    assert read_client_id("order-17") != read_client_id("order-18")


def test_without_a_key_every_sending_is_its_own():
    assert isinstance(read_client_id(None), uuid.UUID)
    assert read_client_id("") != read_client_id("")
