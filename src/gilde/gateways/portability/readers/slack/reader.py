"""Reader of a workspace: people, channels, then channel by channel what was said."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from gilde.gateways.portability.readers.inner_links import rewrite_addresses
from gilde.gateways.portability.readers.json_file import line, table
from gilde.gateways.portability.readers.pack import SENTENCES as OF_FILES
from gilde.gateways.portability.readers.pack import open_pack
from gilde.gateways.portability.readers.slack.channel_records import ChannelRecords
from gilde.gateways.portability.readers.slack.export import Export, Message
from gilde.gateways.portability.readers.slack.mrkdwn import Mrkdwn
from gilde.gateways.portability.readers.slack.overview import Overview
from gilde.gateways.portability.readers.stackexchange.site import given_site
from gilde.gateways.portability.records import Person, Problem, Record, Space, UnreadableFile

_RECORDS_A_DAY: Final = 6  # for a progress bar only
_ROBOT: Final = "USLACKBOT"


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


class SlackReader:
    """Reads the ZIP of an export, or its folder. ``site`` is the host of the workspace; its messages may name it."""

    name = "slack"
    licence = ""
    sentences: Mapping[str, str] = {
        **OF_FILES,
        "joined": gettext_noop("Someone joined or left the channel."),
        "channel_event": gettext_noop("A note of Slack itself (%(kind)s)."),
        "robot_alone": gettext_noop("A message of a robot that nobody replied to."),
        "message_empty": gettext_noop("There is no text in this message, or no time."),
        "channel_unlisted": gettext_noop("The list of channels does not have this one; it was taken by its folder."),
        "slack_counted": gettext_noop(
            "The export holds %(people)s people, %(channels)s channels of which %(unlisted)s are not in its list, "
            "%(messages)s messages, %(joins)s joins, %(threads)s threads with %(replies)s replies, and %(reactions)s "
            "reactions, of which the number of people becomes appreciation without names."
        ),
    }

    def __init__(self, *, site: str | None = None) -> None:
        self._site = given_site(site).host if site else ""

    def count(self, path: Path) -> int | None:
        """About how many records there are."""
        with open_pack(path) as pack:
            export = Export(pack, path.name)
            return max(1, len(export.users()) + export.number_of_days * _RECORDS_A_DAY)

    def read(self, path: Path) -> Iterator[Record]:
        """All records. Raises UnreadableFile with a sentence."""
        with open_pack(path) as pack:
            export = Export(pack, path.name)
            users = [each for each in export.users() if line(each, "id")]
            overview = Overview(export)
            site = self._site or overview.site
            if not site:
                raise UnreadableFile(
                    f"{path.name} does not say which workspace it comes from. Name it: --site NAME.slack.com.",
                    code="site",
                )
            yield from pack.problems(site)
            yield _counted(site, export, overview, len(users))
            names = {line(each, "id"): _name(each) for each in users}
            for each in users:
                yield _person(each, site)
            for channel in export.channels:
                yield Space(
                    source=site,
                    source_id=channel.id,
                    name=f"#{channel.folder}",
                    description=channel.purpose,
                    old_paths=(f"/archives/{channel.id}",),
                )
                if not channel.listed:
                    yield Problem(source=site, source_id=channel.folder, code="channel_unlisted", left_out=False)
            mrkdwn = Mrkdwn(site, lambda number: names.get(number, ""))
            for channel in export.channels:
                yield from ChannelRecords(export, overview, channel, site, mrkdwn).records()

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """Links to messages and people of the workspace lead to what they became."""
        return rewrite_addresses(text, source, resolve)


def _counted(site: str, export: Export, overview: Overview, people: int) -> Problem:
    unlisted = sum(not channel.listed for channel in export.channels)
    values = {"people": people, "channels": len(export.channels), "unlisted": unlisted, **overview.counts}
    return Problem(source=site, source_id=site, code="slack_counted", values=values, left_out=False)


def _name(user: Message) -> str:
    return line(table(user, "profile"), "real_name", "display_name") or line(user, "real_name", "name")


def _person(user: Message, site: str) -> Person:
    profile = table(user, "profile")
    number = line(user, "id")
    return Person(
        source=site,
        source_id=number,
        source_url=f"https://{site}/team/{number}",
        name=_name(user) or None,
        email=line(profile, "email") or None,
        headline=line(profile, "title"),
        is_system=user.get("is_bot") is True or number == _ROBOT,
        old_paths=(f"/team/{number}",),
    )
