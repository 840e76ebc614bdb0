"""Choices of portability."""

from enum import StrEnum


class Verb(StrEnum):
    """What can happen here."""

    IMPORTED = "portability.imported"
