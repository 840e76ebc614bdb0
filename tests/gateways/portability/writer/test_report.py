"""The report per row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.factories.portability import Source, person, read_report

from gilde.gateways.portability.writer.outcome import Outcome, Result
from gilde.gateways.portability.writer.report import NotAReport, ReportFile


def added(source_id: str, sentence: str = "", row: int | None = None) -> Outcome:
    return Outcome("person", source_id, Result.ADDED, sentence, row)


def test_every_record_has_a_row(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "r.csv") as report:
        report.keep(report.write([added("1"), added("2", "Überraschung", 7)]))
    rows = read_report(tmp_path / "r.csv")
    assert rows[0] == {"type": "person", "source id": "1", "row": "", "result": "added", "remark": ""}
    assert (rows[1]["row"], rows[1]["remark"]) == ("7", "Überraschung")
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets see that it is UTF-8"


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", " =1", "＝1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"],
)
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    with ReportFile(tmp_path / "r.csv") as report:
        report.write([added(cell, cell)])
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = list(csv.reader(stream))[1]
    assert row[1] == row[4] == f"'{cell}"


def test_a_number_below_zero_stays_a_number(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "r.csv") as report:
        report.write([added("-1")])
    assert read_report(tmp_path / "r.csv")[0]["source id"] == "-1"


def test_names_out_of_the_source_cannot_break_the_rows(source: Source) -> None:
    done = source.bring(person('=1+1,"\n\r\n', "Anna"))
    assert len(done.rows) == 1
    assert done.rows[0]["source id"] == "'=1+1,\"\n\r\n"


def test_what_was_not_kept_is_cut_off(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "r.csv") as report:
        report.keep(report.write([added("1")]))
        report.write([added("2")])
        report.go_back()
        report.keep(report.write([added("3")]))
    assert [row["source id"] for row in read_report(tmp_path / "r.csv")] == ["1", "3"]


def test_a_report_goes_on_where_it_was(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "r.csv") as report:
        report.keep(report.write([added("1")]))
        size = report.size
        report.write([added("lost")])
    with ReportFile(tmp_path / "r.csv", size) as report:
        report.write([added("2")])
    assert [row["source id"] for row in read_report(tmp_path / "r.csv")] == ["1", "2"]


def test_a_new_report_takes_the_place_of_an_old_one_and_of_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with ReportFile(path) as report:
        report.write([added("1")])
    with ReportFile(path):
        pass
    assert read_report(path) == []
    path.write_text("name;email\nAnna;anna@example.org\n")
    with pytest.raises(NotAReport, match=r"r\.csv"):
        ReportFile(path)
    assert path.read_text().startswith("name;email")


def test_a_full_disk_is_an_os_error(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(OSError, match="No space left"):
        ReportFile(Path("/dev/full"))
