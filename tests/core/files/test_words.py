"""The words of documents are read in a small process of their own; hostile ones end quietly, with a reason."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from gilde.core.files import archive, extract
from gilde.core.files import words as reading
from gilde.core.files.extract import _Words, answer
from gilde.core.files.store import store_upload
from gilde.core.models import Activity, FileWords, QueuedTask, StoredFile

W = b'<w:document xmlns:w="x"><w:body>%s</w:body></w:document>'


def zipped(**parts: bytes) -> bytes:
    """An archive with these parts, ``__`` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """The smallest PDF that says this."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + trailer % (table, len(out))


DOCX = zipped(word__document=W % b"<w:p><w:t>Kroonluchter &amp; zo</w:t></w:p><w:p><w:t>tweede</w:t></w:p>")
XLSX = zipped(xl__workbook=b"<a/>", xl__sharedStrings=b"<sst><si><t>Omzet</t></si><si><t>Kosten</t></si></sst>")
PPTX = zipped(
    ppt__presentation=b"<a/>", ppt__slides__slide10=b'<a:p xmlns:a="x"><a:t>tien</a:t></a:p>',
    ppt__slides__slide2=b'<a:p xmlns:a="x"><a:t>twee</a:t></a:p>',
)  # fmt: skip
ODT = zipped(content=b'<o xmlns:text="x"><text:h>Kop</text:h><text:p>Alinea</text:p></o>')
BOMB = b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>" + b"<!ENTITY b '&a;&a;&a;&a;&a;'>" + b"]><w:t>&b;</w:t>"


@pytest.mark.parametrize(
    ("kind", "content", "text", "reason"),
    [
        ("word", DOCX, "Kroonluchter & zo tweede", ""),
        ("sheet", XLSX, "Omzet Kosten", ""),
        ("slides", PPTX, "twee tien", ""),
        ("open", ODT, "Kop Alinea", ""),
        ("pdf", pdf("Kroonluchter"), "Kroonluchter", ""),
        ("plain", "Eén regel\nNog één".encode(), "Eén regel Nog één", ""),
        ("word", zipped(word__document=BOMB), "", "damaged"),
        ("word", b"PK but not really", "", "damaged"),
        ("word", zipped(word__document=b"<w:t>" + b"\0" * 41_000_000), "", "damaged"),
        ("open", zipped(content=b"<a>" * 200_000), "", "damaged"),
        ("pdf", b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 9999999>>endobj" * 50, "", "damaged"),
        ("pdf", pdf("x").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), "", "damaged"),
        ("pdf", b"", "", "damaged"),
        ("word", zipped(word__document=W % b""), "", "empty"),
    ],
)
def test_words_are_found_and_traps_are_not_walked_into(
    tmp_path: Path, kind: str, content: bytes, text: str, reason: str
) -> None:
    path = tmp_path / "document"
    path.write_bytes(content)
    assert answer(kind, str(path)) == {"text": text, "reason": reason}


def test_a_text_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(zipped(word__document=W % (b"<w:p><w:t>" + b"woord " * 90_000 + b"</w:t></w:p>")))
    found = answer("word", str(path))
    assert found["reason"] == "long"
    assert len(found["text"]) == 200_000
    assert _Words().text() == ""


def kept(content: bytes, name: str) -> StoredFile:
    """An upload."""
    return store_upload(ContentFile(content), name=name, uploader_id=None)


def test_an_upload_is_read_in_a_task_and_only_once(db: None) -> None:
    file = kept(pdf("Kroonluchter"), "plan.pdf")
    assert QueuedTask.objects.filter(function__endswith="read_words", args=[file.pk]).count() == 1
    reading.read_words.call(file.pk)
    reading.read_words.call(file.pk)
    assert FileWords.objects.get(file=file).text == "Kroonluchter"
    assert Activity.objects.filter(verb="core.file_read", target_id=file.pk).count() == 1


def test_what_takes_too_long_is_let_go(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    file = kept(pdf("Kroonluchter"), "plan.pdf")
    monkeypatch.setattr(reading, "_PATIENCE", 0.001)
    assert reading.words_of(file) == ("", "slow")


def test_a_stream_that_swells_does_not_fill_the_memory(db: None) -> None:
    stream = zlib.compress(b"(a) Tj " * 16_000_000, 1)
    huge = pdf("x").replace(b"<</Length 35>>", b"<</Filter/FlateDecode/Length %d>>" % len(stream))
    start = huge.index(b"stream\n") + 7
    huge = huge[:start] + stream + huge[huge.index(b"\nendstream") :]
    file = kept(huge, "bom.pdf")
    reading.read_words.call(file.pk)
    row = FileWords.objects.get(file=file)
    assert row.text == ""
    assert row.reason


def test_documents_of_before_are_read_later(db: None) -> None:
    file = kept(DOCX.replace(b"x", b"x"), "oud.docx")
    QueuedTask.objects.all().delete()
    reading.read_what_was_not.call()
    assert QueuedTask.objects.filter(function__endswith="read_words", args=[file.pk]).exists()


def test_what_a_broken_archive_raises_has_one_name_that_the_lone_program_repeats():
    assert set(extract._BROKEN) == set(archive.BROKEN)
