"""Layout with everything open: seconds, and crossings beside Graphviz `dot` where that finishes.

The scenes have the shapes of well-known nets, without torch: boxes, links and nested frames.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable

import numpy as np

from gradwalk.gui.canvas import engine
from gradwalk.gui.canvas.keep import Plan
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.places import Floats, Ints, Places

from .measure import spread, table

PATIENCE = 60
"""Seconds that dot gets."""

DRAWN_BY_DOT = 3_000
"""Boxes up to which it is tried: it did not finish larger ones."""

HEAD = 22.0
WIDE, HIGH, WEIGHTED = 190.0, 42.0, 72.0
"""A box, and the height of one with parameters."""


class Sketch:
    """Collects boxes, links and frames in the order of a backward pass."""

    def __init__(self) -> None:
        self.sizes: list[tuple[float, float]] = []
        self.links: list[tuple[int, int]] = []
        self.frame: list[int] = []
        self.outer: list[int] = []
        self._open = [-1]

    def box(self, *sources: int, high: float = HIGH) -> int:
        """One box that these lead to."""
        self.sizes.append((WIDE, high))
        self.frame.append(self._open[-1])
        self.links += [(source, len(self.sizes) - 1) for source in sources]
        return len(self.sizes) - 1

    def run(self, source: int, *heights: float) -> int:
        """A chain of boxes; the last one."""
        for high in heights:
            source = self.box(source, high=high)
        return source

    def __enter__(self) -> Sketch:
        self.outer.append(self._open[-1])
        self._open.append(len(self.outer) - 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.pop()

    def plan(self) -> Plan:
        """What is to be laid out."""
        links = np.array(self.links, np.int32)
        frame, outer = np.array(self.frame, np.int32), np.array(self.outer, np.int32)
        return Plan(np.array(self.sizes), links, frame, outer, HEAD)


def gpt2(layers: int) -> Plan:
    """Attention and feed-forward blocks with two residual links each."""
    net = Sketch()
    at = net.run(net.box(), HIGH, WEIGHTED)
    with net:
        for _ in range(layers):
            with net:
                at = _block(net, at)
        for end in (net.box(at), net.box(at)):
            net.box(end)
    return net.plan()


def _block(net: Sketch, at: int) -> int:
    second = net.box(at)
    with net:
        middle = net.run(second, WEIGHTED, HIGH)
        power = net.run(middle, HIGH, HIGH, HIGH, HIGH, HIGH)
        forward = net.box(power, middle, high=WEIGHTED)
    first = net.box(second, net.run(forward, WEIGHTED))
    with net:
        mixed = net.run(first, WEIGHTED, HIGH, HIGH, HIGH)
        scores = net.run(mixed, HIGH, HIGH, HIGH, HIGH)
        query, key, value = (net.run(s, HIGH, HIGH) for s in (scores, scores, mixed))
        attention = net.box(net.box(query, key, value), high=WEIGHTED)
    return net.box(net.run(attention, WEIGHTED), first)


def resnet(*stages: int) -> Plan:
    """Bottleneck blocks with a residual link each."""
    net = Sketch()
    at = net.run(net.box(), WEIGHTED, HIGH, HIGH)
    for blocks in stages:
        with net:
            for block in range(blocks):
                with net:
                    added = net.run(at, HIGH, HIGH)
                    low = net.run(added, *[WEIGHTED, WEIGHTED, HIGH] * 2, WEIGHTED, WEIGHTED)
                    last = block == blocks - 1
                    side = net.run(added, WEIGHTED, WEIGHTED) if last else added
                    at = net.box(low, side)
    net.run(at, HIGH, WEIGHTED)
    return net.plan()


def lstm(steps: int, framed: bool = True) -> Plan:
    """Cells of thirteen operations, each linked to the next by its state and its memory."""
    net = Sketch()
    hidden = net.run(net.box(), WEIGHTED)
    memory: tuple[int, ...] = ()
    for _ in range(steps):
        if framed:
            net.__enter__()
        product = net.box(hidden)
        gate, bent = net.box(product), net.box(product)
        carried = net.box(bent, *memory)
        kept, added = net.box(carried), net.box(carried)
        gates = [gate, net.box(kept), net.box(added), net.box(added)]
        total = net.box(net.box(*gates))
        hidden, _ = net.box(total, high=WEIGHTED), net.box(total, high=WEIGHTED)
        memory = (kept,)
        if framed:
            net.__exit__()
    return net.plan()


def chain(count: int) -> Plan:
    """A chain with a residual link over every seventh box, in no frame."""
    at, over = np.arange(count - 1), np.arange(0, count - 7, 7)
    links = np.stack([np.append(at, over), np.append(at + 1, over + 7)], axis=1)
    return Plan.flat(np.tile([WIDE, HIGH], (count, 1)), links.astype(np.int32))


def mixed(branches: int, stages: int) -> Plan:
    """Branches of which each reads all of the last stage: links have to cross."""
    net = Sketch()
    top = net.run(net.box(), HIGH)
    ahead = [net.box(top) for _ in range(branches)]
    for _ in range(stages):
        with net:
            layers = [[net.box(box, high=WEIGHTED) for _ in range(branches)] for box in ahead]
            ahead = [net.box(*each) for each in zip(*layers, strict=True)]
    return net.plan()


def nested(levels: int) -> Plan:
    """A UNet++ (https://arxiv.org/abs/1807.10165): an encoder, and blocks that read all before."""
    net = Sketch()
    wanted: dict[tuple[int, int], list[int]] = {(0, levels - 1): [net.run(net.box(), HIGH)]}
    with net:
        for column in range(levels - 1, 0, -1):
            for row in range(levels - column):
                with net:
                    read = net.run(net.box(*wanted[row, column]), WEIGHTED, HIGH, WEIGHTED, HIGH)
                wanted.setdefault((row + 1, column - 1), []).append(net.box(read))
                for before in range(column):
                    wanted.setdefault((row, before), []).append(read)
    with net:
        for row in range(levels - 1, -1, -1):
            with net:
                end = net.run(net.box(*wanted[row, 0]), WEIGHTED, HIGH, WEIGHTED)
            wanted.setdefault((row - 1, 0), []).append(end)
    return net.plan()


SCENES: dict[str, Callable[[], Plan]] = {
    "GPT-2, 12 layers": lambda: gpt2(12),
    "ResNet-152": lambda: resnet(3, 36, 8, 3),
    "LSTMCell × 100": lambda: lstm(100),
    "LSTMCell × 500": lambda: lstm(500),
    "LSTMCell × 8,300": lambda: lstm(8_300),
    "the same × 100 without modules": lambda: lstm(100, framed=False),
    "the same × 800 without modules": lambda: lstm(800, framed=False),
    "the same × 8,300 without modules": lambda: lstm(8_300, framed=False),
    "3 branches that mix × 12": lambda: mixed(3, 12),
    "UNet++ of 5 levels": lambda: nested(5),
    "chain of 1,000": lambda: chain(1_000),
    "chain of 10,000": lambda: chain(10_000),
    "chain of 100,000": lambda: chain(100_000),
}


def by_dot(plan: Plan) -> tuple[float, list[Floats]] | None:
    """Seconds and routes of Graphviz; None if it did not finish."""
    lines = ["digraph {", 'node [shape=box fixedsize=true label=""] edge [arrowhead=none]']
    lines += [f"{i} [width={w / 72} height={h / 72}]" for i, (w, h) in enumerate(plan.sizes)]
    lines += [f"{a} -> {b}" for a, b in plan.links.tolist()]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            ["dot", "-Tplain"], input="\n".join([*lines, "}"]), capture_output=True, text=True,
            timeout=PATIENCE, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    seconds = time.perf_counter() - start
    routes = []
    for line in done.stdout.splitlines():
        words = line.split()
        if words[0] == "edge":
            many = int(words[3])
            control = np.array(words[4 : 4 + 2 * many], float).reshape(-1, 2)
            routes.append(_bent(control, 8 + len(routes) % 5))
    return seconds, routes


def _bent(control: Floats, steps: int) -> Floats:
    """Points on a spline of cubic pieces, so many steps for each.

    Where pieces join there is none: mirrored splines meet in just these points, and would seem to
    touch where they cross.
    """
    t = ((np.arange(steps) + 0.5) / steps)[:, None]
    pieces = [control[:1]]
    for i in range(0, len(control) - 3, 3):
        a, b, c, d = control[i : i + 4]
        pieces.append(
            (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
        )
    return np.concatenate([*pieces, control[-1:]])


def crossings(routes: list[Floats]) -> int:
    """How often routes cross; what only touches does not count."""
    starts = np.concatenate([route[:-1] for route in routes])
    ends = np.concatenate([route[1:] for route in routes])
    of = np.repeat(np.arange(len(routes)), [len(route) - 1 for route in routes])
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    found = 0
    for i in range(len(starts)):
        near = (low[i] < high[i + 1 :]).all(axis=1) & (low[i + 1 :] < high[i]).all(axis=1)
        upright = (low[i + 1 :] <= high[i]).all(axis=1) & (low[i] <= high[i + 1 :]).all(axis=1)
        at = i + 1 + np.flatnonzero((near | upright) & (of[i + 1 :] != of[i]))
        if len(at):
            one = _side(starts[i], ends[i], starts[at]) * _side(starts[i], ends[i], ends[at])
            other = _side(starts[at], ends[at], starts[i]) * _side(starts[at], ends[at], ends[i])
            found += int(((one < -1e-9) & (other < -1e-9)).sum())
    return found


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    along, to = b - a, point - a
    side: Floats = along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0]
    return side


def through_boxes(plan: Plan, places: Places) -> int:
    """How many pieces of routes run through boxes."""
    half = plan.sizes / 2 - 1.0
    low, high = places.centres - half, places.centres + half
    of = np.repeat(np.arange(len(plan.links)), np.diff(places.starts) - 1)
    at: Ints = (np.arange(len(of)) + of).astype(np.int32)
    a, b = places.points[at], places.points[at + 1]
    first, last = np.minimum(a, b), np.maximum(a, b)
    return sum(
        int(((last > low[box]) & (first < high[box])).all(axis=1).sum()) for box in range(len(half))
    )


def measured(name: str, rounds: int) -> tuple[str, ...]:
    """One row; each round forgets what the others laid out."""
    plan = SCENES[name]()
    columns = plan.sizes, plan.links, plan.frame, plan.outer, plan.head
    loose = np.zeros(len(plan.outer), np.int32)  # as modules: a frame gives way if links cross
    seconds = []
    for _ in range(rounds):
        engine.forget()
        start = time.perf_counter()
        places = lay_out(*columns, loose=loose)
        seconds.append(time.perf_counter() - start)
    small = len(plan.sizes) <= DRAWN_BY_DOT
    ours = [places.route(link) for link in range(len(plan.links))]
    dot = by_dot(plan) if small and shutil.which("dot") else None
    return (
        name,
        f"{len(plan.sizes):,}",
        f"{len(plan.outer):,}",
        spread(seconds, "{:.3f}") + (" (plain)" if places.plain else ""),
        f"{crossings(ours):,}" if small else "–",
        f"{through_boxes(plan, places):,}" if small else "–",
        f"{dot[0]:.1f}" if dot else f"not in {PATIENCE}" if small and shutil.which("dot") else "–",
        f"{crossings(dot[1]):,}" if dot else "–",
    )


def run(rounds: int = 5) -> str:
    """The table."""
    header = (
        "everything open", "boxes", "frames", "layout, s", "crossings", "lines through boxes",
        "dot, s", "dot's crossings",
    )  # fmt: skip
    return table("Layout", header, [measured(name, rounds) for name in SCENES])


if __name__ == "__main__":
    print(run())
