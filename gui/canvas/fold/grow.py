"""From a graph, the tree of groups into which it folds. No Qt."""

from __future__ import annotations

import numpy as np

from ....engine import messages
from ..chips import absorbed
from .levels import Ids, Level, edges_by_span, leaves, operation_tokens
from .modules import call_spans
from .names import ModuleTitles, pattern, range_title, short, telling
from .order import order_of
from .plan import CALL_TELLS, LOSS, Part, Planner
from .tree import MODULE, NO_GROUP, STEP, STRETCH, TIMES, Bools, Ints, Tree


def grow(graph: messages.GraphFound) -> Tree:
    """The groups of a graph: module calls, repeated structures, stretches where a level is long.

    Equal graphs give equal trees.

    Raises
    ------
    messages.MessageError
        If the edges have a cycle.
    """
    kept = ~absorbed(graph)
    order = order_of(graph, kept)
    levels = _Levels(graph, kept, order)
    shoots = _Shoots(graph, levels)
    shoots.level(-1, 0, NO_GROUP, -1)
    return shoots.tree(order)


WHOLE = 28
"""Operations and modules of a graph that is opened wholly, without looking for its loss: a frame
takes the room of a box."""


class _Levels:
    """The level and the plan of each module call; equal ones are planned once."""

    def __init__(self, graph: messages.GraphFound, kept: Bools, order: Ints) -> None:
        self.spans = call_spans(graph, order)
        self.children: list[list[int]] = [[] for _ in range(len(self.spans) + 1)]
        for span, parent in enumerate(self.spans.parent):
            self.children[parent].append(span)  # NO_GROUP is the last one
        ids = Ids()
        token, bears = operation_tokens(graph, kept, ids, leaves(graph, kept))
        self._token, self._bears = token[order], bears[order]
        self._edges, self._at = edges_by_span(graph, order, self.spans)
        last = dict(zip(self._token.tolist(), range(len(order)), strict=True))
        labels = {}
        for kind, place in last.items():
            name = graph.names[order[place]]
            labels[kind] = short(name), telling(name, bool(self._bears[place]))
        self._ids, self._planner = ids, Planner(ids, labels)
        self.alike = [-1] * len(self.spans)
        self.level_of: dict[int, Level] = {}  # by structure
        self.plan_of: dict[int, tuple[Part, ...]] = {}
        for span in range(len(self.spans) - 1, -1, -1):  # what is inside comes first
            kind = graph.calls[self.spans.call[span]].kind
            self.alike[span] = self._grow(span, (MODULE, kind))
        self.whole = self._grow(-1, NO_GROUP)

    def _grow(self, span: int, kind: object) -> int:
        """The structure of a span; what is new is planned."""
        start, end = self._ends(span)
        children = self.children[span]
        items = self._items(start, end, children) if children else None
        token = self._token[start:end] if items is None else items[0]
        edges = self._edges[self._at[span + 1] : self._at[span + 2]]
        structure = self._ids.of((kind, token.tobytes(), edges.tobytes()))
        if structure not in self.plan_of:
            level = self._level(start, end, edges, items)
            self.level_of[structure] = level
            # What is outside all modules but one, and about last in forward, is the loss.
            outermost = span < 0 or self.spans.parent[span] < 0
            large = len(self._token) + len(self.spans) > WHOLE
            loss = outermost and large and start < LOSS[1]
            self.plan_of[structure] = self._planner.plan(level, loss)
        return structure

    def _ends(self, span: int) -> tuple[int, int]:
        if span < 0:
            return 0, len(self._token)
        return self.spans.start[span], self.spans.end[span]

    def _items(self, start: int, end: int, children: list[int]) -> tuple[Ints, Ints, Ints]:
        """Token, first place and number among the children of what is directly in a span."""
        at: list[int] = []
        child: list[int] = []
        place = start
        for number, inner in enumerate([*children, -1]):
            stop = self.spans.start[inner] if inner >= 0 else end
            at += range(place - start, stop - start)
            child += [-1] * (stop - place)
            if inner >= 0:
                at.append(stop - start)
                child.append(number)
                place = self.spans.end[inner]
        firsts, numbers = np.array(at, np.int32), np.array(child, np.int32)
        token = self._token[start + firsts]
        token[numbers >= 0] = [self.alike[inner] for inner in children]
        return token, firsts, numbers

    def _level(
        self, start: int, end: int, edges: Ints, items: tuple[Ints, Ints, Ints] | None
    ) -> Level:
        if items is None:
            return Level(
                token=self._token[start:end],
                at=np.arange(end - start + 1, dtype=np.int32),
                child=np.full(end - start, -1, np.int32),
                bears=self._bears[start:end],
                edges=edges,
            )
        token, firsts, child = items
        return Level(
            token=token,
            at=np.append(firsts, end - start).astype(np.int32),
            child=child,
            bears=self._bears[start + firsts] | (child >= 0),
            edges=edges,
        )


class _Shoots:
    """Puts the plans of all levels together, as columns over the groups."""

    def __init__(self, graph: messages.GraphFound, levels: _Levels) -> None:
        self._calls = graph.calls
        self._modules = ModuleTitles(graph.calls)
        self._levels = levels
        self._start: list[int] = []
        self._end: list[int] = []
        self._parent: list[int] = []
        self._kind: list[int] = []
        self._call: list[int] = []
        self._alike: list[int] = []
        self._titles: list[str] = []
        self._details: list[str] = []

    def tree(self, order: Ints) -> Tree:
        """All that was added."""
        return Tree(
            order=order,
            start=np.array(self._start, np.int32),
            end=np.array(self._end, np.int32),
            parent=np.array(self._parent, np.int32),
            kind=np.array(self._kind, np.uint8),
            call=np.array(self._call, np.int32),
            alike=np.array(self._alike, np.int32),
            titles=tuple(self._titles),
            details=tuple(self._details),
        )

    def level(self, span: int, start: int, group: int, call: int) -> None:
        """Add what is in a module call, or with -1 in the whole graph."""
        alike = self._levels.alike[span] if span >= 0 else self._levels.whole
        plan = self._levels.plan_of[alike]
        if not plan:
            return
        inside = _Inside(self, self._levels, self._levels.level_of[alike], span, start, call)
        for part in plan:
            inside.add(part, 0, group)

    def add(
        self, start: int, end: int, parent: int, kind: int, call: int, alike: int,
        title: str, details: str,
    ) -> int:  # fmt: skip
        """Add one group; its index."""
        for column, value in (
            (self._start, start), (self._end, end), (self._parent, parent), (self._kind, kind),
            (self._call, call), (self._alike, alike),
        ):  # fmt: skip
            column.append(value)
        self._titles.append(title)
        self._details.append(details)
        return len(self._titles) - 1

    def title(self, call: int, around: int) -> str:
        """A module call's, inside another."""
        return self._modules.title(call, around)

    def module(self, call: int) -> messages.ModuleCall:
        """A module call."""
        return self._calls[call]


class _Inside:
    """Adds the parts of one level, wherever in the order an equal one stands."""

    def __init__(
        self, shoots: _Shoots, levels: _Levels, level: Level, span: int, start: int, call: int
    ) -> None:
        self._shoots, self._level = shoots, level
        self._spans, self._children = levels.spans, levels.children[span]
        self._start, self._around = start, call

    def add(self, part: Part, shift: int, parent: int, number: int = 0) -> None:
        """Add a part and what is in it.

        Parameters
        ----------
        shift : int
            So many items further on than planned: a later element of a repeated structure.
        number : int
            Of an element, in the order of the forward.
        """
        first, end = part.first + shift, part.end + shift
        start = self._start + int(self._level.at[first])
        stop = self._start + int(self._level.at[end])
        if part.kind == MODULE:
            self._module(part, first, start, stop, parent)
            return
        title, details = self._words(part, shift, first, end, number)
        group = self._shoots.add(start, stop, parent, part.kind, -1, part.alike, title, details)
        if part.kind == TIMES:
            for element in range(part.count):
                further = shift + element * part.period
                self.add(part.inner[0], further, group, part.count - element)
        else:
            for inner in part.inner:
                self.add(inner, shift, group)

    def _module(self, part: Part, item: int, start: int, stop: int, parent: int) -> None:
        span = self._children[int(self._level.child[item])]
        call = self._spans.call[span]
        title = self._shoots.title(call, self._around)
        details = self._shoots.module(call).kind
        if title == details:
            details = ""
        group = self._shoots.add(start, stop, parent, MODULE, call, part.alike, title, details)
        self._shoots.level(span, start, group, call)

    def _words(self, part: Part, shift: int, first: int, end: int, number: int) -> tuple[str, str]:
        """Title and details of what is no module call."""
        if not part.calls:
            if part.kind == STEP:
                return f"{part.label} #{number}", ""
            return part.label, "" if part.kind == TIMES or part.loss else self._numbers(first, end)
        calls = [item + shift for item in part.calls]
        if part.kind == STRETCH:
            return range_title(*self._titles(calls[-1], calls[0])), self._numbers(first, end)
        if part.kind == TIMES:
            main = self._largest(calls)
            same = [item for item in calls if self._path(item) == self._path(main)]
            begin = same[-1] + (part.count - 1) * part.period
            return range_title(*self._titles(begin, same[0])), self._class(main)
        labels = [(title, CALL_TELLS) for title in self._titles(*calls[::-1])]
        return pattern([*labels, (part.label, 1)] if part.label else labels), ""

    def _largest(self, items: list[int]) -> int:
        """The one that holds most."""
        at = self._level.at
        return max(items, key=lambda item: int(at[item + 1] - at[item]))

    def _numbers(self, first: int, end: int) -> str:
        """Which operations of the level these are, counted as the forward runs: "1 – 250"."""
        many, at = int(self._level.at[-1]), self._level.at
        return f"{many - int(at[end]) + 1:,} – {many - int(at[first]):,}"

    def _titles(self, *items: int) -> list[str]:
        return [self._shoots.title(self._call(item), self._around) for item in items]

    def _class(self, item: int) -> str:
        return self._shoots.module(self._call(item)).kind

    def _path(self, item: int) -> str:
        return self._shoots.module(self._call(item)).path

    def _call(self, item: int) -> int:
        return self._spans.call[self._children[int(self._level.child[item])]]
