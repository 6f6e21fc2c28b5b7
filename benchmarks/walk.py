"""`gradwalk.trace` beside a bare breadth-first walk of `next_functions`."""

from __future__ import annotations

import threading
import time
from typing import Any

import torch

from gradwalk import trace

from .measure import spread, table

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


def measured(size: int, rounds: int) -> tuple[str, ...]:
    """One row: each round walks fresh graphs, for a second look at a node is cheaper."""
    walks, traces = [], []
    for _ in range(rounds):
        loss = chain(size)
        start = time.perf_counter()
        counts = bare(loss)
        walks.append((time.perf_counter() - start) * 1e3)
        loss = chain(size)
        start = time.perf_counter()
        graph = trace(loss)
        traces.append((time.perf_counter() - start) * 1e3)
        if (len(graph.nodes), len(graph.edges)) != counts:
            raise AssertionError(f"trace found {len(graph.nodes)} nodes, the bare walk {counts}")
        del loss, graph
    form = "{:,.1f}"
    return (f"{counts[0]:,}", f"{counts[1]:,}", spread(walks, form), spread(traces, form))


def run(rounds: int = 7) -> str:
    """The table, measured in a thread whose stack is deep enough to free the graphs."""
    rows: list[tuple[str, ...]] = []
    threading.stack_size(STACK)
    worker = threading.Thread(target=lambda: rows.extend(measured(n, rounds) for n in SIZES))
    worker.start()
    worker.join()
    header = ("nodes", "edges", "bare walk, ms", "gradwalk.trace, ms")
    return table("Finding the graph", header, rows)


if __name__ == "__main__":
    print(run())
