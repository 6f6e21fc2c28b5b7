"""A drawing as a graph in which each place where two links cross is a node. No Qt.

Links that cross others are taken out one by one and put back where they cross fewest. The order
in which links lie side by side at each node is kept, so that what can be reached without crossing
anything is a face: a search from face to face, each time across one link, finds the way.

Source: Chimani, Gutwenger, Mutzel and Wong, "Layer-free upward crossing minimization", ACM Journal
of Experimental Algorithmics 15 (2010), https://doi.org/10.1145/1671970.1671975
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np

from . import tangles
from .faces import Faces, Node, Part, Side
from .places import Floats, Ints

STEPS = 60
"""Links taken out at most."""


class Planarised:
    """Nodes, then the crossings of links between them.

    Parameters
    ----------
    nodes : int
    ends : (L, 2) int32
        Source and target node of each link.
    points, starts
        Their routes, downwards, as in Places.
    ports : (L, 2) float64
        Where a link leaves its source and meets its target, from left to right, if that is given;
        else NaN.

    Attributes
    ----------
    links : list of list of int
        The parts of each link, downwards.
    parts : dict of int to Part
    nodes : dict of int to Node
    """

    def __init__(self, nodes: int, ends: Ints, points: Floats, starts: Ints, ports: Floats) -> None:
        self._ports = ports
        self._old: dict[int, Node | None] = {}
        self._first = nodes
        self.parts: dict[int, Part] = {}
        self.nodes = {node: Node() for node in range(nodes)}
        self.links: list[list[int]] = []
        crossed = tangles.where(points, starts)
        met = tangles.meetings(points, crossed)
        for link, (tail, head) in enumerate(ends.tolist()):
            way = [tail, *(nodes + number for number, _ in met.get(link, ())), head]
            parts = range(len(self.parts), len(self.parts) + len(way) - 1)
            for part, (above, under) in zip(parts, pairwise(way), strict=True):
                self.parts[part] = Part(link, above, under)
            self.links.append(list(parts))
        self._sort(ends, points, starts, crossed)
        self._next = max(self.nodes) + 1, len(self.parts)

    def _sort(self, ends: Ints, points: Floats, starts: Ints, crossed: Floats) -> None:
        """Put the parts at each node in the order in which they are drawn."""
        first, last = points[starts[:-1], 0], points[starts[1:] - 1, 0]
        for link in np.argsort(first, kind="stable").tolist():
            self.nodes[int(ends[link, 0])].outs.append(self.links[link][0])
        for link in np.argsort(last, kind="stable").tolist():
            self.nodes[int(ends[link, 1])].ins.append(self.links[link][-1])
        into: dict[int, dict[int, int]] = {part.head: {} for part in self.parts.values()}
        out: dict[int, dict[int, int]] = {part.tail: {} for part in self.parts.values()}
        for number, part in self.parts.items():
            into[part.head][part.link] = number
            out[part.tail][part.link] = number
        routes = crossed[:, [0, 1, 4]].astype(np.intp).tolist()
        for node, (flat, steep, turn) in enumerate(routes, self._first):
            right = bool(points[turn + 1, 0] > points[turn, 0])
            links = [flat, steep] if right else [steep, flat]
            self.nodes[node] = Node(
                [into[node][link] for link in links], [out[node][link] for link in links[::-1]]
            )

    @property
    def crossings(self) -> int:
        """How many there are."""
        return (sum(map(len, self.links)) - len(self.links)) // 2

    def improve(self) -> bool:
        """Take links out and put them back as long as fewer cross; whether fewer do then.

        Nothing is done if links run on top of each other, so that the drawing does not tell the
        order in which they follow each other.
        """
        if not self._sound():
            return False
        before, steps, better = self.crossings, 0, True
        while better and steps < STEPS:
            better = False
            for link in sorted(range(len(self.links)), key=lambda each: -len(self.links[each])):
                if len(self.links[link]) == 1 or steps == STEPS:
                    break
                steps += 1
                better = self._put_back(link) or better
        return self.crossings < before

    def _sound(self) -> bool:
        """Whether it can be drawn with the parts at each node in their order (Euler's formula)."""
        import networkx as nx  # late: see `sides.warm`

        graph = nx.Graph((part.tail, part.head) for part in self.parts.values())
        pieces = nx.number_connected_components(graph)
        faces = Faces(self.parts, self.nodes)
        for part in self.parts:
            faces.at((part, False)), faces.at((part, True))
        planar = len(graph) - len(self.parts) + len(faces.around) == 1 + pieces
        return planar and self._acyclic()

    def _put_back(self, link: int) -> bool:
        """Whether the link crosses fewer others in another place, where it then is."""
        self._old.clear()
        parts, links, following = self.parts.copy(), self.links.copy(), self._next
        many = len(self.links[link]) - 1
        tail, head = self.parts[self.links[link][0]].tail, self.parts[self.links[link][-1]].head
        self._take_out(link)
        way = self._way(link, tail, head, many)
        if way is not None:
            self._put_in(link, tail, head, way)
            if self._acyclic():
                return True
        for number, node in self._old.items():
            if node is None:
                self.nodes.pop(number, None)
            else:
                self.nodes[number] = node
        self.parts, self.links, self._next = parts, links, following
        return False

    def _changing(self, number: int) -> Node:
        """A node that is about to change; how it was is kept until another link is taken out."""
        node = self.nodes[number]
        if number not in self._old:
            self._old[number] = Node(node.ins.copy(), node.outs.copy())
        return node

    def _take_out(self, link: int) -> None:
        """Remove a link, and join the parts of those that it crosses."""
        for number in self.links[link]:
            part = self.parts.pop(number)
            self._changing(part.tail).outs.remove(number)
            self._changing(part.head).ins.remove(number)
            if part.tail < self._first:
                continue
            (above,), (under,) = self.nodes[part.tail].ins, self.nodes[part.tail].outs
            del self.nodes[part.tail]
            whole, rest = self.parts[above], self.parts.pop(under)
            self.parts[above] = Part(whole.link, whole.tail, rest.head)
            ins = self._changing(rest.head).ins
            ins[ins.index(under)] = above
            self.links[whole.link] = [each for each in self.links[whole.link] if each != under]

    def _way(
        self, link: int, tail: int, head: int, many: int
    ) -> tuple[int, list[Side], int] | None:
        """Where a link leaves one node, the sides it comes to others from, where it meets another.

        None if it crosses no fewer than so many others.
        """
        faces = Faces(self.parts, self.nodes)
        before, after = self._reached(tail, up=True), self._reached(head, up=False)
        starts = self._gaps(link, self.nodes[tail].outs, self.nodes[tail].ins, faces, 0)
        goals = self._gaps(link, self.nodes[head].ins, self.nodes[head].outs, faces, 1)
        came: dict[int, tuple[int, Side] | None] = dict.fromkeys(starts)
        far = dict.fromkeys(starts, 0)
        waiting = deque(starts)
        while waiting:
            at = waiting.popleft()
            if at in goals:
                sides: list[Side] = []
                goal, step = at, came[at]
                while step is not None:
                    at, side = step
                    sides.append(side)
                    step = came[at]
                return starts[at], sides[::-1], goals[goal]
            if far[at] + 1 >= many:
                continue
            for number, right in faces.around[at]:
                part = self.parts[number]
                if part.head not in before and part.tail not in after:
                    beyond = faces.at((number, not right))
                    if beyond not in far:
                        far[beyond] = far[at] + 1
                        came[beyond] = at, (number, right)
                        waiting.append(beyond)
        return None

    def _gaps(
        self, link: int, same: list[int], other: list[int], faces: Faces, end: int
    ) -> dict[int, int]:
        """The faces in which a link can leave a node, or meet it, and its place there."""
        if not same:
            return {faces.at((other[end - 1], not end)): 0} if other else {}
        port = self._ports[link, end]
        if port == port:
            others = [self._ports[self.parts[number].link, end] for number in same]
            place = sum(each < port for each in others)
            last = place == len(same)
            return {faces.at((same[place - last], last)): place}
        found = {faces.at((same[0], False)): 0}
        for place, number in enumerate(same, 1):
            found.setdefault(faces.at((number, True)), place)
        return found

    def _reached(self, start: int, up: bool) -> set[int]:
        """A node, and those above it or below it."""
        seen, todo = {start}, [start]
        while todo:
            node = self.nodes[todo.pop()]
            ends = (
                [self.parts[part].tail for part in node.ins]
                if up
                else [self.parts[part].head for part in node.outs]
            )
            fresh = set(ends) - seen
            seen |= fresh
            todo += fresh
        return seen

    def _put_in(self, link: int, tail: int, head: int, way: tuple[int, list[Side], int]) -> None:
        """Draw a link through the sides of others, and split these there."""
        leave, sides, meet = way
        node, part = self._next
        at, place, new = tail, leave, []
        for number, right in sides:
            crossed = self.parts[number]
            self.parts[number] = Part(crossed.link, crossed.tail, node)
            self.parts[part] = Part(crossed.link, node, crossed.head)
            self.parts[part + 1] = Part(link, at, node)
            met = self._changing(crossed.head).ins
            met[met.index(number)] = part
            below = self.links[crossed.link]
            split = below.index(number) + 1
            self.links[crossed.link] = [*below[:split], part, *below[split:]]
            self._changing(at).outs.insert(place, part + 1)
            new.append(part + 1)
            # From the right side of a link it comes from its right, and goes on at its left.
            ins = [number, part + 1] if right else [part + 1, number]
            self.nodes[node], self._old[node] = Node(ins, [part]), None
            at, place = node, 0 if right else 1
            node, part = node + 1, part + 2
        self.parts[part] = Part(link, at, head)
        self._changing(at).outs.insert(place, part)
        self._changing(head).ins.insert(meet, part)
        self.links[link] = [*new, part]
        self._next = node, part + 1

    def _acyclic(self) -> bool:
        waiting = {number: len(node.ins) for number, node in self.nodes.items()}
        ready = [number for number, many in waiting.items() if not many]
        for number in ready:  # the list grows while it is read
            for part in self.nodes[number].outs:
                head = self.parts[part].head
                waiting[head] -= 1
                if not waiting[head]:
                    ready.append(head)
        return len(ready) == len(self.nodes)
