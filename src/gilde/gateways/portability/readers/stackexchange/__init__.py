"""Dumps of question sites as the Stack Exchange network publishes them."""

from gilde.gateways.portability.readers.stackexchange.inner_links import find_inner_links, rewrite_inner_links
from gilde.gateways.portability.readers.stackexchange.reader import StackExchangeReader

__all__ = ["StackExchangeReader", "find_inner_links", "rewrite_inner_links"]
