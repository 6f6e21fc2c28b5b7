"""The faces of a drawing in which links meet nothing but nodes: what lies between them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Side: TypeAlias = tuple[int, bool]
"""A part of a link and whether its right side is meant, seen with the loss at the top."""


@dataclass(eq=False)
class Part:
    """A link, or what is between two crossings of it."""

    link: int
    tail: int
    head: int


@dataclass(eq=False)
class Node:
    """The parts that lead to a node and from it, from left to right."""

    ins: list[int] = field(default_factory=list)
    outs: list[int] = field(default_factory=list)


class Faces:
    """The faces of a drawing, each looked at when it is asked for.

    Attributes
    ----------
    around : list of list of Side
        The sides around each.
    """

    def __init__(self, parts: dict[int, Part], nodes: dict[int, Node]) -> None:
        self._parts, self._nodes = parts, nodes
        self._face: dict[Side, int] = {}
        self.around: list[list[Side]] = []

    def at(self, side: Side) -> int:
        """The face at a side of a part."""
        found = self._face.get(side)
        if found is not None:
            return found
        border: list[Side] = []
        found = len(self.around)
        while side not in self._face:
            self._face[side] = found
            border.append(side)
            side = self._after(*side)
        self.around.append(border)
        return found

    def _after(self, number: int, right: bool) -> Side:
        """The next side along the border of a face: down on its left side, up on its right one."""
        part = self._parts[number]
        if right:
            node = self._nodes[part.tail]
            at = node.outs.index(number) + 1
            if at < len(node.outs):
                return node.outs[at], False
            return (node.ins[-1], True) if node.ins else (node.outs[0], False)
        node = self._nodes[part.head]
        at = node.ins.index(number) - 1
        if at >= 0:
            return node.ins[at], True
        return (node.outs[0], False) if node.outs else (node.ins[-1], True)
