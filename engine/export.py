"""A graph in the formats that other programs read: networkx, DOT, JSON, GraphML."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from .messages import MessageError
from .sentences import QT_TRANSLATE_NOOP, choose

if TYPE_CHECKING:
    import networkx as nx

    from .graph import Graph


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as people write it: "6×1×3×3", and "scalar" for ()."""
    return "×".join(map(str, shape)) or "scalar"


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """The graph with the attributes name, module, line, parameter, shapes and sequence."""
    import networkx as nx  # late: a third of a second that trace() alone need not pay

    result = nx.MultiDiGraph()
    for node in graph.nodes:
        result.add_node(
            node.index,
            name=node.name,
            module=node.module,
            line=node.line,
            parameter=node.parameter,
            shapes=node.shapes,
            sequence=node.sequence,
            root=node.index in graph.roots,
        )
    result.add_edges_from((s, t, {"input_nr": nr}) for s, t, nr in graph.edges)
    return result


def to_json(graph: Graph) -> str:
    """networkx's node-link form, https://networkx.org/documentation/stable/reference/readwrite."""
    import networkx as nx

    return json.dumps(nx.node_link_data(to_networkx(graph), edges="edges"), indent=1)


def to_graphml(graph: Graph) -> str:
    """GraphML. It knows no tuples and no None: shapes become text, what is unknown is left out."""
    import networkx as nx

    plain = to_networkx(graph)
    for _, attributes in plain.nodes(data=True):
        attributes["shapes"] = " ".join(map(shape_text, attributes["shapes"]))
        for name in ("module", "line", "parameter"):
            if attributes[name] is None:
                del attributes[name]
    return "\n".join(nx.generate_graphml(plain))


def to_dot(graph: Graph) -> str:
    """Graphviz source: parameters as boxes of their own, input_nr on edges where it is not 0."""
    lines = ["digraph autograd {", '  node [shape=box, fontname="sans-serif"];']
    for node in graph.nodes:
        label = [node.parameter or node.name, *map(shape_text, node.shapes)]
        style = ", style=rounded" if node.parameter else ""
        text = "\\n".join(_escape(part) for part in label)
        lines.append(f'  {node.index} [label="{text}"{style}];')
    for source, target, input_nr in graph.edges:
        label_text = f' [label="{input_nr}"]' if input_nr else ""
        lines.append(f"  {source} -> {target}{label_text};")
    lines.append("}")
    return "\n".join(lines) + "\n"


def written(graph: Graph | None, form: str) -> str:
    """The graph as "dot", "graphml" or "json" text.

    Raises
    ------
    MessageError
        If there is no graph yet or the format is unknown.
    """
    if graph is None:
        raise MessageError(
            QT_TRANSLATE_NOOP("Explain", "There is no graph yet: press Forward first.")
        )
    if form not in WRITERS:
        raise MessageError(choose("format", form, WRITERS))
    return WRITERS[form](graph)


WRITERS: dict[str, Callable[[Graph], str]] = {
    "dot": to_dot,
    "graphml": to_graphml,
    "json": to_json,
}


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
