"""A graph for a window that has no engine: what is true of it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from . import messages
from .buffers import Buffers
from .naming import Names
from .tracing import walked


def found_now(
    tensors: Sequence[torch.Tensor], model: Names = None
) -> tuple[messages.GraphFound, messages.Flow]:
    """The graph as a window receives it, and which of its nodes have what they saved.

    Gradients are not looked for: what is in `.grad` may be the sum of several backwards.

    Raises
    ------
    TypeError, ValueError
        As `trace`.
    """
    graph, nodes = walked(tensors, model, "show")
    leaves = [node.variable for node, k in zip(nodes, graph.sequence, strict=True) if k < 0]
    buffers = Buffers(nodes, [leaf for leaf in leaves if isinstance(leaf, torch.Tensor)])
    graph = replace(graph, saved=buffers.kept, storages=buffers.sizes)
    n, e = len(nodes), len(graph.edges)
    found = graph.message()
    flow = messages.Flow(
        key=found.key,
        iteration=0,
        backward=messages.UNOBSERVED,
        states=messages.Array.of(buffers.states()),
        reached=messages.Array.of(np.zeros(n, np.uint8)),
        norms=messages.Array.of(np.zeros(n)),
        edge_reached=messages.Array.of(np.zeros(e, np.uint8)),
        edge_norms=messages.Array.of(np.zeros(e)),
        order=messages.Array.of(np.full(n, -1, np.int32)),
    )
    return found, flow
