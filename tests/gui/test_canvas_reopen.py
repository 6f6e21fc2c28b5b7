"""Opening and closing in place: everything else keeps its order, and the picture stays sound."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradwalk.gui.canvas.keep import Kept, Plan
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.places import Floats, Places
from gradwalk.gui.canvas.reopen import reopened

HEAD = 20.0
FOLDED = (180.0, 60.0)


@dataclass(frozen=True)
class Graph:
    """Operations in a topological order, and groups: nested stretches of it, as (start, end)."""

    sizes: list[tuple[int, int]]
    edges: list[tuple[int, int]]
    groups: list[tuple[int, int]]

    def around(self, group: int) -> int:
        """The innermost group around a group, -1 for none."""
        start, end = self.groups[group]
        outer = [g for g in range(group) if self.groups[g][0] <= start and end <= self.groups[g][1]]
        return outer[-1] if outer else -1

    def plan(self, opened: set[int]) -> Plan:
        """What is shown with these groups open, under the names that gradwalk gives."""
        names: list[int] = []
        sizes: list[tuple[float, float]] = []
        frames = [g for g in range(len(self.groups)) if self._seen(g, opened) and g in opened]
        frame: list[int] = []
        box_of: list[int] = []
        for node, size in enumerate(self.sizes):
            inside = [g for g, (a, b) in enumerate(self.groups) if a <= node < b]
            shut = next((g for g in inside if g not in opened), None)
            name = node if shut is None else -(shut + 2)
            if name not in names:
                around = inside[-1] if shut is None and inside else -1
                around = around if shut is None else self.around(shut)
                names.append(name)
                sizes.append(size if shut is None else FOLDED)
                frame.append(frames.index(around) if around >= 0 else -1)
            box_of.append(names.index(name))
        links: list[tuple[int, int]] = []
        for a, b in self.edges:
            pair = box_of[a], box_of[b]
            folded = min(names[pair[0]], names[pair[1]]) < 0
            if pair[0] != pair[1] and not (folded and pair in links):
                links.append(pair)
        outer = [self.around(g) for g in frames]
        return Plan(
            np.array(sizes, float),
            np.array(links, np.int32).reshape(-1, 2),
            np.array(frame, np.int32),
            np.array([frames.index(g) if g >= 0 else -1 for g in outer], np.int32),
            HEAD,
            np.array(names, np.int64),
            np.array([-(g + 2) for g in frames], np.int64),
        )

    def _seen(self, group: int, opened: set[int]) -> bool:
        outer = self.around(group)
        return outer < 0 or (outer in opened and self._seen(outer, opened))

    def visible(self, opened: set[int]) -> list[int]:
        """The groups that are folded boxes now."""
        return [g for g in range(len(self.groups)) if g not in opened and self._seen(g, opened)]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(4, 18))
    sizes = [(draw(st.integers(60, 250)), draw(st.integers(30, 80))) for _ in range(count)]
    edges = [(draw(st.integers(0, at - 1)), at) for at in range(1, count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    more = draw(st.lists(pairs.map(sorted).map(tuple).filter(lambda p: p[0] != p[1]), max_size=8))
    groups: list[tuple[int, int]] = []
    stretches = [(0, count)]
    while stretches and len(groups) < 5:
        start, end = stretches.pop(0)
        while end - start >= 2 and len(groups) < 5:
            first = draw(st.integers(start, end - 2))
            last = draw(st.integers(first + 2, end))
            if last - first < end - start or start > 0 or end < count:
                groups.append((first, last))
                stretches.append((first, last))
            start = last
    groups.sort(key=lambda g: (g[0], -g[1]))
    return Graph(sizes, [*edges, *more], list(dict.fromkeys(groups)))


def fresh(plan: Plan) -> Places:
    return lay_out(plan.sizes, plan.links, plan.frame, plan.outer, plan.head)


def rectangles(plan: Plan, places: Places) -> dict[int, Floats]:
    """x1, y1, x2, y2 of each box and frame by name."""
    half = plan.sizes / 2
    boxes = np.concatenate([places.centres - half, places.centres + half], axis=1)
    frames = places.frames.copy()
    frames[:, 2:] += frames[:, :2]
    names = [*plan.boxes.tolist(), *plan.frames.tolist()]
    return dict(zip(names, np.concatenate([boxes, frames]), strict=True))


def assert_sound(plan: Plan, places: Places) -> None:
    """Nothing overlaps that is not nested, and every route goes from border to border."""
    rects = rectangles(plan, places)
    around = {
        name: {int(plan.frames[f]) for f in plan.around(frame)}
        for name, frame in [
            *zip(plan.boxes.tolist(), plan.frame.tolist(), strict=True),
            *zip(plan.frames.tolist(), plan.outer.tolist(), strict=True),
        ]
    }
    for one, a in rects.items():
        for other, b in rects.items():
            if one in around[other]:
                assert (a[:2] <= b[:2]).all(), "a frame does not hold what is in it"
                assert (a[2:] >= b[2:]).all(), "a frame does not hold what is in it"
            elif one != other and other not in around[one]:
                apart = (a[:2] >= b[2:] - 0.5) | (b[:2] >= a[2:] - 0.5)
                assert apart.any(), "two things overlap"
    for link, ends in enumerate(plan.links.tolist()):
        route = places.route(link)
        for box, point, side in zip(ends, route[[0, -1]], (3, 1), strict=True):
            rect = rects[int(plan.boxes[box])]
            assert point[1] == pytest.approx(rect[side], abs=1.0), "a link does not reach its box"
            assert rect[0] - 1 <= point[0] <= rect[2] + 1, "a link misses its box"


def hits(plan: Plan, places: Places) -> int:
    """How many pieces of routes run through boxes."""
    half = plan.sizes / 2 - 1.0
    low, high = places.centres - half, places.centres + half
    found = 0
    for link in range(len(plan.links)):
        route = places.route(link)
        for a, b in pairwise(route):
            through = (np.maximum(a, b) > low) & (np.minimum(a, b) < high)
            found += int(through.all(axis=1).sum())
    return found


def assert_same_order(
    plan: Plan, before: dict[int, Floats], after: dict[int, Floats], changed: int
) -> None:
    """Of what is in one frame, what was left of or above something still is.

    That is but for what was opened or closed, which also uses the room that was free around it.
    """
    names_in = [*plan.boxes.tolist(), *plan.frames.tolist()]
    around = dict(zip(names_in, [*plan.frame.tolist(), *plan.outer.tolist()], strict=True))
    names = [name for name in before if name in after and name != changed]
    for side in (0, 1):
        was = {name: before[name][[side, side + 2]] for name in names}
        now = {name: after[name][[side, side + 2]] for name in names}
        for one in names:
            for other in names:
                if around[one] == around[other] and was[one][1] <= was[other][0]:
                    assert now[one][1] <= now[other][0] + 0.01, "the order has changed"


@settings(max_examples=80, deadline=None)
@given(graphs(), st.data())
def test_all_else_keeps_its_order_when_a_group_opens(graph: Graph, data: st.DataObject) -> None:
    opened: set[int] = set()
    plan = graph.plan(opened)
    places = fresh(plan)
    steps = data.draw(st.integers(1, 4))
    for _ in range(steps):
        closed = graph.visible(opened)
        if not closed:
            break
        group = data.draw(st.sampled_from(closed))
        opened = opened | {group}
        now = graph.plan(opened)
        kept = reopened(Kept(plan, places), now)
        if kept is None:
            return
        assert_sound(now, kept)
        assert_same_order(now, rectangles(plan, places), rectangles(now, kept), -(group + 2))
        assert hits(now, kept) <= hits(plan, places)
        again = reopened(Kept(plan, places), now)
        assert again is not None
        np.testing.assert_array_equal(again.points, kept.points)
        plan, places = now, kept


@settings(max_examples=60, deadline=None)
@given(graphs(), st.data())
def test_all_else_keeps_its_order_when_a_group_closes(graph: Graph, data: st.DataObject) -> None:
    assume(graph.groups)
    opened = set(range(len(graph.groups)))
    plan = graph.plan(opened)
    places = fresh(plan)
    while opened:
        leaves = sorted(g for g in opened if not any(graph.around(o) == g for o in opened))
        group = data.draw(st.sampled_from(leaves))
        opened = opened - {group}
        now = graph.plan(opened)
        kept = reopened(Kept(plan, places), now)
        if kept is None:
            return
        assert_sound(now, kept)
        assert hits(now, kept) <= hits(plan, places)
        before, after = rectangles(plan, places), rectangles(now, kept)
        assert_same_order(now, before, after, -(group + 2))
        high = [max(r[3] for r in rects.values()) - min(r[1] for r in rects.values())
                for rects in (before, after)]  # fmt: skip
        assert high[1] <= high[0] + 0.01, "closing made the picture taller"
        plan, places = now, kept


def chain(count: int, groups: list[tuple[int, int]]) -> Graph:
    return Graph([(200, 40)] * count, [(i, i + 1) for i in range(count - 1)], groups)


def test_in_a_chain_only_what_is_below_moves_and_only_down() -> None:
    graph = chain(12, [(0, 3), (3, 8), (8, 12)])
    plan = graph.plan(set())
    places = fresh(plan)
    now = graph.plan({1})
    kept = reopened(Kept(plan, places), now)
    assert kept is not None
    before, after = rectangles(plan, places), rectangles(now, kept)
    grown = (after[-3][3] - after[-3][1]) - (before[-3][3] - before[-3][1])
    np.testing.assert_allclose(after[-2], before[-2], atol=0.01)
    np.testing.assert_allclose(after[-4], before[-4] + [0, grown, 0, grown], atol=1.5 * 12)
    assert np.ptp(kept.centres[:, 0]) < 1.0, "the main path is not straight"


def test_opening_several_at_once_asks_for_a_fresh_layout() -> None:
    graph = chain(12, [(0, 3), (3, 8), (8, 12)])
    plan = graph.plan(set())
    assert reopened(Kept(plan, fresh(plan)), graph.plan({0, 1})) is None


def test_other_sizes_ask_for_a_fresh_layout() -> None:
    graph = chain(12, [(3, 8)])
    plan = graph.plan(set())
    larger = Graph([(400, 80)] * 12, graph.edges, graph.groups).plan({0})
    assert reopened(Kept(plan, fresh(plan)), larger) is None


def test_a_run_of_elements_splits_in_place() -> None:
    """Of a repeated structure, ×5 becomes the first, three more, and the last: without a frame."""
    whole = chain(7, []).plan(set())
    run = Plan(
        np.array([[200.0, 40.0], [180.0, 60.0], [200.0, 40.0]]),
        np.array([[0, 1], [1, 2]], np.int32),
        np.full(3, -1, np.int32),
        np.zeros(0, np.int32),
        HEAD,
        np.array([0, -9, 6]),
    )
    split = Plan(whole.sizes, whole.links, whole.frame, whole.outer, HEAD, whole.boxes)
    kept = reopened(Kept(run, fresh(run)), split)
    assert kept is not None
    assert_sound(split, kept)
    assert (np.diff(kept.centres[:, 1]) > 0).all()
