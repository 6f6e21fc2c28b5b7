"""Iterations per second of one loop: plain Python, the engine alone, the engine with a window."""

from __future__ import annotations

import json
import os
from statistics import median
from typing import Any

from .measure import python, spread, table

LONG = 20_000
"""Iterations over which memory is watched."""

MIB = 1 << 20
WAYS = {
    "plain": "plain Python",
    "session": "`gradwalk.Session`, no window",
    "live": "the window open and live",
}


def run(rounds: int = 5, threads: int = 1, iterations: int = 5_000) -> str:
    """Two tables: pace and memory. The three ways take turns, each time in fresh processes."""
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            found[way].append(_measured(way, iterations, threads))
    pace = {way: [iterations / one["seconds"] for one in found[way]] for way in WAYS}
    work = {way: [1e6 * one["processor"] / iterations for one in found[way]] for way in WAYS}
    rows = [
        (WAYS[way], spread(pace[way]), _ratio(pace[way], pace["plain"]), spread(work[way]))
        for way in WAYS
    ]
    where = "on a display" if os.environ.get("DISPLAY") else "offscreen"
    title = f"Training flat out, {iterations:,} iterations, threads: {threads}, window {where}"
    header = ("", "iterations per second", "ratio of medians", "processor µs per iteration")
    return table(title, header, rows) + "\n" + _long(threads)


def _measured(way: str, iterations: int, threads: int, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        python("-m", f"benchmarks.{way}", str(iterations), *options, threads=threads)
    )
    return told


def _ratio(ours: list[float], plain: list[float]) -> str:
    return f"{median(ours) / median(plain):.3f}"


def _long(threads: int) -> str:
    found = _measured("live", LONG, threads, "--late")
    rows = [
        ("the engine's memory grew by", f"{found['engine_bytes'] / MIB:.1f} MiB"),
        ("the window's memory grew by", f"{found['window_bytes'] / MIB:.1f} MiB"),
        (
            "the window's share of one processor",
            f"{100 * found['window_processor'] / found['seconds']:.0f} %",
        ),
        ("the window answered late by at most", f"{found['late_ms']:.0f} ms"),
        ("reports drawn per second", f"{found['reports'] / found['seconds']:.1f}"),
    ]
    return table(f"The window during {LONG:,} iterations", ("", ""), rows)


if __name__ == "__main__":
    print(run())
