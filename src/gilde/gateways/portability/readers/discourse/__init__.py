"""A Discourse forum: one JSON file per topic, as its ``/t/ID.json`` answers with all posts."""

from gilde.gateways.portability.readers.discourse.reader import DiscourseReader

__all__ = ["DiscourseReader"]
