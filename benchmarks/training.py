"""Iterations per second of one loop: plain Python, the engine alone, the engine with a window."""

from __future__ import annotations

import json
import os
from statistics import median
from typing import Any

from .measure import python, spread, table

ITERATIONS = 20_000
MIB = 1 << 20


def run(rounds: int = 5, threads: int = 1, iterations: int = ITERATIONS) -> str:
    """Two tables: pace and memory. The three take turns, each time in fresh processes."""
    plain: list[float] = []
    session: list[float] = []
    live: list[dict[str, Any]] = []
    count = str(iterations)
    for _ in range(rounds):
        plain.append(iterations / float(python("-m", "benchmarks.plain", count, threads=threads)))
        live.append(json.loads(python("-m", "benchmarks.live", count, threads=threads)))
        alone = python("-m", "benchmarks.session", count, threads=threads)
        session.append(iterations / float(alone))
    shown = [iterations / found["seconds"] for found in live]
    rows = [
        ("plain Python", spread(plain), "1"),
        ("`gradwalk.Session`, no window", spread(session), _ratio(session, plain)),
        ("the window open and live", spread(shown), _ratio(shown, plain)),
    ]
    where = "on a display" if os.environ.get("DISPLAY") else "offscreen"
    title = f"Training flat out, {iterations:,} iterations, threads: {threads}, window {where}"
    pace = table(title, ("", "iterations per second", "ratio of medians"), rows)
    return pace + "\n" + _memory(live, iterations)


def _ratio(ours: list[float], plain: list[float]) -> str:
    return f"{median(ours) / median(plain):.3f}"


def _memory(live: list[dict[str, Any]], iterations: int) -> str:
    rows = [
        (name, spread([found[key] / unit for found in live], "{:,.1f}"))
        for name, key, unit in (
            ("engine's memory grew by, MiB", "engine_bytes", MIB),
            ("window's memory grew by, MiB", "window_bytes", MIB),
            ("window's event loop late by at most, ms", "late_ms", 1),
            ("reports drawn", "reports", 1),
        )
    ]
    return table(f"The window during these {iterations:,} iterations", ("", ""), rows)


if __name__ == "__main__":
    print(run())
