"""What drives the program in these tests ends with whoever started it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_the_driven_program_ends_when_nobody_asks_any_more(tmp_path: Path) -> None:
    driver = Path(__file__).with_name("driver.py")
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, str(driver)], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for line in process.stdout:
                told = json.loads(line)
                if "phase" in told:
                    break
            process.stdin.close()
            process.stdout.read()
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
