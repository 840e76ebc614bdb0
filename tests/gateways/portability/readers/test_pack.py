"""Exports of many files, and what people put into archives to do harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from gilde.gateways.portability.readers import pack as module
from gilde.gateways.portability.readers.pack import Unopenable, decoded, open_pack
from gilde.gateways.portability.records import UnreadableFile


def zipped(path: Path, files: dict[str, bytes | str], *, packed: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> dict[str, str]:
    with open_pack(path) as pack:
        return dict(pack.refused)


def test_a_folder_and_its_zip_give_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "export/b").mkdir(parents=True)
    (tmp_path / "export/a.md").write_text("one")
    (tmp_path / "export/b/c.md").write_text("two")
    (tmp_path / "export/.git").mkdir()
    (tmp_path / "export/.git/config").write_text("hidden")
    path = zipped(tmp_path / "x.zip", {"b/c.md": "two", "a.md": "one", "__MACOSX/a.md": "x", "b/": ""})
    for each in (tmp_path / "export", path):
        with open_pack(each) as pack:
            assert pack.names == ["a.md", "b/c.md"]
            assert pack.read("b/c.md", 100) == b"two"
            assert not pack.refused


@pytest.mark.parametrize(
    "name", ["../out.md", "a/../../out.md", "/etc/passwd", "C:\\x.md", "a\\..\\..\\b.md", "a\x07.md"]
)
def test_a_name_that_leads_out_is_passed_over(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "x.zip", {name: "evil", "fine.md": "fine"})
    assert list(refused(path).values()) == ["entry_leads_out"]
    with open_pack(path) as pack:
        assert pack.names == ["fine.md"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    link = zipfile.ZipInfo("passwd.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(path) == {"passwd.md": "entry_is_link"}
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "passwd.md").symlink_to("/etc/passwd")
    assert refused(folder) == {"passwd.md": "entry_is_link"}


def test_what_swells_is_passed_over_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"bomb.md": b"0" * (20 * 1024**2), "fine.md": "fine"})
    assert refused(path) == {"bomb.md": "entry_swells"}


def test_an_archive_that_lies_about_its_sizes_is_stopped_while_reading(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"bomb.md": b"0" * (20 * 1024**2)})
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)  # the size in the table of contents
    path.write_bytes(content)
    with open_pack(path) as pack, pytest.raises(Unopenable, match="entry_broken"):
        pack.read("bomb.md", 1000)


def test_a_locked_entry_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"secret.md": "x"})
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refused(path) == {"secret.md": "entry_locked"}


def test_an_archive_with_too_many_files_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(module.MOST_IN_ZIP + 1):
            archive.writestr(f"{number}.md", "")
    with pytest.raises(UnreadableFile, match="has 20001 files"), open_pack(path):
        pass


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"PK\x05\x06" + bytes(17)])
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"x\.zip is no folder and no ZIP"), open_pack(path):
        pass


def test_a_cut_archive_is_refused_and_a_damaged_entry_named(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.md", "word " * 1000)
    cut, damaged = tmp_path / "cut.zip", tmp_path / "damaged.zip"
    cut.write_bytes(held.getvalue()[:-30])
    with pytest.raises(UnreadableFile), open_pack(cut):
        pass
    damaged.write_bytes(held.getvalue().replace(b"word word word", b"wort word word", 1))
    with open_pack(damaged) as pack, pytest.raises(Unopenable) as error:
        pack.read("a.md", 10_000)
    assert error.value.code == "entry_broken"


def test_a_file_above_its_measure_is_named(tmp_path: Path) -> None:
    with open_pack(zipped(tmp_path / "x.zip", {"a.md": "x" * 11})) as pack, pytest.raises(Unopenable) as error:
        pack.read("a.md", 10)
    assert error.value.code == "entry_too_long"


@pytest.mark.parametrize(
    ("content", "text", "assumed"),
    [
        (b"caf\xc3\xa9", "café", False),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", False),
        ("café".encode("utf-16"), "café", False),
        (b"caf\xe9", "café", True),
        (b"\x81", "�", True),
    ],
)
def test_text_is_read_in_the_encoding_it_has(content: bytes, text: str, assumed: bool) -> None:
    assert decoded(content) == (text, assumed)
