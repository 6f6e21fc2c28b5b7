"""Graphs and flows that a canvas shows."""

from __future__ import annotations

import numpy as np

from gradwalk.engine import messages

of = messages.Array.of
LEAF = "AccumulateGrad"
NAMES = ("MseLossBackward0", "AddmmBackward0", LEAF, "ReluBackward0", "TBackward0", LEAF,
         "AddmmBackward0", LEAF, "TBackward0")  # fmt: skip
EDGES = [(0, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0), (4, 5, 0), (3, 6, 0), (6, 7, 0), (6, 8, 0),
         (8, 5, 0)]  # fmt: skip
GRAPH = messages.GraphFound(
    key=1,
    names=NAMES,
    parameters=("", "", "b1", "", "", "w", "", "b2", ""),
    shapes=(((),), *(((2, 3),),) * 8),
    edges=of(np.array(EDGES, np.int32)),
    calls=tuple(messages.ModuleCall(path, "Linear") for path in ("net.one", "net.two")),
    call_of=of(np.array([-1, 0, -2, -1, 0, -2, 1, -2, 1], np.int32)),
    sequence=(5, 4, -1, 3, 2, -1, 1, -1, 0),
)


def chain(count: int, key: int = 9) -> messages.GraphFound:
    at = np.arange(count - 1)
    edges = np.stack([at, at + 1, np.zeros_like(at)], axis=1).astype(np.int32)
    return messages.GraphFound(
        key=key, names=("MulBackward0",) * count, parameters=("",) * count,
        shapes=(((2,),),) * count, edges=of(edges),
    )  # fmt: skip


def flow(graph: messages.GraphFound, norm: float = 0.5, **more: object) -> messages.Flow:
    nodes, edges = len(graph.names), len(graph.edges.numpy())
    usual = {
        "key": graph.key, "iteration": 1, "backward": 1,
        "states": of(np.full(nodes, messages.FREED, np.uint8)),
        "reached": of(np.ones(nodes, np.uint8)), "norms": of(np.full(nodes, norm)),
        "edge_reached": of(np.ones(edges, np.uint8)), "edge_norms": of(np.full(edges, norm)),
        "order": of(np.arange(nodes, dtype=np.int32)),
    }  # fmt: skip
    return messages.Flow(**(usual | more))
