"""What this room holds about a person: everything they wrote, gave, received and kept; a file per noun.

Their own words go along wherever they stand; what others wrote is named only as far as the person can still read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from gilde.core.exports import Part
from gilde.dialogue.exports.drafts import drafts
from gilde.dialogue.exports.files import files
from gilde.dialogue.exports.guests import guests
from gilde.dialogue.exports.kept import reviewed, saved
from gilde.dialogue.exports.past import earlier_words, read, read_up_to
from gilde.dialogue.exports.thanks import thanks
from gilde.dialogue.exports.words import words
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for


def export(person_id: int) -> Iterator[Part]:
    """Contributions, answers, comments, compliments, appreciations, drafts, what was kept and read, and files."""
    reader = actor_for(Person.objects.get(pk=person_id))
    yield from words(person_id, reader)
    yield from thanks(person_id, reader)
    yield saved(person_id, reader)
    yield drafts(person_id, reader)
    yield earlier_words(person_id, reader)
    yield read(person_id, reader)
    yield read_up_to(person_id)
    yield reviewed(person_id, reader)
    yield from guests(person_id, reader)
    yield from files(person_id)
