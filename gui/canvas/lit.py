"""From what is selected in the window to the boxes and chips that stand for it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from .scene import Scene
from .walk import Place


@dataclass(frozen=True)
class Lit:
    """Boxes and chips to light up, and the one that the keyboard walks on from."""

    boxes: frozenset[int] = frozenset()
    chips: frozenset[int] = frozenset()
    cursor: Place | None = None

    @property
    def starts(self) -> frozenset[int]:
        """The boxes whose ancestors and descendants belong to the selection."""
        return self.boxes


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
    elif node is not None and 0 <= node < len(scene.box_of):
        chip = int(scene.chip_of[node])
        if chip >= 0:
            leaf = int(scene.chips.leaf[chip])
            named = scene.chips_by_name.get(scene.chips.names[chip], [chip])
            chips = [c for c in named if int(scene.chips.leaf[c]) == leaf]
        else:
            boxes = [int(scene.box_of[node])]
    places = [*(Place("box", b) for b in boxes), *(Place("chip", c) for c in chips)]
    if cursor not in places:
        cursor = places[0] if places else None
    return Lit(frozenset(boxes), frozenset(chips), cursor)
