"""Iterations per second of one loop: plain Python, the engine alone, the engine with a window."""

from __future__ import annotations

import os
from contextlib import ExitStack
from statistics import median

from .measure import table
from .turns import Found, Way, order, paired, quartiles

LONG = 20_000
"""Iterations over which memory is watched."""

WARM_UP = 2_000
MIB = 1 << 20
WAYS = {
    "plain": "plain Python",
    "session": "`gradwalk.Session`, no window",
    "live": "the window open and live",
}


def run(rounds: int = 6, threads: int = 1, iterations: int = 10_000) -> str:
    """Two tables: pace and memory.

    All three ways are up all the time and take turns; a turn is `iterations` long, and each of
    `rounds` compares every way with the plain loop right before and after it.
    """
    turns = _turns(rounds, threads, iterations)
    found = {way: [one for name, one in turns if name == way] for way in WAYS}
    rows = [
        (
            WAYS[way],
            quartiles([one["iterations"] / one["seconds"] for one in found[way]]),
            "1" if way == "plain" else quartiles(paired(turns, "plain", way), "{:.3f}"),
            quartiles([1e6 * one["processor"] / one["iterations"] for one in found[way]]),
        )
        for way in WAYS
    ]
    where = "on a display" if os.environ.get("DISPLAY") else "offscreen"
    title = f"Training flat out, turns of {iterations:,}, threads: {threads}, window {where}"
    header = ("", "iterations per second", "beside the plain loop", "processor µs per iteration")
    return "\n".join([table(title, header, rows), _beside(found["live"]), _long(threads)])


def _turns(rounds: int, threads: int, iterations: int) -> list[tuple[str, Found]]:
    with ExitStack() as stack:
        ways = {name: stack.enter_context(Way(name, threads)) for name in WAYS}
        for way in ways.values():
            way.turn(WARM_UP)
        return [
            (name, ways[name].turn(iterations))
            for name in order(rounds, "plain", ("live", "session"))
        ]


def _beside(live: list[Found]) -> str:
    """What the window itself did in those turns, and while it only waited."""
    rows = [
        ("reports drawn per second", f"{median(o['reports'] / o['seconds'] for o in live):.1f}"),
        ("the window's processor time per report", _per_report(live)),
        ("the window's share of one processor", _share(live, "window_processor")),
        ("the same while nothing trains", f"{100 * median(o['idle'] for o in live):.2f} %"),
    ]
    return table("The window in those turns (medians)", ("", ""), rows)


def _per_report(live: list[Found]) -> str:
    return f"{1e3 * median(o['window_processor'] / o['reports'] for o in live):.0f} ms"


def _share(live: list[Found], what: str) -> str:
    return f"{100 * median(o[what] / o['seconds'] for o in live):.1f} %"


def _long(threads: int) -> str:
    with Way("live", threads, "--late") as way:
        way.turn(WARM_UP)
        found = way.turn(LONG)
    rows = [
        ("the engine's memory grew by", f"{found['engine_bytes'] / MIB:.1f} MiB"),
        ("the window's memory grew by", f"{found['window_bytes'] / MIB:.1f} MiB"),
        ("the window answered late by at most", f"{found['late_ms']:.0f} ms"),
        ("reports drawn per second", f"{found['reports'] / found['seconds']:.1f}"),
    ]
    return table(f"The window during {LONG:,} iterations", ("", ""), rows)


if __name__ == "__main__":
    print(run())
