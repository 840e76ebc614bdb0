"""Lists as spreadsheets, phones and mischief make them: a sentence per row or per file, never an exception."""

from io import BytesIO

import pytest

from gilde.communities.enums import RowResult
from gilde.communities.forms.addresses import read_address, split_addresses
from gilde.communities.forms.csv import MOST_ROWS, read_people
from gilde.core.tables import UnreadableTable

OK, BAD, NONE, ROW = RowResult.TO_INVITE, RowResult.BAD_ADDRESS, RowResult.NO_ADDRESS, RowResult.BAD_ROW


def read(data: bytes | str):
    return read_people(BytesIO(data.encode() if isinstance(data, str) else data))


def found(data):
    return [(row.email, row.name, row.result) for row in read(data)]


TWO = "email,name\r\na@example.org,Zoë\r\nb@example.org,Łukasz\r\n"
EXPECTED = [("a@example.org", "Zoë", OK), ("b@example.org", "Łukasz", OK)]


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode(),
        b"\xef\xbb\xbf" + TWO.encode(),
        b"\xff\xfe" + TWO.encode("utf-16-le"),
        b"\xfe\xff" + TWO.encode("utf-16-be"),
        TWO.encode("utf-16-le"),
        TWO.replace(",", ";").encode(),
        TWO.replace(",", "\t").encode(),
        b"sep=;\r\n" + TWO.replace(",", ";").encode(),
        TWO.replace("\r\n", "\r").encode(),
        TWO.replace("\r\n", "\n").rstrip().encode(),
        TWO.replace("email,name", "Naam;E-mailadres".replace(";", ",")).encode(),
    ],
    ids=["utf8", "bom", "utf16le", "utf16be", "utf16-bare", "semicolon", "tab", "sep", "cr", "lf", "dutch"],
)
def test_every_encoding_delimiter_and_line_end_reads_the_same(data):
    if b"Naam" in data:
        data = b"Naam,E-mailadres\r\n" + "Zoë,a@example.org\r\nŁukasz,b@example.org\r\n".encode()
    assert found(data) == EXPECTED


def test_the_encoding_of_western_windows_is_recognised():
    assert found("email,name\r\nl1@example.org,Zoë Müller\r\n".encode("cp1252")) == [
        ("l1@example.org", "Zoë Müller", OK)
    ]


def test_names_in_several_columns_become_one():
    assert found("Voornaam;Tussenvoegsel;Achternaam;E-mail\nAnna;de;Boer;a@example.org\n") == [
        ("a@example.org", "Anna de Boer", OK)
    ]


def test_a_bare_list_of_addresses_needs_no_heading():
    assert found("a@example.org\nb@example.org\n") == [("a@example.org", "", OK), ("b@example.org", "", OK)]


def test_quotes_with_delimiters_and_line_ends_inside_are_one_cell():
    assert found('email,name\r\nq@example.org,"Jan ""de Boss"" Bos, sr\r\nregel twee"\r\n') == [
        ("q@example.org", 'Jan "de Boss" Bos, sr regel twee', OK)
    ]


def test_a_quote_that_is_never_closed_spoils_its_own_row_only():
    rows = read('email,name\r\nx1@example.org,"Jan\r\nx2@example.org,Piet\r\n')
    assert [(row.email, row.result) for row in rows] == [("x1@example.org", ROW), ("x2@example.org", OK)]
    assert "never closed" in rows[0].note


def test_a_name_that_looks_like_a_formula_is_left_out_and_said():
    for name in ("=HYPERLINK(1)", "+1", "-2+3", "@SUM(1)", "\t=1", "＝1"):
        [row] = read(f'email,name\na@example.org,"{name}"\n')
        assert (row.name, row.result) == ("", OK)
        assert "formula" in row.note


def test_control_and_turning_characters_are_gone_and_nul_spoils_the_row():
    assert found("email,name\na@example.org,\u202egnp\u2066.exe\u200b\n") == [("a@example.org", "gnp.exe", OK)]
    [row] = read("email,name\na@example.org,a\0b\n")
    assert row.result == ROW


def test_a_cell_of_two_megabytes_spoils_its_row():
    [row] = read("email,name\na@example.org," + "x" * 2_000_000 + "\n")
    assert row.result == ROW
    assert len(row.name) <= 120


def test_short_long_and_empty_rows_are_read_as_they_are():
    assert found("email,name\nr1@example.org\nr2@example.org,a,b,c,d\n\n,,,\n,Name only\n") == [
        ("r1@example.org", "", OK),
        ("r2@example.org", "a", OK),
        ("", "Name only", NONE),
    ]


def test_the_line_in_the_file_is_told():
    assert [row.line for row in read('email,name\n\na@example.org,"two\nlines"\nb@example.org,B\n')] == [3, 5]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"naam\r\nJan\r\n", "column “email”"),
        (b"email,name\r\n", "no people"),
        (b"PK\x03\x04" + bytes(range(256)), "not a CSV"),
        (bytes(range(32)) * 100, "not a CSV"),
        (b"email\n" + b"a@example.org\n" * (MOST_ROWS + 1), "more than 2000 rows"),
        (b"email\n" + b"x" * 5_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(data, words):
    with pytest.raises(UnreadableTable, match=words):
        read(data)


def test_further_columns_decide_nothing():
    [row] = read("email,name,role,is_staff,id\na@example.org,Jan,host,1,1\n")
    assert (row.email, row.name, row.result) == ("a@example.org", "Jan", OK)


def test_of_two_columns_with_one_name_the_first_counts():
    assert found("email,email,name\na@example.org,b@example.org,Jan\n") == [("a@example.org", "Jan", OK)]


@pytest.mark.parametrize(
    "text",
    ["", "nope", "a@b", "a@b..c", "a@b.cd\\nBcc:x@y.zz", "a@b.cd,c@d.ef", "javascript:alert(1)",
     "'; DROP TABLE users--@x.yz", "a" * 300 + "@x.yz", "ünï@exämple.org", "a@[127.0.0.1]", '"a b"@x.yz', "@x.yz"],
)  # fmt: skip
def test_what_is_no_address_is_not_taken_for_one(text):
    assert read_address(text) == ""
    if text and "," not in text:
        assert [row.result for row in read(f'email,name\n"{text.replace(chr(34), chr(34) * 2)}",X\n')] == [BAD]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("Anna de Boer <anna@example.org>", "anna@example.org"),
        ("mailto:anna@example.org", "anna@example.org"),
        ("anna+gilde@sub.example.org", "anna+gilde@sub.example.org"),
    ],
)
def test_an_address_is_read_in_every_spelling(text, address):
    assert read_address(text) == address


def test_pasted_addresses_are_taken_apart():
    assert split_addresses("a@x.nl, b@x.nl;c@x.nl\n d@x.nl e@x.nl \nAnna Bos <f@x.nl>") == [
        "a@x.nl",
        "b@x.nl",
        "c@x.nl",
        "d@x.nl",
        "e@x.nl",
        "Anna Bos <f@x.nl>",
    ]
