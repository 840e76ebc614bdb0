"""The rows of the demo while they are made, and what every part of the play needs of them."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from gilde.communities.models import Behaviour, Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.core.models import StoredFile
from gilde.demo import script
from gilde.demo.gallery import Gallery
from gilde.demo.signs import Signs
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.people.models import Account, Person
from gilde.people.queries.actor import actor_for

KEY = uuid.UUID("6f1a5c1e-7d8e-4c9a-9a53-2f0f4c1b7e20")
AUDIENCES = {
    "public": Audience.PUBLIC,
    "members": Audience.MEMBERS,
    "community": Audience.COMMUNITY,
    "me": Audience.ME,
}
Say = Callable[[str], None]


class Stage:
    """The rows of the demo while they are made."""

    def __init__(self, play: script.Script, gallery: Gallery, end: datetime, say: Say) -> None:
        self.play, self.gallery, self.end, self.say = play, gallery, end, say
        # When those who look around here were here last: what is new to them is what came since.
        self.last_visit = end - timedelta(days=3)
        self.people: dict[str, Person] = {}
        self.accounts: dict[str, Account] = {}
        self.communities: dict[str, Community] = {}
        self.behaviours: dict[tuple[str, str], Behaviour] = {}
        self.made: dict[str, Contribution] = {}
        self.signs = Signs()
        self.pending: list[tuple[Contribution | Answer | Comment, Contribution, str]] = []
        self.actors: dict[str, Actor] = {}

    def days_ago(self, days: int, hour: int) -> datetime:
        """That hour of that day in the time zone of the house, and never later than now."""
        moment = (self._here() - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        return min(moment.astimezone(UTC), self.end)

    def moment(self, when: script.When) -> datetime:
        """The moment the script means by the clock of the house; in UTC, where hours can be added and compared."""
        return when.moment(self._here()).astimezone(UTC)

    def _here(self) -> datetime:
        return timezone.localtime(self.end, timezone.get_default_timezone())

    def actor(self, handle: str) -> Actor:
        """The person as who acts, with the memberships of this moment in the play."""
        if handle not in self.actors:
            self.actors[handle] = actor_for(self.people[handle], self.accounts[handle])
        return self.actors[handle]

    def keep(self, data: bytes, name: str, owner: int | None) -> StoredFile:
        """A picture or sound as an upload of ``owner``."""
        return store_upload(io.BytesIO(data), name=name, uploader_id=owner)

    def linked(self, text: str) -> str:
        """``[[key]]`` as a link to the contribution, where it has been made."""

        def put(found: re.Match[str]) -> str:
            target = self.made.get(found[1])
            if target is None:
                return found[0]
            return f"[{target.title}]({target.get_absolute_url()})"

        return script.REFERENCE.sub(put, text.strip())

    def remember(self, row: Contribution | Answer | Comment, thread: Contribution, author: str) -> None:
        """Keep in mind that a text names what may come later in the script."""
        texts = [row.body, *getattr(row, "fields", {}).values()]
        if any(script.REFERENCE.search(text) for text in texts):
            self.pending.append((row, thread, author))
