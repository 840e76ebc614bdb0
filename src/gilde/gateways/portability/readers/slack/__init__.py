"""A Slack workspace, as Slack exports it: people, channels, and a file per channel and day."""

from gilde.gateways.portability.readers.slack.reader import SlackReader

__all__ = ["SlackReader"]
