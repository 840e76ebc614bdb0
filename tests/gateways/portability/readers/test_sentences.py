"""What readers say about a row reaches the report in the language of the community."""

from __future__ import annotations

import pytest

from gilde.config.translations import LANGUAGES, read, texts
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.writer import sentences


@pytest.fixture(scope="module")
def said() -> set[str]:
    given = {sentence for make in READERS.values() for sentence in make(site=None).sentences.values()}
    return given | set(sentences.PROBLEMS.values())


def test_every_sentence_of_a_reader_is_collected_for_translation(said: set[str]) -> None:
    assert said <= {message for _file, _line, message, _context in texts()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_reader_is_translated_with_the_same_values(said: set[str], language: str) -> None:
    catalogue = read(language)
    for sentence in said:
        translated = catalogue.get(sentence)
        assert translated is not None
        assert translated.string
        assert sorted(_values(sentence)) == sorted(_values(str(translated.string)))


def _values(sentence: str) -> set[str]:
    return {part.partition(")")[0] for part in sentence.split("%(")[1:]}
