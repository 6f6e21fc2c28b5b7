"""From a loss to the first picture, beside `torchviz.make_dot(loss, params).pipe("svg")`.

Two processes, as in the program: one has torch and the loss, the other a canvas on screen. The
clock runs from when the forward has made the loss until the picture is painted: walk, columns,
module calls, states, storages and encoding there; decoding, folding, layout and painting here.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from statistics import median
from typing import Any

from .measure import ROOT, environment, python, spread, table

NETS = ("ResNet-152", "LSTMCell × 100", "LSTMCell × 500", "LSTMCell × 7,000")
LARGE = NETS[-1]
"""Of this one the memory is told too."""

MORE = 4
"""A picture takes so little time that each round has several: single ones scatter by a third."""

PATIENCE = 60
"""Seconds that torchviz gets."""


def torchviz(name: str) -> float | str:
    """Seconds, or why there are none."""
    if find_spec("torchviz") is None or shutil.which("dot") is None:
        return "not installed"
    process = subprocess.Popen(
        [sys.executable, "-m", "gradwalk.benchmarks.losses", name, "torchviz"],
        cwd=ROOT,
        env=environment(1),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that dot ends with it
    )
    try:
        told, errors = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"not in {PATIENCE}"
    if told.strip():
        return float(told)
    last = errors.strip().splitlines()[-1:] or [f"ended with {process.returncode}"]
    return last[0].partition(":")[0]


def opened(name: str, rounds: int) -> dict[str, Any]:
    """What `opening` measured."""
    more = ["memory"] if name == LARGE else []
    told = python("-m", "gradwalk.benchmarks.opening", name, str(rounds), *more)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def row(name: str, found: dict[str, Any]) -> tuple[str, ...]:
    """One row of the first table."""
    theirs, form = torchviz(name), "{:.3f}"
    first, *later = found["seconds"]
    ours = median(later or [first])
    return (
        name, f"{found['nodes']:,}", f"{found['boxes']:,}", form.format(first),
        spread(later or [first], form), form.format(median(found["engine"])),
        f"{1e3 * median(found['again']):.1f}",
        f"{theirs:.2f}" if isinstance(theirs, float) else theirs,
        f"{theirs / ours:.1f}" if isinstance(theirs, float) else "–",
    )  # fmt: skip


def run(rounds: int = 5) -> str:
    """The tables; each net in a window of its own."""
    found = {name: opened(name, 2 if name == LARGE else MORE * rounds + 1) for name in NETS}
    header = (
        "loss", "nodes", "boxes", "the window's first graph, s", "later ones, s",
        "of this in the engine, s", "the same again, ms", "torchviz, s", "times faster",
    )  # fmt: skip
    rows = [row(name, told) for name, told in found.items()]
    large = found[LARGE]
    form = "{:,.0f}"
    memory = [(
        LARGE, f"{large['nodes']:,}", form.format(large["folded"]), f"{large['opening']:.1f}",
        form.format(large["open"]),
    )]  # fmt: skip
    memory_header = ("loss", "nodes", "as it opens, MiB", "open all, s", "everything open, MiB")
    return (
        table("From a loss to the first picture", header, rows)
        + "\n"
        + table("Memory of the window, over the empty one", memory_header, memory)
    )


if __name__ == "__main__":
    print(run())
