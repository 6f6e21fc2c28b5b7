"""From what is selected in the window to the boxes and chips that stand for it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..selection import Group
from .chips import TIED
from .distinct import distinct
from .scene import Scene
from .walk import Place


@dataclass(frozen=True)
class Lit:
    """Boxes, chips and frames to light up, and the one that the keyboard walks on from."""

    boxes: frozenset[int] = frozenset()
    chips: frozenset[int] = frozenset()
    frames: frozenset[int] = frozenset()
    cursor: Place | None = None


def lit(
    scene: Scene,
    parameter: str | None,
    node: int | None,
    group: Group | None,
    cursor: Place | None,
) -> Lit:
    """What a selection lights up: where it is folded, the box that holds it.

    Parameters
    ----------
    cursor : Place or None
        Where the keyboard was; it stays there if that is part of the selection.
    """
    boxes: list[int] = []
    chips: list[int] = []
    frames: list[int] = []
    if parameter is not None:
        chips = scene.chips_by_name.get(parameter, [])
        boxes = [b for b in roots(scene) if parameter in labels(scene, b)]
        boxes += [] if chips else holding(scene, parameter)
    elif group is not None:
        frames = np.flatnonzero(scene.frames.group == group.index).tolist()
        boxes = boxes_of(scene, group) if not frames or group.count > 1 else []
        frames = [] if boxes else frames
    elif node is not None and 0 <= node < len(scene.box_of):
        chip = int(scene.chip_of[node])
        if chip >= 0:
            leaf = int(scene.chips.leaf[chip])
            named = scene.chips_by_name.get(scene.chips.names[chip], [chip])
            chips = [c for c in named if int(scene.chips.leaf[c]) == leaf]
        elif scene.box_of[node] >= 0:  # else it is hidden
            boxes = [int(scene.box_of[node])]
    places = [*(Place("box", b) for b in boxes), *(Place("chip", c) for c in chips)]
    places += [Place("frame", f) for f in frames]
    if cursor not in places:
        cursor = places[0] if places else None
    return Lit(frozenset(boxes), frozenset(chips), frozenset(frames), cursor)


def boxes_of(scene: Scene, group: Group) -> list[int]:
    """The boxes that a group is, or that hold it while it is folded away, or that it consists of.

    A run of elements that was split lights up as all that it consists of.
    """
    same = (scene.group == group.index) & (scene.first == group.first)
    exactly = np.flatnonzero(same & (scene.count == group.count))
    if exactly.size:
        return [int(box) for box in exactly]
    inside = scene.box_of[group.nodes]
    return [int(box) for box in distinct(inside[inside >= 0])]


def holding(scene: Scene, parameter: str) -> list[int]:
    """The boxes in which a parameter is used that has no chip there."""
    names = scene.graph.parameters
    leaves = [i for i, label in enumerate(names) if parameter in label.split(TIED)]
    boxes = {int(scene.box_of[leaf]) for leaf in leaves}
    return sorted(box for box in boxes if box >= 0)


def roots(scene: Scene) -> list[int]:
    """The boxes where backward starts."""
    return [int(box) for box in scene.root.nonzero()[0]]


def labels(scene: Scene, box: int) -> list[str]:
    """The names of the parameter that a box is: a root can be a leaf."""
    node = int(scene.node[box])
    return scene.graph.parameters[node].split(TIED) if node >= 0 else []
