"""The drawn pictures are the same every time, differ from each other and stay light."""

import io

import pytest
from PIL import Image

from gilde.demo.pictures import COVER_MOTIFS, ILLUSTRATIONS, PortraitSpec, cover, illustration, portrait
from gilde.demo.script import read_script


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_portrait_is_the_same_every_time() -> None:
    spec = PortraitSpec(seed=7, hair="copper", style="bob", glasses="round")
    assert portrait(spec) == portrait(spec)


def test_the_seed_alone_makes_another_portrait() -> None:
    assert portrait(PortraitSpec(seed=1)) != portrait(PortraitSpec(seed=2))


def test_all_portraits_of_the_demo_are_distinct_square_and_light() -> None:
    drawn = [portrait(person.portrait) for person in read_script().people if person.portrait]
    assert len(drawn) >= 40
    assert len(set(drawn)) == len(drawn)
    for data in drawn:
        assert len(data) < 40_000
        assert opened(data).size == (512, 512)


def test_a_portrait_comes_in_the_size_asked_for() -> None:
    assert opened(portrait(PortraitSpec(), size=96)).size == (96, 96)


@pytest.mark.parametrize("name", sorted(PortraitSpec.allowed()))
def test_every_word_of_a_portrait_can_be_drawn(name: str) -> None:
    for word in sorted(PortraitSpec.allowed()[name]):
        assert opened(portrait(PortraitSpec(**{name: word}), size=64)).format == "WEBP"


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="A portrait knows no hair 'green'"):
        PortraitSpec(hair="green")


@pytest.mark.parametrize("motif", sorted(COVER_MOTIFS))
def test_a_cover_is_wide_light_and_the_same_every_time(motif: str) -> None:
    data = cover(3, "LB", motif)
    assert data == cover(3, "LB", motif)
    assert opened(data).size == (1600, 500)
    assert len(data) < 120_000
    assert data != cover(3, "XX", motif)


@pytest.mark.parametrize("name", sorted(ILLUSTRATIONS))
def test_an_illustration_is_drawn_and_the_same_every_time(name: str) -> None:
    data = illustration(name, 5)
    assert data == illustration(name, 5)
    assert opened(data).size == (1200, 800)
    assert len(data) < 120_000


def test_unknown_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="no cover motif"):
        cover(1, "X", "spaceship")
    with pytest.raises(ValueError, match="no illustration"):
        illustration("spaceship")
