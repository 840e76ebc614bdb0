"""What goes to a push service: encrypted for one browser (RFC 8291), signed by this installation (RFC 8292)."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.conf import settings

_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SP 800-186, 3.2.1.3)
_KEPT: Final = 86_400  # seconds that a push service keeps it for a device that is off
_VALID: Final = 43_200  # seconds; RFC 8292, 2 allows a day


def public_key() -> str:
    """The key by which a browser lets this installation, and no other, tell it something."""
    return _text(_point(_key(settings.PUSH_SECRET).public_key()))


def read_point(text: str) -> bytes | None:
    """A public key of a browser, when it is a point of the curve."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except (ValueError, TypeError):
        return None
    return raw if len(raw) == 65 else None


def read_auth(text: str) -> bytes | None:
    """The secret a browser shares with us: sixteen bytes (RFC 8291, 3.2)."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, TypeError):
        return None
    return raw if len(raw) == 16 else None


def sealed(content: Mapping[str, Any], *, key: str, auth: str) -> bytes:
    """``content`` as only that browser can read it."""
    return bytes(
        http_ece.encrypt(
            json.dumps(content, ensure_ascii=False).encode(),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=read_point(key),
            auth_secret=read_auth(auth),
            version="aes128gcm",
        )
    )


def headers_for(endpoint: str) -> dict[str, str]:
    """What a push service wants to know: who asks, how long to keep it, how urgent it is (RFC 8030, 5)."""
    parts = urlsplit(endpoint)
    contact = settings.SITE_URL if settings.SECURE else f"mailto:{settings.SERVER_EMAIL}"
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + _VALID, "sub": contact}
    head = _text(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signed = f"{head}.{_text(json.dumps(claims).encode())}"
    first, second = utils.decode_dss_signature(
        _key(settings.PUSH_SECRET).sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
    )
    signature = first.to_bytes(32, "big") + second.to_bytes(32, "big")
    return {
        "Authorization": f"vapid t={signed}.{_text(signature)}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT),
        "Urgency": "normal",
    }


@cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha512(f"gilde push\n{secret}".encode()).digest(), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
