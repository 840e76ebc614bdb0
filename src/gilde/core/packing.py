"""Packing pages for the way (gzip, RFC 1952)."""

from __future__ import annotations

import secrets
import struct
from typing import Final

try:  # a sixth of the time for as many bytes; there are wheels for most machines, not for all
    from isal import isal_zlib as packer

    _LEVEL = 2
except ImportError:  # pragma: no cover - not every platform has the wheel
    import zlib as packer  # type: ignore[no-redef]

    _LEVEL = 3  # Django packs at 6, which takes four times as long and saves a tenth of a page

# RFC 1952, section 2.3: deflated, a name follows, no moment, no system.
_HEAD: Final = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"


def pack(content: bytes, random_bytes: int = 0) -> bytes:
    """``content`` gzipped, with a file name of up to ``random_bytes`` letters in its head.

    A length that varies keeps a listener from guessing what is inside by what compresses well (Heal the BREACH,
    Palacios and others, IEEE Access 2022), as Django does it.
    """
    name = b"a" * secrets.randbelow(random_bytes + 1)
    deflate = packer.compressobj(_LEVEL, packer.DEFLATED, -packer.MAX_WBITS)
    tail = struct.pack("<LL", packer.crc32(content), len(content) & 0xFFFFFFFF)
    return b"".join((_HEAD, name, b"\0", deflate.compress(content), deflate.flush(), tail))
