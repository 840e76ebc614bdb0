"""A folder of Markdown pages: a site's posts and pages, or the questions of a knowledge base."""

from gilde.gateways.portability.readers.markdown.reader import MarkdownReader

__all__ = ["MarkdownReader"]
