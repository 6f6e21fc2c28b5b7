"""`gradwalk.trace` beside a bare breadth-first walk of `next_functions`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import torch
import torch.nn.functional as F

from gradwalk import trace

from .measure import spread, table

LIMIT = 2
"""How many times as long as the bare walk `trace` may take."""

SIZES = (1_000, 10_000, 100_000)
STACK = 256 << 20
"""Bytes: torch frees a deep graph that was walked recursively."""


def bare(loss: torch.Tensor) -> tuple[int, int]:
    """The least that finds every node and edge."""
    root: Any = loss.grad_fn
    nodes, edges = [root], []
    index = {root: 0}
    for source, node in enumerate(nodes):
        for target, slot in node.next_functions:
            if target is not None:
                if target not in index:
                    index[target] = len(nodes)
                    nodes.append(target)
                edges.append((source, index[target], slot))
    return len(nodes), len(edges)


def chain(size: int) -> torch.Tensor:
    """A loss with `size` nodes behind it: a recurrent net's shape, one weight used throughout."""
    weight = torch.ones(2, requires_grad=True)
    state = torch.ones(2)
    for _ in range((size - 2) // 2):
        state = torch.tanh(state * weight)
    return state.sum()


def residual(blocks: tuple[int, ...] = (3, 8, 36, 3)) -> torch.Tensor:
    """A loss behind a net of ResNet-152's shape: so many bottlenecks a stage, narrow ones here."""
    x = torch.randn(2, 4, 4, 4)

    def convolved(x: torch.Tensor, size: int) -> torch.Tensor:
        weight = torch.randn(4, 4, size, size, requires_grad=True)
        scale, shift = torch.ones(4, requires_grad=True), torch.zeros(4, requires_grad=True)
        y = F.conv2d(x, weight, padding=size // 2)
        return F.batch_norm(y, None, None, scale, shift, training=True)

    x = F.max_pool2d(convolved(x, 7).relu(), 3, 1, 1)
    for stage in blocks:
        for block in range(stage):
            short = x if block else convolved(x, 1)
            y = convolved(convolved(x, 1).relu(), 3).relu()
            x = (convolved(y, 1) + short).relu()
    linear = torch.randn(10, 4, requires_grad=True), torch.zeros(10, requires_grad=True)
    return F.linear(x.mean((2, 3)), *linear).sum()


def measured(title: str, make: Callable[[], torch.Tensor], rounds: int) -> tuple[str, ...]:
    """One row: each round walks fresh graphs, for a second look at a node is cheaper."""
    walks, traces = [], []
    for _ in range(rounds):
        loss = make()
        start = time.perf_counter()
        counts = bare(loss)
        walks.append((time.perf_counter() - start) * 1e3)
        loss = make()
        start = time.perf_counter()
        graph = trace(loss)
        traces.append((time.perf_counter() - start) * 1e3)
        if (len(graph.nodes), len(graph.edges)) != counts:
            raise AssertionError(f"trace found {len(graph.nodes)} nodes, the bare walk {counts}")
        del loss, graph
    form = "{:,.1f}"
    return (
        title, f"{counts[0]:,}", f"{counts[1]:,}", spread(walks, form), spread(traces, form),
        f"{median(traces) / median(walks):.2f}× (limit {LIMIT})",
    )  # fmt: skip


def run(rounds: int = 7) -> str:
    """The table, measured in a thread whose stack is deep enough to free the graphs."""
    rows: list[tuple[str, ...]] = []
    threading.stack_size(STACK)
    cases = {
        "a chain": partial(chain, SIZES[0]),
        "like ResNet-152": residual,
        "a longer chain": partial(chain, SIZES[1]),
        "a long chain": partial(chain, SIZES[2]),
    }
    worker = threading.Thread(
        target=lambda: rows.extend(measured(title, make, rounds) for title, make in cases.items())
    )
    worker.start()
    worker.join()
    header = ("graph", "nodes", "edges", "bare walk, ms", "gradwalk.trace, ms", "ratio")
    return table("Finding the graph", header, rows)


if __name__ == "__main__":
    print(run())
