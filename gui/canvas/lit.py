"""From what is selected in the window to the boxes and chips that stand for it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from .chips import TIED
from .scene import Scene
from .walk import Place


@dataclass(frozen=True)
class Lit:
    """Boxes and chips to light up, and the one that the keyboard walks on from."""

    boxes: frozenset[int] = frozenset()
    chips: frozenset[int] = frozenset()
    cursor: Place | None = None


def lit(scene: Scene, parameter: str | None, node: int | None, cursor: Place | None) -> Lit:
    """What a selection lights up.

    Parameters
    ----------
    cursor : Place or None
        Where the keyboard was; it stays there if that is part of the selection.
    """
    boxes: list[int] = []
    chips: list[int] = []
    if parameter is not None:
        chips = scene.chips_by_name.get(parameter, [])
        boxes = [b for b in roots(scene) if parameter in labels(scene, b)]
    elif node is not None and 0 <= node < len(scene.box_of):
        chip = int(scene.chip_of[node])
        if chip >= 0:
            leaf = int(scene.chips.leaf[chip])
            named = scene.chips_by_name.get(scene.chips.names[chip], [chip])
            chips = [c for c in named if int(scene.chips.leaf[c]) == leaf]
        elif scene.box_of[node] >= 0:  # else it is hidden
            boxes = [int(scene.box_of[node])]
    places = [*(Place("box", b) for b in boxes), *(Place("chip", c) for c in chips)]
    if cursor not in places:
        cursor = places[0] if places else None
    return Lit(frozenset(boxes), frozenset(chips), cursor)


def roots(scene: Scene) -> list[int]:
    """The boxes where backward starts."""
    return [int(box) for box in scene.root.nonzero()[0]]


def labels(scene: Scene, box: int) -> list[str]:
    """The names of the parameter that a box is: a root can be a leaf."""
    node = int(scene.node[box])
    return scene.graph.parameters[node].split(TIED) if node >= 0 else []
