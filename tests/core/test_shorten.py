from __future__ import annotations

import pytest

from gilde.core.shorten import shortened


@pytest.mark.parametrize(
    ("line", "most", "shown"),
    [
        ("Four words are here", 19, "Four words are here"),
        ("Four words are here", 18, "Four words are…"),
        ("Four words are here", 15, "Four words are…"),
        ("Four words are here", 14, "Four words…"),
        ("They came, they saw", 11, "They came…"),
        ("verantwoordelijkheidsgevoel", 10, "verantwoo…"),
        ("See verantwoordelijkheidsgevoel", 20, "See verantwoordelij…"),
        ("", 5, ""),
    ],
)
def test_a_line_ends_after_a_whole_word(line: str, most: int, shown: str) -> None:
    assert shortened(line, most) == shown
    assert len(shown) <= most
