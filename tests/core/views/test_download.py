from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gilde.core.views.download import download


def said() -> Iterator[bytes]:
    for _number in range(3):
        yield f"{_('Settings')} {timezone.get_current_timezone_name()}".encode()


def test_every_part_is_in_the_language_and_the_zone_of_the_request_whichever_thread_asks_for_it():
    with translation.override("nl"), timezone.override("Europe/Amsterdam"):
        parts = iter(download(said(), name="x.csv", content_type="text/csv").streaming_content)
    first = next(parts)
    # A server hands the next part to a thread that has served somebody else in between, or to one that never spoke.
    with translation.override("en"), timezone.override("UTC"):
        second = next(parts)
        assert translation.get_language() == "en"
    with translation.override("en"):
        assert list(parts) == [first]
    assert first == second == b"Instellingen Europe/Amsterdam"


def test_a_part_leaves_nothing_of_its_language_behind():
    with translation.override("nl"):
        parts = iter(download(said(), name="x.csv", content_type="text/csv").streaming_content)
    with translation.override("en"):
        next(parts)
        assert translation.get_language() == "en"
