"""Who listens is there in every process, not only where a test or another module happened to import it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
_LOOK = "import django, json, sys; django.setup(); print(json.dumps(sorted(sys.modules)))"


def test_every_module_that_subscribes_is_loaded_when_django_is_ready(tmp_path: Path) -> None:
    listening = {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in SOURCE.rglob("*.py")
        if any(line.startswith("@on(") for line in path.read_text().splitlines())
    }
    assert listening
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gilde.config.settings", "GILDE_VAR": str(tmp_path)}
    environment["PYTHONPATH"] = str(SOURCE)
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert not listening - set(json.loads(done.stdout.splitlines()[-1]))
