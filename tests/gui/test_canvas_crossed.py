"""Crossings that are saved by putting links in other places, and how it is drawn then."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import torch
from hypothesis import event, given, settings
from hypothesis import strategies as st
from torch import nn

from gradwalk.gui.canvas import tangles
from gradwalk.gui.canvas.answer import finished
from gradwalk.gui.canvas.ask import Request
from gradwalk.gui.canvas.bends import straighter
from gradwalk.gui.canvas.crossed import fewer
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.piece import Drawn, Piece
from gradwalk.gui.canvas.places import Ints
from gradwalk.gui.canvas.planarised import Planarised

from .test_canvas_dot import Mixed
from .test_canvas_loose import crossings, laid_out, planned, routes
from .test_fold_models import graph_of

PIXEL = 1.0
"""The engine's own lines end, and slant, up to so much."""

Case = tuple[Piece, tuple[Drawn, int]]


@st.composite
def tangled(draw: st.DrawFn) -> Case:
    """A piece with links from elsewhere, or with a single first box, drawn with some crossings."""
    count = draw(st.integers(5, 14))
    pairs = st.integers(0, count - 2).flatmap(
        lambda tail: st.tuples(st.just(tail), st.integers(tail + 1, count - 1))
    )
    links = draw(st.lists(pairs, min_size=2 * count, max_size=4 * count))
    led = {b for _, b in links}
    fixed = draw(st.booleans())
    tops = [box for box in range(count) if box not in led]
    into, out = np.zeros(0, np.int32), np.zeros(0, np.int32)
    if draw(st.booleans()):
        into = np.array(tops + draw(st.lists(st.integers(0, count - 1), max_size=3)), np.int32)
        out = np.array(draw(st.lists(st.integers(0, count - 1), max_size=3)), np.int32)
    else:
        links += [(0, box) for box in tops if box]
    ends = np.array(links, np.int32)
    ports = np.full((len(ends), 2), np.nan)
    if fixed:  # as frames have that were laid out before
        for box in range(count):
            for end in (0, 1):
                some = np.flatnonzero(ends[:, end] == box)
                ports[some, end] = draw(st.permutations(np.linspace(-0.8, 0.8, len(some))))
    sizes = np.array([(draw(st.sampled_from([60.0, 140.0])), 30.0) for _ in range(count)])
    nowhere = [np.full(len(each), np.nan) for each in (into, out)]
    frame, none = np.full(count, -1, np.int32), np.zeros(0, np.int32)
    piece = Piece(sizes, frame, none, ends, ports, into, nowhere[0], out, nowhere[1], 0.0)
    return piece, finished(piece, Request(piece).ask())


def ends_of(piece: Piece) -> Ints:
    boxes = len(piece.sizes)
    into = [(boxes, box) for box in piece.into.tolist()]
    out = [(box, boxes + 1) for box in piece.out.tolist()]
    return np.array([*map(tuple, piece.links.tolist()), *into, *out], np.int32)


@given(tangled())
def test_links_keep_their_ends_and_cross_less_often(case: Case) -> None:
    piece, (drawn, _) = case
    ends, places = ends_of(piece), drawn.places
    ports = np.full((len(ends), 2), np.nan)
    ports[: len(piece.links)] = piece.ports
    plan = Planarised(len(piece.sizes) + 2, ends, places.points, places.starts, ports)
    before = plan.crossings
    assert before == tangles.crossings(places.points, places.starts)
    better = plan.improve()
    assert plan.crossings < before if better else plan.crossings == before
    event(f"{before - plan.crossings} crossings saved")
    of = {number: (part.tail, part.head) for number, part in plan.parts.items()}
    for link, (tail, head) in enumerate(ends.tolist()):
        way = [of[number] for number in plan.links[link]]
        assert (way[0][0], way[-1][1]) == (tail, head)
        assert all(one[1] == other[0] for one, other in pairwise(way))
    if better:  # where lines run on top of each other, nothing is known, and nothing done
        graph = nx.DiGraph(of.values())
        assert nx.is_directed_acyclic_graph(graph)
        assert nx.check_planarity(graph.to_undirected())[0]
    for node in set(plan.nodes) - set(range(len(piece.sizes) + 2)):
        one, other = (plan.parts[number].link for number in plan.nodes[node].ins)
        assert [plan.parts[number].link for number in plan.nodes[node].outs] == [other, one]


@given(tangled())
@settings(max_examples=200)
def test_no_more_links_cross_and_all_are_drawn(case: Case) -> None:
    piece, found = case
    drawn, cost = fewer(piece, found)
    event("drawn anew" if drawn is not found[0] else "as it was")
    assert cost <= found[1]
    if drawn is not found[0]:
        assert_drawn(piece, drawn, cost)


@pytest.mark.parametrize("branches", [3, 4])
def test_branches_that_mix_are_drawn_with_fewer_crossings(branches: int) -> None:
    torch.manual_seed(0)
    graph = graph_of(Mixed(branches, 3), torch.randn(2, 4, requires_grad=True))
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    piece = Piece.flat(plan.sizes, plan.links)
    found = finished(piece, Request(piece).ask())
    drawn, cost = fewer(piece, found)
    assert cost < found[1]
    assert_drawn(piece, drawn, cost)


def assert_drawn(piece: Piece, drawn: Drawn, cost: int) -> None:
    """All links lead from their boxes to their boxes, beside others, and cross so many times."""
    places, inner = drawn.places, len(piece.links)
    every = [places.route(link) for link in range(len(places.starts) - 1)]
    aslant = max(float(np.abs(np.diff(route, axis=0)).min(axis=1).max()) for route in every)
    if aslant < 1e-6:  # else what is counted by hand and what is meant differ
        assert crossings(every) == cost
    boxes = places.rectangles(piece.sizes)
    assert tangles.through(places.points, places.starts, boxes) == 0
    for (tail, head), route in zip(piece.links.tolist(), every, strict=False):
        assert route[0, 1] == pytest.approx(boxes[tail, 3], abs=PIXEL)
        assert route[-1, 1] == pytest.approx(boxes[head, 1], abs=PIXEL)
        assert boxes[tail, 0] <= route[0, 0] <= boxes[tail, 2]
        assert boxes[head, 0] <= route[-1, 0] <= boxes[head, 2]
    for box, route in zip(piece.into.tolist(), every[inner:], strict=False):
        assert route[0, 1] == pytest.approx(0.0)
        assert route[-1, 1] == pytest.approx(boxes[box, 1], abs=PIXEL)
    for route in every:
        assert (np.abs(np.diff(route, axis=0)).min(axis=1) <= PIXEL).all(), "a slanting line"
        assert (np.diff(route[:, 1]) >= -PIXEL).all(), "a link leads upwards"
    apart = [
        (a, b) for a in range(len(boxes)) for b in range(a) if (
            (boxes[a, :2] < boxes[b, 2:] - 1).all() and (boxes[b, :2] < boxes[a, 2:] - 1).all()
        )
    ]  # fmt: skip
    assert not apart, "boxes on top of each other"


def test_what_goes_aside_twice_goes_aside_once() -> None:
    far = np.array([[0.0, 0], [0, 20], [40, 20], [40, 50], [90, 50], [90, 80]])
    routes = [far.copy(), np.array([[60.0, 0], [60, 80]])]
    boxes = np.array([[-20.0, -30, 20, 0], [70.0, 80, 110, 110], [40.0, -30, 80, 0]])
    ends = np.array([[0, 1], [2, -1]])
    straighter(routes, boxes, [0], ends)
    assert len(routes[0]) == 4
    assert crossings(routes) == 1


@pytest.mark.parametrize("height", [20.0, 50.0])
def test_a_bend_stays_where_something_is_in_the_way(height: float) -> None:
    """A box at one of the two heights leaves the other one; boxes at both leave no way."""
    far = np.array([[0.0, 0], [0, 20], [40, 20], [40, 50], [90, 50], [90, 80]])
    upper, lower = [55.0, 15, 80, 25], [10.0, 45, 25, 55]
    free = [lower] if height == 20.0 else [upper]
    for blocked in free, [upper, lower]:
        routes = [far.copy()]
        straighter(routes, np.array(blocked), [0], np.array([[-1, -1]]))
        if blocked is free:
            assert routes[0].tolist() == [[0, 0], [0, height], [90, height], [90, 80]]
        else:
            np.testing.assert_array_equal(routes[0], far)


class Stage(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.one, self.other = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.other(self.one(x).relu()).relu()


class Encoder(nn.Module):
    """Gives what each of its stages gave."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.ModuleList(Stage() for _ in range(4))

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        found = [x]
        for stage in self.stages:
            found.append(stage(found[-1]))
        return found[1:]


class Nested(nn.Module):
    """A U-Net whose skips lead through blocks of their own (arXiv:1807.10165)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.blocks = nn.ModuleDict(
            {f"x{i}{j}": nn.Linear(4 * (j + 1), 4) for j in range(1, 4) for i in range(4 - j)}
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows = [[each] for each in self.encoder(x)]
        for j in range(1, 4):
            for i in range(4 - j):
                every = torch.cat([rows[i + 1][j - 1], *rows[i]], 1)
                rows[i].append(self.blocks[f"x{i}{j}"](every).relu())
        return rows[0][-1]


def test_a_modules_frame_gives_way_if_links_cross_because_of_it() -> None:
    torch.manual_seed(0)
    graph = graph_of(Nested(), torch.randn(2, 4))
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    places = laid_out(plan)
    frames = plan.sizes, plan.links, np.full(len(plan.sizes), -1, np.int32)
    bare = laid_out(type(plan)(*frames, np.zeros(0, np.int32), plan.head))
    assert crossings(routes(plan, places)) <= crossings(routes(plan, bare))
    gone = int(places.left_out.sum()) if len(places.left_out) else 0
    assert gone <= len(plan.outer) / 4, "most modules have their frames"
