import gzip
import io
import uuid
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.core.files import samples

from gilde.core.files.store import Square, UnusableFile, store_upload
from gilde.core.models import FileKind, StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(data: bytes, name: str = "x.bin", **options) -> StoredFile:
    return store_upload(io.BytesIO(data), name=name, **{"uploader_id": 1, **options})


def opened(file: StoredFile, width: int | None = None) -> Image.Image:
    with default_storage.open(file.variant_path(width) if width else file.path, "rb") as stream:
        image = Image.open(io.BytesIO(stream.read()))
    image.load()
    return image


@pytest.mark.parametrize(
    ("data", "kind", "content_type", "name"),
    [
        (samples.picture(), FileKind.IMAGE, "image/webp", "x.webp"),
        (samples.MP3, FileKind.SOUND, "audio/mpeg", "x.mp3"),
        (b"\xff\xfb\x90\x00" + bytes(99), FileKind.SOUND, "audio/mpeg", "x.mp3"),
        (samples.OGG, FileKind.SOUND, "audio/ogg", "x.ogg"),
        (samples.M4A, FileKind.SOUND, "audio/mp4", "x.m4a"),
        (samples.WEBM, FileKind.SOUND, "audio/webm", "x.weba"),
        (samples.wav(), FileKind.SOUND, "audio/wav", "x.wav"),
        (samples.FLAC, FileKind.SOUND, "audio/flac", "x.flac"),
        (samples.PDF, FileKind.DOCUMENT, "application/pdf", "x.pdf"),
        (
            samples.DOCX,
            FileKind.DOCUMENT,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "x.docx",
        ),
        (
            samples.XLSX,
            FileKind.DOCUMENT,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "x.xlsx",
        ),
        (samples.ODT, FileKind.DOCUMENT, "application/vnd.oasis.opendocument.text", "x.odt"),
        ("één, twee\n".encode(), FileKind.DOCUMENT, "text/plain", "x.txt"),
        (b"\xef\xbb\xbfa;b\n", FileKind.DOCUMENT, "text/plain", "x.txt"),
    ],
)
def test_the_content_decides_what_a_file_is(data, kind, content_type, name):
    file = keep(data, "x.exe")
    assert (file.kind, file.content_type, file.name) == (kind, content_type, name)
    assert default_storage.size(file.path) == file.size


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        gzip.compress(SVG),
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  <html>",
        b"\xef\xbb\xbf<script>1</script>",
        samples.MP4,
        samples.WEBM.replace(b"A_OPUS", b"V_VP9 "),
        b"MZ" + bytes(100),
        b"text with \x00 in it",
        "h\xe9".encode("latin-1"),
        "tekst".encode("utf-16"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        samples.archive({"a.txt": b"x"}),
        samples.archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
        samples.archive({"[Content_Types].xml": b"", "word/document.xml": b"", "../../../tmp/canary": b""}),
        samples.archive({"[Content_Types].xml": b"", "word/document.xml": bytes(60_000_000)}),
        samples.archive({"[Content_Types].xml": b"", "word/document.xml": b"", **{f"f{n}": b"" for n in range(6_000)}}),
        samples.DOCX[:-10],
        samples.DOCX[:4] + bytes(200),
        b"PK\x03\x04",
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        b"FWS\x09" + bytes(30),
        samples.png(60_000, 60_000, zlib.compress(b"")),
        samples.png(7_000, 7_000, zlib.compress(bytes(1_000))),
        samples.picture()[:60],
        b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//;",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2_000),
    ],
    ids=range(29),
)
def test_what_is_dangerous_damaged_or_unknown_is_refused_with_a_sentence(data):
    with pytest.raises(UnusableFile) as refused:
        keep(data, "photo.png")
    assert refused.value.sentence.endswith(".")
    assert not StoredFile.objects.exists()


def test_a_file_above_the_limit_is_refused_also_when_it_has_no_length(settings):
    settings.MAX_UPLOAD_BYTES = 1_000_000

    class Endless(io.RawIOBase):
        read_so_far = 0

        def seekable(self) -> bool:
            return False

        def read(self, size: int = -1) -> bytes:
            Endless.read_so_far += size
            return b"a" * size

    for stream in (io.BytesIO(b"a" * 1_000_001), Endless()):
        with pytest.raises(UnusableFile, match="1 megabyte"):
            store_upload(stream, name="x", uploader_id=1)
    assert Endless.read_so_far < 5_000_000


def test_a_stream_without_length_and_an_uploaded_file_are_kept_too():
    class Pipe(io.RawIOBase):
        left = b"tekst"

        def seekable(self) -> bool:
            return False

        def read(self, size: int = -1) -> bytes:
            data, self.left = self.left[:size], self.left[size:]
            return data

    assert store_upload(Pipe(), name="x.md", uploader_id=1).name == "x.md"
    upload = SimpleUploadedFile("IMG_1.JPG", samples.picture("JPEG"), "text/html")
    assert store_upload(upload, name=upload.name, uploader_id=1).name == "IMG_1.webp"


def test_an_unwelcome_kind_is_refused():
    with pytest.raises(UnusableFile, match="not a picture"):
        keep(samples.PDF, kinds={FileKind.IMAGE})


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "I;16", "LA"])
def test_every_way_of_storing_colours_becomes_webp(mode):
    file = keep(samples.picture("PNG", mode=mode))
    assert opened(file).format == "WEBP"
    assert opened(file).mode == ("RGBA" if mode in {"RGBA", "LA"} else "RGB")


def test_metadata_and_anything_behind_the_picture_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    data = samples.picture("JPEG", exif=exif, comment=b"SECRET-PLACE") + b"<script>SECRET-PLACE</script>"
    file = keep(data, "a.jpg")
    with default_storage.open(file.path, "rb") as stream:
        stored = stream.read()
    assert b"SECRET-PLACE" not in stored
    assert b"EXIF" not in stored
    assert not opened(file).getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    samples.halves().save(out, "JPEG", exif=exif, quality=95)
    file = keep(out.getvalue())
    assert (file.width, file.height) == ((400, 200) if orientation < 5 else (200, 400))
    red_corner = {1: (5, 5), 2: (395, 5), 3: (395, 5), 4: (5, 5), 5: (5, 5), 6: (5, 5), 7: (5, 395), 8: (5, 395)}
    red, _green, blue = opened(file).convert("RGB").getpixel(red_corner[orientation])
    assert red > 200 > 60 > blue


def test_a_wide_picture_gets_smaller_versions_that_keep_its_shape():
    file = keep(samples.picture(size=(1_000, 500)))
    assert file.variant_widths == (96, 320, 960)
    assert {width: opened(file, width).size for width in file.variant_widths} == {
        96: (96, 48), 320: (320, 160), 960: (960, 480),
    }  # fmt: skip
    assert file.url(200).split("/")[3] == "320"
    assert file.url(5_000).split("/")[3] == "original"
    assert file.srcset.count(",") == 3


def test_a_huge_picture_is_kept_at_six_megapixels_and_a_long_one_within_webp():
    large = keep(samples.picture("JPEG", size=(5_000, 4_000), mode="L"))
    assert 5_500_000 < large.width * large.height <= 6_010_000
    tall = keep(samples.picture("PNG", size=(100, 30_000), mode="1"))
    assert tall.height == 16_000


def test_a_square_is_cut_where_asked_and_in_the_middle_otherwise():
    out = io.BytesIO()
    samples.halves((400, 200)).save(out, "PNG")
    left = keep(out.getvalue(), square=Square(x=0, y=20, size=150))
    assert (left.width, left.height) == (150, 150)
    assert opened(left).convert("RGB").getpixel((140, 75))[0] > 200
    middle = keep(out.getvalue(), square=Square())
    assert (middle.width, middle.height) == (200, 200)
    outside = keep(out.getvalue(), square=Square(x=9_999, y=-50, size=100_000))
    assert (outside.width, outside.height) == (200, 200)


def test_a_picture_of_few_colours_is_kept_without_loss():
    out = io.BytesIO()
    samples.halves((64, 64)).save(out, "PNG")
    image = opened(keep(out.getvalue())).convert("RGB")
    assert image.getpixel((31, 10)) == (255, 0, 0)
    assert image.getpixel((32, 10)) == (0, 0, 255)


def test_an_animation_gives_its_first_frame():
    out = io.BytesIO()
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    file = keep(out.getvalue())
    assert opened(file).convert("RGB").getpixel((5, 5))[0] > 200


def test_the_same_bytes_lie_there_once_and_a_replay_gives_the_first_row():
    one, two = keep(samples.PDF, "a.pdf"), keep(samples.PDF, "b.pdf")
    assert one.path == two.path
    assert one.key != two.key
    client_id = uuid.uuid4()
    first = keep(b"first", client_id=client_id)
    assert keep(b"second", client_id=client_id).pk == first.pk
    assert keep(b"second", client_id=client_id, uploader_id=2).pk != first.pk


@pytest.mark.parametrize(("sent", "kept"), [
    ("../../../../tmp/canary.png", "canary.txt"), ("..\\..\\x.md", "x.md"), ("a\x00b.txt", "a_b.txt"),
    ("a\r\nX-Injected: 1.txt", "a_X-Injected_ 1.txt"), ('a";x="b.txt', "a_x=_b.txt"), ("\u202egpj.exe", "gpj.txt"),
    (".htaccess", "htaccess.txt"), ("CON.txt", "_CON.txt"), ("", "file.txt"), (".", "file.txt"), ("..", "file.txt"),
    ("<img src=x onerror=alert(1)>.csv", "img src=x onerror=alert(1).csv"), ("notes.MD", "notes.md"),
    ("%2e%2e%2fx.txt", "2e_2e_2fx.txt"), ("x" * 300 + ".csv", "x" * 116 + ".csv"), ("\udcff.txt", "file.txt"),
    ("e\u0301te\u0301.txt", "été.txt"),
])  # fmt: skip
def test_a_name_is_made_safe_and_ends_as_its_content(sent, kept):
    assert keep(b"tekst", sent).name == kept


_BROKEN_EXIF = """
import io
from tests.core.files import samples
from gilde.core.files.image import remake
exif = b"Exif\\0\\0II*\\0\\x08\\0\\0\\0\\x05\\0\\x12\\x01\\x03\\0"
print(remake(io.BytesIO(samples.picture("JPEG", exif=exif))).width)
"""


@pytest.mark.one_engine
def test_broken_metadata_leaves_no_words_in_the_terminal(house):
    said, errors = house.start(_BROKEN_EXIF).communicate(timeout=60)
    assert (said, errors) == ("40\n", "")
