"""What somebody looks like, in words that a writer of the script can choose."""

from __future__ import annotations

from dataclasses import dataclass, fields

from gilde.demo.pictures.palette import BACKGROUNDS, COLOURS, HAIRS, SKINS

_STYLES = (
    "short crop buzz bald balding bob long wavy curly afro bun ponytail braids sidepart quiff pixie headscarf locs "
    "fringe topknot"
)


@dataclass(frozen=True)
class PortraitSpec:
    """What somebody looks like, in words a writer can choose from; `seed` varies what the words leave open."""

    seed: int = 0
    skin: str = "fair"
    hair: str = "brown"
    style: str = "short"
    garment: str = "crew"
    clothing: str = "blue"
    second: str = "white"
    glasses: str = "none"
    beard: str = "none"
    age: str = "middle"
    expression: str = "smile"
    accessory: str = "none"
    background: str = "paper"

    @staticmethod
    def allowed() -> dict[str, frozenset[str]]:
        """Tell which words each field knows."""
        return {
            "skin": frozenset(SKINS),
            "hair": frozenset(HAIRS),
            "style": frozenset(_STYLES.split()),
            "garment": frozenset(
                ["crew", "shirt", "turtleneck", "blazer", "hoodie", "vneck", "scarf", "polo", "scrubs", "dungarees"]
            ),
            "clothing": frozenset(COLOURS),
            "second": frozenset(COLOURS),
            "glasses": frozenset(["none", "round", "square", "half", "cat"]),
            "beard": frozenset(["none", "stubble", "short", "full", "moustache", "goatee"]),
            "age": frozenset(["young", "middle", "older"]),
            "expression": frozenset(["smile", "grin", "calm", "wry", "laugh"]),
            "accessory": frozenset(["none", "earrings", "lanyard", "headphones", "necklace", "pin"]),
            "background": frozenset(BACKGROUNDS),
        }

    def __post_init__(self) -> None:
        known = self.allowed()
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in known and value not in known[item.name]:
                raise ValueError(f"A portrait knows no {item.name} {value!r}.")
