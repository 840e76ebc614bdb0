import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gilde.gateways.portability.readers.csv_rows import MOST_CELLS, Row, read_rows

CELLS = st.text(st.sampled_from('ab ",;\n\r\té€👩'), max_size=12)


def rows_of(text: str, delimiter: str = ",", **limits: int) -> list[Row]:
    return list(read_rows(io.StringIO(text, newline=""), delimiter, **limits))


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    assert [row.cells for row in rows_of(written.getvalue(), delimiter)] == table


@settings(deadline=None)
@given(st.text(st.sampled_from('a",\n\r '), max_size=200))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    rows = rows_of(text)
    assert all(row.line <= row.last_line <= text.count("\n") + text.count("\r") + 1 for row in rows)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends_end_a_row_and_number_the_lines(line_end: str) -> None:
    rows = rows_of(line_end.join(["a,b", '"c', 'd",e', "", "f"]) + line_end)
    assert [row.cells for row in rows] == [["a", "b"], [f"c{line_end}d", "e"], [""], ["f"]]
    assert [(row.line, row.last_line) for row in rows] == [(1, 1), (2, 3), (4, 4), (5, 5)]
    assert rows[2].is_blank


def test_a_cell_that_is_too_long_costs_its_row_only() -> None:
    rows = rows_of("a,b\nx," + "y" * 300_000 + '\nc,"' + "z\n" * 200_000 + '"\nd,e\n')
    assert [(row.line, row.last_line, row.trouble) for row in rows] == [
        (1, 1, ""),
        (2, 2, "cell_too_long"),
        (3, 200_003, "cell_too_long"),
        (200_004, 200_004, ""),
    ]
    assert rows[-1].cells == ["d", "e"]


def test_a_quote_that_is_never_closed_is_named_with_the_lines_it_swallowed() -> None:
    rows = rows_of('a,b\nx,"Jan\ny,Piet\n')
    assert (rows[-1].trouble, rows[-1].line, rows[-1].last_line) == ("quote_never_closed", 2, 3)


def test_a_row_of_endless_cells_is_cut() -> None:
    rows = rows_of("," * 100_000 + "\n")
    assert len(rows[0].cells) <= MOST_CELLS
    assert rows[0].trouble == "cell_too_long"


def test_a_quote_inside_a_cell_is_a_character_and_a_space_before_a_quoted_cell_is_none() -> None:
    assert rows_of('5" disk, "a, b",c"d\n')[0].cells == ['5" disk', "a, b", 'c"d']


def test_a_line_end_on_the_edge_of_a_piece_is_one_line_end() -> None:
    rows = rows_of("x" * 65_535 + "\r\n" + "a\r\nb", longest_cell=100_000)
    assert [row.line for row in rows] == [1, 2, 3]
