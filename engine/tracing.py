"""From tensors to their Graph: walked, named, and attributed to modules and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from .attribution import ModuleCalls
from .graph import Graph
from .naming import Names, parameter_names
from .recent import found, recent
from .walk import Edge, Node, Shapes, guard, names_of, roots_of, sequence_of, uncollected, walk


def trace(*tensors: torch.Tensor, model: Names = None) -> Graph:
    """The autograd graph of these tensors.

    Parameters
    ----------
    *tensors : torch.Tensor
        Usually one loss. Each must require grad.
    model : torch.nn.Module, dict or list, optional
        Gives the AccumulateGrad nodes the names of its parameters: a module, a dictionary of names
        to tensors or modules, or what `named_parameters()` gives.

    Returns
    -------
    Graph
        Every node and every edge, found without recursion; it keeps nothing of torch alive.

    Raises
    ------
    TypeError
        If something is not a tensor.
    ValueError
        If no tensor is given or one has no graph behind it.

    Examples
    --------
    >>> import torch, gradwalk
    >>> w = torch.ones(3, requires_grad=True)
    >>> gradwalk.trace((w * 2).sum()).names
    ('SumBackward0', 'MulBackward0', 'AccumulateGrad')
    """
    return walked(tensors, model, "trace")[0]


def walked(tensors: Sequence[torch.Tensor], model: Names, asked: str) -> tuple[Graph, list[Node]]:
    """The graph and torch's nodes, which nobody may keep; errors as `trace`.

    Parameters
    ----------
    asked : str
        What a person has called.
    """
    if not tensors:
        raise ValueError(f"{asked} needs at least one tensor, usually the loss")
    given = parameter_names(model)
    roots = roots_of(tensors)
    with uncollected():
        nodes, edges = walk(roots)
        sequence = sequence_of(nodes)
        shapes = guard(tensors, nodes, sequence)
        records, models = recent(sequence)
        known: dict[int, str] = {}
        for one in models if model is None else ():
            known |= parameter_names(one)
        graph = columns(nodes, edges, len(roots), sequence, shapes, known | given)
        return attributed(graph, nodes, records) if records else graph, nodes


def columns(
    nodes: Sequence[Node],
    edges: list[Edge],
    roots: int,
    sequence: Sequence[int],
    shapes: Shapes,
    known: Mapping[int, str],
) -> Graph:
    """The Graph of walked nodes; `roots` of them, at the front, are roots.

    Parameters
    ----------
    nodes, edges, sequence, shapes
        As `walk`, `sequence_of` and `guard` give them.
    known : mapping
        Names of parameters by their `id`, as `parameter_names` gives them.
    """
    parameters = {}
    if known:
        for index, number in enumerate(sequence):
            if number < 0:
                label = known.get(id(getattr(nodes[index], "variable", None)))
                if label is not None:
                    parameters[index] = label
    return Graph(names_of(nodes), edges, tuple(range(roots)), shapes, tuple(sequence), parameters)


def attributed(
    graph: Graph,
    nodes: Sequence[Node],
    records: Sequence[ModuleCalls],
    trusted: bool = False,
) -> Graph:
    """The graph with what the records know of its nodes; see `recent.found`."""
    origin = found(nodes, graph.sequence, graph.edge_rows, records, trusted)
    if origin is None:
        return graph
    return graph.replaced(
        calls=origin.calls,
        call_of=origin.call_of,
        lines=origin.lines,
        files=origin.files,
        note=origin.note,
    )
