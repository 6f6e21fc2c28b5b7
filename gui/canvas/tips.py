"""What the pointer tells about an operation, a parameter or an edge, as rows of text."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import QCoreApplication

from ...engine import messages
from ..panels.found import module_label
from ..panels.numbers import SIGN, count, number, shape_text
from ..selection import Group
from . import levels
from .chips import shapes_text
from .levels import Flows
from .measure import alive_text, freed_text, leaf_text
from .scene import Scene

translate = QCoreApplication.translate
Rows = list[tuple[str, str]]


def html(title: str, rows: Rows) -> str:
    """A tooltip: the title, then one line per row."""
    lines = "".join(
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
        for name, value in rows
        if value
    )
    return f"<b>{escape(title)}</b><table>{lines}</table>"


def sentence(title: str, rows: Rows) -> str:
    """The same in one line, for the status bar and screen readers."""
    return " · ".join([title, *(f"{name} {value}" for name, value in rows if value)])


def node_rows(scene: Scene, flows: Flows | None, node: int) -> Rows:
    """All that is known of a node without asking the engine."""
    graph = scene.graph
    edges = graph.edges.numpy()
    handed = [
        shape_text(graph.shapes[target][slot])
        for _, target, slot in edges[edges[:, 0] == node].tolist()
        if slot < len(graph.shapes[target])
    ]
    rows = [
        (translate("Tip", "node"), count(node)),
        (translate("Tip", "receives the gradient of"), shapes_text(graph.shapes[node])),
        (translate("Tip", "hands on gradients of"), ", ".join(handed)),
        (translate("Tip", "module"), module_label(graph, node)),
        (translate("Tip", "line"), graph.lines[node] if graph.lines else ""),
    ]
    if flows is not None:
        rows.append((translate("Tip", "saved tensors"), _state(flows, node)))
        rows.append((translate("Tip", "norm of the gradient"), _norm(flows, node)))
        rows.append((translate("Tip", "ran as number"), _turn(flows, node)))
    return rows


def box_tip(scene: Scene, flows: Flows | None, box: int) -> tuple[str, Rows]:
    """Title and rows of a box."""
    return scene.titles[box], node_rows(scene, flows, int(scene.node[box]))


def group_tip(graph: messages.GraphFound, flows: Flows | None, group: Group) -> tuple[str, Rows]:
    """Title and rows of a folded box or a frame."""
    times = f" ×{count(group.count)}" if group.count > 1 else ""
    rows = [
        (translate("Tip", "class"), group.detail),
        (translate("Tip", "operations"), count(len(group.nodes))),
    ]
    if flows is not None and flows.ran:
        norms = flows.norms[group.nodes[flows.reached[group.nodes] == 1]]
        usual, strange = norms[np.isfinite(norms)], int((~np.isfinite(norms)).sum())
        if usual.size:
            ends = f"{number(float(usual.min()))} – {number(float(usual.max()))}"
            rows.append((translate("Tip", "norms of the gradients"), ends))
        if strange:
            rows.append((translate("Tip", "NaN or Inf"), f"{SIGN} {count(strange)}"))
        if not norms.size:
            rows.append((translate("Tip", "norms of the gradients"), _number(0.0, 0)))
    rows.append((translate("Tip", "double click"), translate("Tip", "opens or closes it")))
    return f"{group.title}{times}", rows


def chip_tip(scene: Scene, flows: Flows | None, chip: int) -> tuple[str, Rows]:
    """Title and rows of a chip."""
    chips, graph = scene.chips, scene.graph
    leaf = int(chips.leaf[chip])
    title = f"{graph.parameters[leaf] or leaf_text()} {chips.shapes[chip]}"
    names = " → ".join(graph.names[i] for i in chips.nodes[chip])
    rows = [
        (translate("Tip", "stands for"), names),
        (translate("Tip", "node"), count(leaf)),
        (translate("Tip", "used by"), scene.titles[int(chips.box[chip])]),
    ]
    uses = int(np.count_nonzero(chips.leaf == leaf))
    if uses > 1:
        rows.append((translate("Tip", "uses in this graph"), count(uses)))
    edge = int(chips.edge[chip])
    if flows is not None and flows.ran and edge >= 0:
        own = _number(float(flows.edge_norms[edge]), int(flows.edge_reached[edge]))
        rows.append((translate("Tip", "norm of the gradient from this use"), own))
    if flows is not None and flows.ran and (uses > 1 or edge < 0):
        rows.append((translate("Tip", "norm of the gradient in all"), _norm(flows, leaf)))
    if flows is not None and flows.flow.closed:
        later = translate("Tip", "another gradient, of Step's closure")
        rows.append((translate("Tip", "in .grad now"), later))
    return title, rows


def link_tip(scene: Scene, flows: Flows | None, link: int) -> tuple[str, Rows]:
    """Title and rows of a link."""
    edge = int(scene.edge[link])
    source, target, slot = scene.graph.edges.numpy()[edge].tolist()
    names, shapes = scene.graph.names, scene.graph.shapes[target]
    rows = [(translate("Tip", "output number"), str(slot) if len(shapes) > 1 else "")]
    if slot < len(shapes):
        rows.append((translate("Tip", "gradient of"), shape_text(shapes[slot])))
    if flows is not None and flows.ran:
        own = _number(float(flows.edge_norms[edge]), int(flows.edge_reached[edge]))
        rows.append((translate("Tip", "norm of the gradient"), own))
    return f"{names[source]} → {names[target]}", rows


def _state(flows: Flows, node: int) -> str:
    state = int(flows.flow.states.numpy()[node])
    words = {messages.ALIVE: alive_text(), messages.FREED: freed_text()}
    return words.get(state, translate("Tip", "none"))


def _norm(flows: Flows, node: int) -> str:
    return _number(float(flows.norms[node]), int(flows.reached[node])) if flows.ran else ""


def _number(norm: float, reached: int) -> str:
    if not reached:
        return translate("Tip", "no gradient came")
    if reached == levels.UNMEASURED_REACHED:
        return translate("Tip", "torch computes none for this dtype")
    text = number(norm)
    return text if np.isfinite(norm) else f"{SIGN} {text}"


def _turn(flows: Flows, node: int) -> str:
    turn = int(flows.flow.order.numpy()[node]) if len(flows.flow.order.numpy()) > node else -1
    return count(turn + 1) if flows.ran and turn >= 0 else ""
