import gzip
import os
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gilde.gateways.portability.json_lines import from_json_line, to_json_line
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.records import Person, Problem, Record, UnreadableFile

Write = Callable[..., Path]
Sample = Callable[[str], Path]
Codes = Callable[[list[Record]], list[str]]


def read(path: Path) -> list[Record]:
    return list(READERS["members"]().read(path))


def people(records: list[Record]) -> list[Person]:
    return [record for record in records if isinstance(record, Person)]


def test_a_dutch_spreadsheet_is_read_with_its_separator_letters_and_column_names(sample: Sample) -> None:
    records = read(sample("members/vereniging.csv"))
    zoe, jan, other_jan = people(records)
    assert (zoe.name, zoe.email, zoe.organisation) == ("Zoë van der Grütten", "zoe@example.org", "Het Lokaal")
    assert (zoe.headline, zoe.location, zoe.website) == ("Docente", "Groningen", "https://www.zoe.example")
    assert zoe.joined_at == datetime(2019, 4, 3, tzinfo=UTC)
    assert (jan.name, jan.email, jan.organisation) == ("Jan Bos", None, "")
    assert jan.source_id.startswith("id-")
    assert other_jan.source_id.startswith("name-")


def test_the_same_list_always_gives_the_same_records_that_survive_as_lines(sample: Sample) -> None:
    first, second = (read(sample("members/vereniging.csv")) for _ in range(2))
    assert first == second
    assert [from_json_line(to_json_line(record)) for record in first] == first


def test_every_remark_has_a_sentence(sample: Sample, codes: Codes) -> None:
    records = read(sample("members/vereniging.csv"))
    assert codes(records) == ["encoding_assumed", "phone_left_out", "day_first_assumed", "same_name_elsewhere"]
    sentences = [each.sentence(READERS["members"]().sentences) for each in records if isinstance(each, Problem)]
    assert sentences[1] == "Telephone numbers (“Telefoon”) are never imported."
    assert sentences[3] == "Line 5: Jan Bos is in an earlier line too; they were imported as two people."
    assert not any(
        each.left_out for each in records if isinstance(each, Problem) and each.code == "same_name_elsewhere"
    )


def test_a_linkedin_export_is_read_below_its_notes(sample: Sample, codes: Codes) -> None:
    records = read(sample("members/linkedin.csv"))
    (ada,) = people(records)
    assert (ada.name, ada.organisation, ada.headline) == ("Ada Jansen", "Rekenhuis", "Wiskundige")
    assert ada.links == ("https://www.linkedin.com/in/ada",)
    assert codes(records) == ["lines_before_header", "column_left_out", "nobody_named"]


def test_a_slack_export_knows_bots_and_those_who_left(sample: Sample, codes: Codes) -> None:
    records = read(sample("members/slack.csv"))
    ada, bot = people(records)
    assert (ada.name, ada.is_system, bot.is_system) == ("Ada Jansen", False, True)
    assert "no_longer_member" in codes(records)


def test_the_user_name_stands_in_where_a_discourse_export_has_no_name(sample: Sample) -> None:
    (ada,) = people(read(sample("members/discourse.csv")))
    assert (ada.name, ada.location, ada.joined_at) == ("ada", "Breda", datetime(2020, 3, 1, 12, tzinfo=UTC))


def test_a_meetup_export_with_tabs_and_dutch_months_is_read(sample: Sample) -> None:
    (ada,) = people(read(sample("members/meetup.tsv")))
    assert (ada.name, ada.headline, ada.joined_at) == ("Ada J", "Host", datetime(2018, 3, 12, tzinfo=UTC))
    assert ada.source_id.startswith("id-")


def test_an_eventbrite_export_is_read_with_surname(sample: Sample) -> None:
    (ada,) = people(read(sample("members/eventbrite.csv")))
    assert (ada.name, ada.email) == ("Ada Jansen", "ada@example.org")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff"), ("cp1252", b"")],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_letters_survive_every_encoding_and_line_end(written: Write, encoding: str, mark: bytes, line_end: str) -> None:
    text = line_end.join(["naam,e-mail", "Zoë Müller,zoe@example.org", "François,f@example.org", ""])
    names = [person.name for person in people(read(written("leden.csv", mark + text.encode(encoding))))]
    assert names == ["Zoë Müller", "François"]


def test_one_damaged_letter_does_not_damage_the_others(written: Write, codes: Codes) -> None:
    content = "naam\nZoë\nJosé\nBjörn\n".encode() + b"Ren\xe9e\n"
    records = read(written("leden.csv", content))
    assert [person.name for person in people(records)] == ["Zoë", "José", "Björn", "Ren\ufffde"]
    assert codes(records) == ["encoding_assumed", "broken_characters"]


def test_first_name_prefix_and_a_column_naam_for_the_surname_make_one_name(written: Write) -> None:
    path = written("leden.csv", "Voornaam;Tussenvoegsel;Naam\nSanne;van 't;Hof\nPiet;;Piet Jansen\n")
    assert [person.name for person in people(read(path))] == ["Sanne van 't Hof", "Piet Jansen"]


def test_the_same_person_twice_is_reported_and_not_merged(written: Write, codes: Codes) -> None:
    path = written(
        "leden.csv",
        "lidnr,naam,e-mail,organisatie\n"
        ",Ada, ADA@example.org ,A\n,Ada J,ada@example.org,B\n"  # one address
        "7,Bo,,A\n7,Bo B,,B\n"  # one number
        ",Cas,,A\n,CAS,,a\n,Cas,,B\n",  # one name and organisation, then the name elsewhere
    )
    records = read(path)
    assert [person.name for person in people(records)] == ["Ada", "Bo", "Cas", "Cas"]
    assert codes(records) == ["same_email_twice", "same_id_twice", "same_name_twice", "same_name_elsewhere"]
    assert [record.row for record in records if isinstance(record, Problem)] == [3, 5, 7, 8]
    assert len({person.source_id for person in people(records)}) == 4


def test_addresses_stay_out_of_the_source_id(written: Write) -> None:
    (ada,) = people(read(written("leden.csv", "naam,e-mail\nAda,ada@example.org\n")))
    assert "ada" not in ada.source_id
    assert ada.source == "members"


def test_two_registers_keep_their_member_numbers_apart(written: Write) -> None:
    path = written("leden.csv", "lidnr,naam\n7,Ada\n")
    (ada,) = people(list(READERS["members"](site="register noord").read(path)))
    assert ada.source == "register noord"


@pytest.mark.parametrize(
    "address",
    [
        "nope",
        "a@b",
        "a@b..c",
        "<a@b.cd>",
        "a@b.cd\\nBcc:x@y.zz",
        "javascript:alert(1)",
        "a" * 300 + "@x.yz",
        "a b@c.de",
    ],
)
def test_what_is_no_address_is_reported_with_its_line(written: Write, codes: Codes, address: str) -> None:
    records = read(written("leden.csv", f'e-mail,naam\n"{address}",Jan\nok@example.org,Piet\n'))
    assert codes(records) == ["bad_email"]
    assert [person.email for person in people(records)] == ["ok@example.org"]


def test_formulas_are_kept_as_text_and_reported(written: Write, codes: Codes) -> None:
    path = written("leden.csv", "naam,organisatie\n=1+1,@SUM(1)\n＝2+2,-\n\t=3+3,+31 6\n")
    records = read(path)
    assert [person.name for person in people(records)] == ["=1+1", "＝2+2", "=3+3"]
    assert codes(records) == ["formula_cell"] * 4
    assert people(records)[1].organisation == ""


def test_nul_bytes_and_turned_names_are_cleaned(written: Write, codes: Codes) -> None:
    records = read(written("leden.csv", "naam,bio\nJa\0n,x\n\u202egnp\u2066.exe\u200b,y\n👩🏽\u200d🏫,z\n"))
    assert [person.name for person in people(records)] == ["Jan", "gnp.exe", "👩🏽\u200d🏫"]
    assert codes(records) == ["broken_characters"]


def test_ragged_rows_end_in_a_remark_each(written: Write, codes: Codes) -> None:
    records = read(written("leden.csv", "naam,e-mail\nJan\nPiet,p@example.org,,\nBos, Kees,k@example.org\n\n,\n"))
    assert [person.name for person in people(records)] == ["Jan", "Piet"]
    assert codes(records) == ["too_few_cells", "too_many_cells"]


def test_a_header_twice_is_reported_and_the_first_is_read(written: Write, codes: Codes) -> None:
    records = read(written("leden.csv", "email,email,name,role,is_staff\na@example.org,b@example.org,Jan,owner,1\n"))
    assert [person.email for person in people(records)] == ["a@example.org"]
    assert codes(records) == ["column_left_out", "column_left_out", "column_twice"]


def test_bad_dates_and_addresses_cost_only_themselves(written: Write, codes: Codes) -> None:
    records = read(written("leden.csv", "naam;lid sinds;website\nJan;31-02-2020;javascript:alert(1)\nPiet;5-6-99;\n"))
    assert [(person.joined_at, person.website) for person in people(records)] == [(None, ""), (None, "")]
    assert codes(records) == ["bad_date", "bad_address", "bad_date"]


def test_one_huge_cell_costs_its_row(written: Write, codes: Codes) -> None:
    records = read(written("leden.csv", "naam,e-mail\n" + "x" * 2_000_000 + ",a@example.org\nJan,\n"))
    assert [person.name for person in people(records)] == ["Jan"]
    assert codes(records) == ["cell_too_long"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file leden.csv is empty."),
        (b"\xef\xbb\xbf \r\n", "The file leden.csv is empty."),
        (b"PK\x03\x04" + bytes(range(256)), "leden.csv is a spreadsheet (xlsx, ods) or a ZIP file, not CSV."),
        (b"\x89PNG\r\n\x1a\n", "leden.csv is a picture, not CSV."),
        (bytes(range(256)) * 8, "leden.csv is not a text file."),
        (b"\0" * 4_000 + b"x", "leden.csv is not a text file."),
        (b"Date,Link,Message\n1,2,3\n", "leden.csv has no column with a name or an email address"),
        (b"Ada,Jansen,ada@example.org\n", "leden.csv has no column with a name or an email address"),
    ],
)
def test_what_is_no_member_list_is_refused_with_one_sentence(written: Write, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(written("leden.csv", content))
    assert str(refused.value).startswith(sentence)


def test_a_missing_file_a_folder_and_a_broken_archive_are_refused_with_one_sentence(
    tmp_path: Path, written: Write
) -> None:
    broken = written("leden.csv.gz", gzip.compress(b"naam\n" + os.urandom(5_000).hex().encode())[:-2_000])
    for path in (tmp_path / "nothing.csv", tmp_path, broken):
        with pytest.raises(UnreadableFile) as refused:
            read(path)
        assert str(refused.value).endswith(".")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.binary(max_size=300) | st.text(st.sampled_from('naam;e-mail,@."\n\r\t=é'), max_size=200).map(str.encode)
)
def test_any_bytes_are_a_list_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"naam,e-mail\n" + content)
    try:
        assert all(isinstance(record, Person | Problem) for record in read(path))
    except UnreadableFile as error:
        assert str(error).endswith(".")  # noqa: PT017


def test_a_hundred_thousand_rows_stream_in_little_memory(written: Write) -> None:
    path = written("leden.csv", "naam,e-mail\n" + "".join(f"Lid {i},lid{i}@example.org\n" for i in range(100_000)))
    reader = READERS["members"]()
    assert abs((reader.count(path) or 0) - 100_000) < 10_000
    count = 0
    tracemalloc.start()
    for _ in zip(reader.read(path), range(8_000), strict=False):
        count += 1
    early, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8_000
    assert early < 4_000_000  # digests of the seen, and one row


def test_links_within_a_list_do_not_exist() -> None:
    assert READERS["members"]().rewrite_inner_links("see /q/5", "members", lambda _: "/x") == "see /q/5"
