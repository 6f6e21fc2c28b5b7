"""What there is to see of a machine, as messages: nothing here changes anything."""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
from torch import nn

from . import saved
from .graph import Graph
from .machine import Machine
from .messages import (
    FREED,
    Array,
    Detail,
    Flow,
    GradientDetail,
    GraphFound,
    ParameterRow,
    ParameterValue,
    Phase,
    Storages,
    Values,
)
from .naming import parameter_names
from .roots import Walked
from .sentences import QT_TRANSLATE_NOOP
from .tensors import dtype_name, gradient_detail, norm_number, number, value_message
from .tracing import attributed, columns
from .walk import uncollected


def graph(machine: Machine) -> Graph | None:
    """The graph behind the current loss and output, without what its nodes have saved."""
    walked = machine.walked()
    if walked is None:
        return None
    if walked.graph is None:
        with uncollected():
            walked.graph = _graph(machine, walked)
    return walked.graph


def whole(machine: Machine) -> Graph | None:
    """The graph with what its nodes save: read before an observed backward frees it."""
    walked, found = machine.walked(), graph(machine)
    if walked is None or found is None:
        return None
    if walked.whole is None:
        buffers = machine.buffers(walked)
        walked.whole = found.replaced(saved=buffers.kept, storages=buffers.sizes)
    return walked.whole


def storages(machine: Machine) -> Storages | None:
    """What `whole` adds to `graph`, as a message."""
    found = whole(machine)
    if found is None or found.saved is None or found.storages is None:
        return None
    return Storages(found.key, saved=Array.of(found.saved), storages=Array.of(found.storages))


def _graph(machine: Machine, walked: Walked) -> Graph:
    found = columns(
        walked.nodes,
        walked.edges,
        walked.roots,
        walked.sequence,
        walked.shapes,
        parameter_names(machine.model),
    )
    if machine.calls is not None:
        found = attributed(found, walked.nodes, [machine.calls], trusted=True)
    return found


def phase(machine: Machine) -> Phase:
    """ "freed" as soon as one node has lost what it saved."""
    walked = machine.walked()
    if walked is None:
        return "no graph"
    return "freed" if FREED in machine.buffers(walked).states() else "alive"


def found(machine: Machine) -> GraphFound | None:
    """The graph as a message; None if there is none."""
    known, walked = graph(machine), machine.walked()
    if known is None or walked is None:
        return None
    return msgspec.structs.replace(known.message(), root_names=walked.names)


def flow(machine: Machine, failed: tuple[int, ...] = ()) -> Flow | None:
    """States of all nodes, and the gradients of the last backward if it was observed.

    None if there is no graph. `failed` are the nodes that the last error points at.
    """
    known, walked = graph(machine), machine.walked()
    if known is None or walked is None:
        return None
    seen = machine.flow
    n, e = len(walked.nodes), len(walked.edges)
    none = np.zeros(n, np.uint8), np.zeros(n), np.zeros(e, np.uint8), np.zeros(e)
    reached, norms, edge_reached, edge_norms = (
        none if seen is None else (seen.reached, seen.norms, seen.edge_reached, seen.edge_norms)
    )
    order = np.full(n, -1, np.int32) if seen is None else seen.order
    return Flow(
        key=known.key,
        iteration=machine.iteration,
        backward=0 if seen is None else machine.backwards,
        states=Array.of(_states(machine, walked)),
        reached=Array.of(reached),
        norms=Array.of(norms),
        edge_reached=Array.of(edge_reached),
        edge_norms=Array.of(edge_norms),
        order=Array.of(order),
        failed=failed,
        closed=machine.closed,
    )


def _states(machine: Machine, walked: Walked) -> npt.NDArray[np.uint8]:
    """What a backward would find at each node now; read once, not twice, the first time."""
    if walked.buffers is None:
        return machine.buffers(walked).found
    return machine.buffers(walked).states()


def blamed(machine: Machine, text: str, unfinished: int | None) -> tuple[int, ...]:
    """The nodes that an error points at: where it came from, or all that were freed."""
    walked = machine.walked() if "backward" in text or unfinished is not None else None
    if walked is None:
        return ()
    if "a second time" in text:
        return tuple(np.flatnonzero(machine.buffers(walked).states() == FREED).tolist())
    return () if unfinished is None else (unfinished,)


def detail(machine: Machine, node: int) -> Detail:
    """One node: what it saved, and the gradients that arrived at it.

    Raises
    ------
    IndexError
        If the graph has no such node.
    """
    known, walked = graph(machine), machine.walked()
    if walked is None or known is None or not 0 <= node < len(walked.nodes):
        raise IndexError(
            QT_TRANSLATE_NOOP("Explain", "the graph has no node {node}").filled(node=node)
        )
    seen = machine.flow
    gradients: tuple[GradientDetail | None, ...] = ()
    if seen is not None and node in seen.kept:
        gradients = tuple(None if g is None else gradient_detail(g) for g in seen.kept[node])
    elif seen is not None and node in seen.not_kept:
        gradients = _norm_only(known, node, float(seen.norms[node]))
    return Detail(
        key=known.key,
        node=node,
        name=known.names[node],
        iteration=machine.iteration,
        gradients=gradients,
        saved=saved.listing(walked.nodes[node]),
    )


def _norm_only(known: Graph, node: int, norm: float) -> tuple[GradientDetail | None, ...]:
    shapes = known.all_shapes[node]
    if len(shapes) != 1:  # only the norm over all slots is known
        return ()
    return (GradientDetail(shape=shapes[0], dtype="", norm=norm),)


def rows(machine: Machine) -> tuple[ParameterRow, ...]:
    """Every parameter's numbers, tied weights once."""
    return tuple(
        ParameterRow(
            name=name,
            shape=tuple(p.shape),
            dtype=dtype_name(p.dtype),
            weight_norm=norm_number(p.detach()),
            gradient_norm=None if p.grad is None else norm_number(p.grad),
            update_ratio=machine.changes.ratios.get(name),
            accumulations=machine.changes.accumulations.get(name, 0),
        )
        for name, p in machine.model.named_parameters()
        if not nn.parameter.is_lazy(p)  # it gets its shape in the first forward
    )


def values(machine: Machine, names: tuple[str, ...]) -> Values:
    """The values and gradients of these parameters; unknown names are left out."""
    named = machine.model.named_parameters()
    known = {name: p for name, p in named if not nn.parameter.is_lazy(p)}
    return Values(
        iteration=machine.iteration,
        items=tuple(
            ParameterValue(
                name,
                value_message(known[name]),
                None if (grad := known[name].grad) is None else value_message(grad),
            )
            for name in names
            if name in known
        ),
    )


def losses(machine: Machine) -> dict[str, float]:
    """The losses that are there and are one number each, by name, the first one first."""
    values = {name: number(machine.names.get(name)) for name in machine.source.losses}
    return {name: value for name, value in values.items() if value is not None}
