"""Finding operations and parameters by what is written on them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ..panels.found import module_label
from ..panels.numbers import shape_text
from .scene import Scene
from .walk import Place


@dataclass(frozen=True)
class Match:
    """One box or chip that was found, and how it is listed."""

    place: Place
    title: str
    detail: str


def normal(text: str) -> str:
    """As texts are compared: lower case, and shapes with × whether typed as x, * or comma.

    >>> normal("1, 6,30x30")
    '1×6×30×30'
    """
    low = text.strip().casefold()
    shaped = low.replace(", ", "×").replace(",", "×").replace("*", "×").replace("x", "×")
    digits = shaped.replace("×", "").strip("()[] ")
    return shaped.strip("()[] ") if digits.isdigit() and "×" in shaped else low


def search(scene: Scene, text: str) -> list[Match]:
    """Boxes by operation, module, line or shape, and chips by parameter or shape, in order.

    Every word of `text` must be found; nothing is found for an empty text.
    """
    words = [normal(text)] if "×" in normal(text) else normal(text).split()
    if not words:
        return []
    found: list[Match] = []
    graph, chips = scene.graph, scene.chips
    rows = scene.chip_rows.tolist()
    for box, node in enumerate(scene.node.tolist()):
        module = module_label(graph, node)
        line = graph.lines[node] if graph.lines else ""
        shapes = " ".join(map(shape_text, graph.shapes[node]))
        whole = f"{scene.titles[box]} {module} {line} {shapes}".casefold()
        if all(word in whole for word in words):
            detail = " · ".join(filter(None, (scene.shapes[box], module)))
            found.append(Match(Place("box", box), scene.titles[box], detail))
        for chip in range(rows[box], rows[box + 1]):
            label = graph.parameters[int(chips.leaf[chip])]
            if all(word in f"{label} {chips.shapes[chip]}".casefold() for word in words):
                found.append(Match(Place("chip", chip), chips.names[chip], chips.shapes[chip]))
    return found
