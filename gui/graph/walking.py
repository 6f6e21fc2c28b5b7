"""Where the arrow keys lead: along edges, and to siblings. No Qt."""

from __future__ import annotations

from .placement import Placement

Spot = tuple[str, int]
"""("box", index) or ("chip", index into Placement.chips)."""


def step(placement: Placement, spot: Spot | None, way: str) -> Spot | None:
    """The neighbour of a spot: "down" follows next_functions, "up" goes back towards the loss.

    "left" and "right" go to the neighbours at the same height, and from a box to its chips.
    Without a spot, the walk begins at the root.
    """
    scene = placement.scene
    if spot is None:
        first = min(scene.roots, default=0)
        return ("box", first) if len(scene.nodes) else None
    kind, index = spot
    if kind == "chip":
        return _from_chip(placement, index, way)
    if way in ("down", "up"):
        ends = [
            link.target if way == "down" else link.source
            for link in scene.links
            if (link.source if way == "down" else link.target) == index
        ]
        if ends:
            x = placement.boxes[index, 0]
            return ("box", min(ends, key=lambda b: abs(placement.boxes[b, 0] - x)))
        if way == "down" and scene.chips[index]:
            return ("chip", placement.first_chip[index])
        return None
    if way == "right" and scene.chips[index]:
        return ("chip", placement.first_chip[index])
    return _beside(placement, index, way)


def _from_chip(placement: Placement, index: int, way: str) -> Spot | None:
    box = placement.chips[index].box
    if way == "left":
        return ("box", box)
    if way == "right":
        return _beside(placement, box, way)
    other = index + (1 if way == "down" else -1)
    first = placement.first_chip[box]
    inside = first <= other < first + len(placement.scene.chips[box])
    return ("chip", other) if inside else ("box", box)


def _beside(placement: Placement, index: int, way: str) -> Spot | None:
    x, y, _, height = placement.boxes[index]
    sign = 1 if way == "right" else -1
    best, nearest = None, float("inf")
    for box, (bx, by, _, _) in enumerate(placement.boxes.tolist()):
        gap = (bx - x) * sign
        if gap > 1 and abs(by - y) <= height * 1.5 and gap < nearest:
            best, nearest = box, gap
    return None if best is None else ("box", best)
