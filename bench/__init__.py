"""Benchmarks; ``README.md`` beside this says how to run and read them. Importing it makes the product importable."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
