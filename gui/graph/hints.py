"""What a tooltip says of a box, a chip or a link."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from ...engine.messages import ALIVE, FREED
from .flowcolour import norm_text
from .painter import Paint
from .placement import Placement
from .scene import shapes_text
from .walking import Spot


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hints", text)


def spot_hint(placement: Placement, paint: Paint, spot: Spot) -> str:
    """Rich text on a box or a chip."""
    kind, index = spot
    if kind == "box":
        return _node(placement, paint, int(placement.scene.nodes[index]), "")
    chip = placement.chips[index]
    via = " → ".join(placement.scene.graph.names[n] for n in chip.nodes)
    return _node(placement, paint, chip.nodes[-1], via)


def link_hint(placement: Placement, paint: Paint, number: int) -> str:
    """Rich text on a link."""
    link, scene = placement.scene.links[number], placement.scene
    _, _, input_nr = scene.graph.edges.numpy()[link.edge].tolist()
    lines = [
        f"<b>{escape(scene.title(link.source))} → {escape(scene.title(link.target))}</b>",
        _tr("input_nr {number} of the target").format(number=input_nr),
    ]
    if paint.edge_reached is not None and paint.edge_norms is not None:
        text = norm_text(int(paint.edge_reached[link.edge]), float(paint.edge_norms[link.edge]))
        lines.append(_gradient(text))
    return "<br>".join(lines)


def _gradient(text: str) -> str:
    if not text:
        return _tr("no gradient has flowed here")
    return _tr("L2 norm of the gradient that flowed here: {norm}").format(norm=text)


def _node(placement: Placement, paint: Paint, node: int, via: str) -> str:
    graph = placement.scene.graph
    title = graph.parameters[node] or graph.names[node]
    lines = [f"<b>{escape(title)}</b>"]
    if via:
        lines.append(escape(via))
    lines.append(_tr("node {index}, receives {shape}").format(
        index=node, shape=shapes_text(graph.shapes[node])
    ))  # fmt: skip
    if graph.modules and graph.modules[node]:
        lines.append(_tr("module {name}").format(name=escape(graph.modules[node])))
    if graph.lines and graph.lines[node]:
        lines.append(escape(graph.lines[node]))
    if paint.states is not None:
        state = int(paint.states[node])
        lines.append({
            ALIVE: _tr("keeps saved tensors: backward can run through it"),
            FREED: _tr("its saved tensors were freed by backward"),
        }.get(state, _tr("saves nothing for backward")))  # fmt: skip
    if paint.reached is not None and paint.norms is not None:
        lines.append(_gradient(norm_text(int(paint.reached[node]), float(paint.norms[node]))))
    return "<br>".join(lines)
