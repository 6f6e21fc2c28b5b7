"""The order in which a graph's operations are drawn and folded: from the loss down. No Qt."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

from ....engine import messages
from ....engine.messages import QT_TRANSLATE_NOOP
from .tree import Ints

Edges = npt.NDArray[np.int32]


def order_of(graph: messages.GraphFound, kept: npt.NDArray[np.bool_]) -> Ints:
    """The kept nodes in a topological order that stays near the order of their creation.

    The forward's own order, backwards, is what keeps every module call in one stretch. Where the
    numbers contradict an edge or are missing, an order as near to them as the edges allow is
    taken; where two nodes bear the same number (torch counts per thread), the edges alone decide,
    so that what two threads made in parallel does not end up interleaved.

    Parameters
    ----------
    kept : (N,) bool
        The nodes that are drawn as boxes.

    Returns
    -------
    (M,) int32
        Sources before targets.

    Raises
    ------
    messages.MessageError
        If the edges have a cycle, which no autograd graph has.
    """
    nodes = np.flatnonzero(kept).astype(np.int32)
    edges = graph.edges.numpy()
    edges = edges[kept[edges[:, 0]] & kept[edges[:, 1]]]
    if len(graph.sequence) != len(graph.names):
        found = _by_edges(nodes, edges, len(kept))
    else:
        made = np.array(graph.sequence, np.int64)
        numbers = np.sort(made[nodes][made[nodes] >= 0])
        if (numbers[1:] == numbers[:-1]).any():
            found = _by_edges(nodes, edges, len(kept))
        elif len(numbers) == len(nodes) and (made[edges[:, 0]] > made[edges[:, 1]]).all():
            return nodes[np.argsort(-made[nodes])]
        else:
            found = _near(nodes, edges, made)
    if len(found) != len(nodes):
        raise messages.MessageError(QT_TRANSLATE_NOOP("Explain", "a graph with a cycle"))
    return np.array(found, np.int32)


def _targets(edges: Edges, count: int) -> tuple[list[int], list[int]]:
    """The targets of node n are the second list's entries from first[n] to first[n + 1]."""
    by_source = edges[np.argsort(edges[:, 0], kind="stable")]
    at = np.searchsorted(by_source[:, 0], np.arange(count + 1))
    return at.tolist(), by_source[:, 1].tolist()


def _near(nodes: Ints, edges: Edges, made: npt.NDArray[np.int64]) -> list[int]:
    """Always the newest node of those whose sources are all placed.

    A node without a number follows the one that it waited for.
    """
    count = len(made)
    at, targets = _targets(edges, count)
    waiting = np.bincount(edges[:, 1], minlength=count).tolist()
    numbers = made.tolist()
    newest = int(made.max(initial=0))
    ready = [
        (-numbers[n] if numbers[n] >= 0 else -newest, n) for n in nodes.tolist() if not waiting[n]
    ]
    heapq.heapify(ready)
    found = []
    while ready:
        key, node = heapq.heappop(ready)
        found.append(node)
        for target in targets[at[node] : at[node + 1]]:
            waiting[target] -= 1
            if not waiting[target]:
                number = numbers[target]
                heapq.heappush(ready, (-number if number >= 0 else key, target))
    return found


def _by_edges(nodes: Ints, edges: Edges, count: int) -> list[int]:
    """Depth first: an operation's arguments are made one after the other, then itself."""
    at, targets = _targets(edges, count)
    used = np.bincount(edges[:, 1], minlength=count)
    NEW, OPEN, DONE = 0, 1, 2
    state = [NEW] * count
    found: list[int] = []
    for root in nodes[used[nodes] == 0].tolist()[::-1]:
        stack = [root]
        while stack:
            node = stack[-1]
            if state[node] == NEW:
                state[node] = OPEN
                inner = targets[at[node] : at[node + 1]]
                stack.extend(t for t in reversed(inner) if state[t] == NEW)
                if any(state[t] == OPEN for t in inner):
                    return []  # a cycle
            else:
                stack.pop()
                if state[node] == OPEN:
                    state[node] = DONE
                    found.append(node)
    return found[::-1]
