"""Which groups of a tree are open: what a double click changes. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .tree import NO_GROUP, TIMES, Tree

SINGLY = 12
"""Elements of a repeated structure that are all shown when it is opened; of more, the ends."""


@dataclass(frozen=True)
class Opening:
    """The fold state of one tree.

    Attributes
    ----------
    open : frozenset of int
        Groups whose inside is shown. Of an open TIMES group, the elements in `open` or `singly`
        are shown each for itself; runs of the others are one box each.
    singly : frozenset of int
        Elements of TIMES groups that have a box of their own without being open.
    """

    open: frozenset[int] = frozenset()
    singly: frozenset[int] = frozenset()

    @classmethod
    def everything(cls, tree: Tree) -> Opening:
        """All groups open at all levels."""
        return cls(frozenset(range(len(tree))))

    def opened(self, tree: Tree, group: int) -> Opening:
        """The same with a group open, and all groups around it.

        A TIMES group shows all its elements if they are few, else the first and the last one.
        """
        now = replace(self, open=self.open.union(tree.path(group)))
        if tree.kind[group] == TIMES:
            elements = tree.children[group]
            few = elements if len(elements) <= SINGLY else [elements[0], elements[-1]]
            now = replace(now, singly=now.singly.union(few))
        return now

    def split(self, tree: Tree, group: int, first: int, count: int) -> Opening:
        """The same with a run split: elements first to first + count of an open TIMES group."""
        run = tree.children[group][first : first + count]
        few = run if count <= SINGLY else [run[0], run[-1]]
        return replace(self, open=self.open.union(tree.path(group)), singly=self.singly.union(few))

    def closed(self, tree: Tree, group: int) -> Opening:
        """The same with a group closed; what was open inside it will be open again."""
        singly = self.singly
        if tree.kind[group] == TIMES:
            singly = singly.difference(tree.children[group])
        return replace(self, open=self.open - {group}, singly=singly)

    def showing(self, tree: Tree, place: int) -> Opening:
        """The same with whatever it takes opened for order[place] to have a box of its own."""
        group = int(tree.innermost[place])
        return self if group == NO_GROUP else replace(self, open=self.open.union(tree.path(group)))
