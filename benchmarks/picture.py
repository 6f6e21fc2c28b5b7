"""From a loss to its first picture, folded; beside torchviz where it is installed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from .measure import python, table
from .picture_engine import NETS


def run() -> str:
    """The table; the time is the sum of both processes' parts."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (title, _) in NETS.items():
            file = str(Path(folder, name))
            engine = json.loads(python("-m", "benchmarks.picture_engine", name, file))
            window = json.loads(python("-m", "benchmarks.picture_window", file))
            rows.append(_row(title, engine, window))
    header = ("", "nodes", "boxes", "graph, s", "picture, s", "in all, s", "torchviz, s", "faster",
              "window grew by")  # fmt: skip
    return table("From a loss to its first picture", header, rows)


def _row(title: str, engine: dict[str, Any], window: dict[str, Any]) -> tuple[str, ...]:
    whole = engine["seconds"] + window["seconds"]
    other = engine["torchviz"]
    return (
        title, f"{engine['nodes']:,}", str(window["boxes"]), f"{engine['seconds']:.3f}",
        f"{window['seconds']:.3f}", f"{whole:.3f}", "–" if other is None else f"{other:.2f}",
        "–" if other is None else f"{other / whole:.1f}×", f"{window['memory']:.0f} MiB",
    )  # fmt: skip


if __name__ == "__main__":
    print(run())
