"""A community with a few people in it, for every test of this room."""

from __future__ import annotations

import pytest
from tests.factories.dialogue import make_place, member

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience


@pytest.fixture
def place(db: None) -> Community:
    return make_place("Care close to home")


@pytest.fixture
def open_place(db: None) -> Community:
    return make_place("Open workshop", audience=Audience.PUBLIC)


@pytest.fixture
def anna(place: Community) -> Actor:
    return member(place, "Anna Visser")


@pytest.fixture
def bo(place: Community) -> Actor:
    return member(place, "Bo Jansen")


@pytest.fixture
def host(place: Community) -> Actor:
    return member(place, "Hilde Bos", role=Role.HOST)
