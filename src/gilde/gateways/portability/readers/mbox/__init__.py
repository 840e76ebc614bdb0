"""A mailing list: mbox files as mail programs and list archives keep them."""

from gilde.gateways.portability.readers.mbox.reader import MboxReader

__all__ = ["MboxReader"]
