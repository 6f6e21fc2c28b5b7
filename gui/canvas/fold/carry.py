"""What of a tree is open when a graph is seen again. No Qt."""

from __future__ import annotations

import re

from .opening import Opening
from .tree import MODULE, NO_GROUP, STEP, TIMES, Tree

Key = tuple[int, str, int]


def carry(old: Tree, opening: Opening, new: Tree) -> Opening:
    """The same groups open in another tree: the graph of the next batch, or a changed model's.

    Module calls are the same where their path is; other groups where their place among those of
    their kind is.
    """
    if old is new or not (opening.open or opening.singly):
        return opening
    known = dict(zip(_keys(new), range(len(new)), strict=True))
    there: list[int] = []
    for parent, key in _keys(old):
        around = NO_GROUP if parent == NO_GROUP else there[parent]
        gone = parent != NO_GROUP and around == NO_GROUP
        there.append(NO_GROUP if gone else known.get((around, key), NO_GROUP))
    return Opening(_moved(opening.open, there), _moved(opening.singly, there))


def _moved(groups: frozenset[int], there: list[int]) -> frozenset[int]:
    return frozenset(there[g] for g in groups if g < len(there) and there[g] != NO_GROUP)


def _keys(tree: Tree) -> list[tuple[int, Key]]:
    """Each group's parent, and what tells it from those beside it."""
    seen: dict[tuple[int, int, str], int] = {}
    found = []
    parents, kinds = tree.parent.tolist(), tree.kind.tolist()
    for parent, kind, title in zip(parents, kinds, tree.titles, strict=True):
        name = _name(kind, title)
        number = seen.get((parent, kind, name), 0)
        seen[parent, kind, name] = number + 1
        found.append((parent, (kind, name, number)))
    return found


def _name(kind: int, title: str) -> str:
    """What stays the same of a title: of how many elements a structure is may change."""
    if kind in (MODULE, STEP):
        return title
    return re.sub(r"\d+", "", title) if kind == TIMES else ""
