"""A stand-in for a recorded voice."""

from __future__ import annotations

import io
import math
import struct
import wave

from gilde.core.ids import slug


def tune(seed: str) -> bytes:
    """Six seconds of a quiet melody as a WAV file, drawn from ``seed``; the demo's stand-in for a recorded voice."""
    rate = 8000
    scale = (262, 294, 330, 392, 440, 523)
    notes = [scale[byte % len(scale)] for byte in slug(seed).encode()[:12]]
    samples: list[int] = []
    for note in notes:
        for index in range(rate // 2):
            fade = math.sin(math.pi * index / (rate // 2))
            samples.append(int(9000 * fade * math.sin(2 * math.pi * note * index / rate)))
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return stream.getvalue()
