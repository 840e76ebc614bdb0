"""The small exports that we wrote ourselves, in the formats of the real ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gilde.gateways.portability.records import Problem, Record

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of this name and content, text or bytes, into a folder of its own."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """The path of a sample."""
    return lambda name: SAMPLES / name


@pytest.fixture
def codes() -> Callable[[list[Record]], list[str]]:
    """The reason codes among records, in order."""
    return lambda records: [record.code for record in records if isinstance(record, Problem)]
