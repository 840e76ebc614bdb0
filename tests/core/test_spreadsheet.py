"""Cells that spreadsheets of every country open as text."""

import time

import pytest

from gilde.core.spreadsheet import cell


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("  @cmd", "'  @cmd"),
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("x; -1+cmd", "x; '-1+cmd"),
        ("one,+two", "one,'+two"),
        ("one\t@two", "one\t'@two"),
        ("one|=two", "one|'=two"),
        ("one\r\n=two", "one\r\n'=two"),
        ("one;;  ;＝two", "one;;  ;'＝two"),
        ("=a;=b", "'=a;'=b"),
    ],
)
def test_no_part_of_a_cell_is_a_formula_whatever_a_spreadsheet_splits_at(typed, kept):
    assert cell(typed) == kept


@pytest.mark.parametrize("text", ["", "12", "-12", "a = b", "one - two", "you @home", "a; b, c", "me@example.org"])
def test_numbers_and_plain_sentences_stay_as_they_are(text):
    assert cell(text) == text


def test_a_long_run_of_separators_costs_no_more_than_its_length():
    began = time.process_time()
    assert cell("x" + ";\n " * 100_000) == "x" + ";\n " * 100_000
    assert time.process_time() - began < 2  # seconds of CPU: the machine may be busy
