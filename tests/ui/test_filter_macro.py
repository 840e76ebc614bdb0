"""The choices above a list."""

from __future__ import annotations

from django.template import engines


def test_only_the_first_choices_stand_before_the_list_and_the_others_unfold():
    macros = engines["jinja2"].env.get_template("ui/macros/filter.html").module
    chips = [(f"topic {number}", f"?topic={number}", number == 7) for number in range(8)]
    row, folded = str(macros.chips(chips, "Topics", first=5)).split("<details open>")
    assert row.count("<a ") == 5
    assert folded.count("<a ") == 3
    assert "<details>" in str(macros.chips(chips[:7], "Topics", first=5))
    assert "<details" not in str(macros.chips(chips[:5], "Topics", first=5))
