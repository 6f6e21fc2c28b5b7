"""The window's first paint beside `import torch`, each in a fresh interpreter, by turns."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from .measure import ROOT, environment, python, spread, table


def import_torch() -> float:
    """Seconds from starting an interpreter until it has imported torch and ended."""
    start = time.perf_counter()
    python("-c", "import torch")
    return time.perf_counter() - start


def first_paint() -> float:
    """Seconds from starting `python -m gradwalk` until its window has been painted once.

    Raises
    ------
    RuntimeError
        If the window ended without a first paint.
    """
    start = time.time()
    window = subprocess.Popen(
        [sys.executable, "-m", "gradwalk"],
        cwd=ROOT,
        env={**environment(1), "GRADWALK_FIRST_PAINT": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    try:
        for line in window.stdout:
            moment = next((float(w) for w in line.split() if w.replace(".", "").isdigit()), None)
            if moment is not None:
                return moment - start
    finally:
        window.terminate()
        window.wait()
    raise RuntimeError("the window ended without a first paint")


def run(rounds: int = 7) -> str:
    """The table; the first round warms the disk's cache and is not counted."""
    paints, imports = [], []
    for _ in range(rounds + 1):
        imports.append(import_torch())
        paints.append(first_paint())
    form = "{:.2f}"
    rows = [
        ("`python -m gradwalk` until its first paint", spread(paints[1:], form)),
        ('`python -c "import torch"`', spread(imports[1:], form)),
    ]
    where = "a display" if os.environ.get("DISPLAY") else "an offscreen window"
    return table(f"Starting, on {where}", ("", "seconds"), rows)


if __name__ == "__main__":
    print(run())
