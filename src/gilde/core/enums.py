"""What core itself writes down."""

from enum import StrEnum


class Verb(StrEnum):
    """Acts of the machine that rooms above may want to hear of."""

    FILE_READ = "core.file_read"
