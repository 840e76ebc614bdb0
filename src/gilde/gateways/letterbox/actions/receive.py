"""Taking a mail in: kept first, read later, so that nothing is lost and whoever brings it need not wait."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from gilde.gateways.letterbox.bounds import MOST_HEADERS
from gilde.gateways.letterbox.envelope import read_envelope
from gilde.gateways.letterbox.models import Arrived


def receive(*, raw: bytes, way: str, recipients: str = "", size: int | None = None) -> Arrived | None:
    """Keep a mail; the same one again, by whichever way, gives the first row.

    What does not fit ``GILDE_MAIL_IN_MB`` is kept as its headers alone, so that its sender can be told.

    Args:
        raw: the mail as it came.
        way: who brought it.
        recipients: those of the envelope, when they are known.
        size: of the whole mail in bytes, when ``raw`` is only its beginning.

    Returns:
        None for a mail that names no address of ours: nothing of it is kept.

    Raises:
        OSError: when the storage cannot be written; whoever brings it should come again.
    """
    size = max(len(raw), size or 0)
    if size > settings.MAIL_IN_BYTES:
        raw = raw[:MOST_HEADERS]
    envelope = read_envelope(raw, recipients[:10_000])
    if not envelope.tokens:
        return None
    earlier = Arrived.objects.filter(key=envelope.key).first()
    if earlier is not None:
        return earlier
    name = default_storage.save(f"mail-in/{envelope.key[:2]}/{envelope.key}.eml", ContentFile(raw))
    try:
        with transaction.atomic():
            return Arrived.objects.create(
                key=envelope.key, way=way, raw=name, size=size, recipients=recipients[:10_000]
            )
    except IntegrityError:
        return Arrived.objects.get(key=envelope.key)
