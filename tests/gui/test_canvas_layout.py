"""Layout: no overlaps, routes that end where they should, the same picture twice, in time."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine.messages import Frames
from gradwalk.gui.canvas.camera import Camera, framing
from gradwalk.gui.canvas.geometry import rounded
from gradwalk.gui.canvas.layers import ranks
from gradwalk.gui.canvas.layout import WHOLE, lay_out
from gradwalk.gui.canvas.places import Floats, Ints
from gradwalk.gui.canvas.request import Request, frame, read_answer
from gradwalk.gui.canvas.worker import answer, serve


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Floats, Ints]:
    count = draw(st.integers(1, 14))
    sizes = [(draw(st.integers(20, 300)), draw(st.integers(20, 120))) for _ in range(count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    links = draw(st.lists(pairs.map(sorted).filter(lambda p: p[0] != p[1]), max_size=20))
    return np.array(sizes, float), np.array(links, np.int32).reshape(-1, 2)


def chain(count: int) -> tuple[Floats, Ints]:
    at = np.arange(count - 1, dtype=np.int32)
    return np.tile([200.0, 40.0], (count, 1)), np.stack([at, at + 1], axis=1)


def ladder(count: int) -> tuple[Floats, Ints]:
    """A chain with a residual link over every second box."""
    sizes, links = chain(count)
    over = np.arange(0, count - 2, 2, dtype=np.int32)
    return sizes, np.concatenate([links, np.stack([over, over + 2], axis=1)])


def assert_sound(sizes: Floats, links: Ints, simply: bool = False) -> None:
    places = lay_out(sizes, links, simply)
    low, high = places.centres - sizes / 2, places.centres + sizes / 2
    for i in range(min(len(sizes), 200)):
        apart = (low >= high[i] - 0.5).any(axis=1) | (high <= low[i] + 0.5).any(axis=1)
        assert apart.sum() == len(sizes) - 1, "boxes overlap"
    assert len(places.starts) == len(links) + 1
    for link, (source, target) in enumerate(links.tolist()):
        route = places.points[places.starts[link] : places.starts[link + 1]]
        for box, point in ((source, route[0]), (target, route[-1])):
            away = np.maximum(low[box] - point, point - high[box]).max()
            assert away < 1.0, "a link does not reach its box"


@settings(max_examples=40)
@given(boxes())
def test_any_small_graph_is_laid_out_soundly(graph: tuple[Floats, Ints]) -> None:
    assert_sound(*graph)


@pytest.mark.parametrize("graph", [chain(WHOLE + 300), ladder(WHOLE + 301)])
@pytest.mark.parametrize("simply", [False, True])
def test_a_long_graph_is_laid_out_soundly(graph: tuple[Floats, Ints], simply: bool) -> None:
    if simply:
        graph = graph[0], graph[1][: len(graph[0]) - 1]
    assert_sound(*graph, simply)


def test_a_long_graph_is_no_thin_line() -> None:
    sizes, links = ladder(3001)
    places = lay_out(sizes, links)
    wide, high = np.ptp(places.centres, axis=0)
    assert 0.5 < wide / high < 4


def test_the_same_graph_gives_the_same_picture() -> None:
    for graph in (ladder(60), ladder(801)):
        one, other = lay_out(*graph), lay_out(*graph)
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.centres, other.centres)


def test_a_dense_graph_beyond_the_limits_gets_plain_layers_quickly() -> None:
    random = np.random.default_rng(0)
    count = 3000
    sources = random.integers(0, count - 1, 40_000)
    targets = random.integers(sources + 1, count)
    links = np.stack([sources, targets], axis=1).astype(np.int32)
    start = time.perf_counter()
    places = lay_out(np.tile([100.0, 40.0], (count, 1)), links)
    assert places.plain
    assert time.perf_counter() - start < 20


def test_a_chain_of_fifty_thousand_is_drawn() -> None:
    places = lay_out(*chain(50_000))
    wide, high = np.ptp(places.centres, axis=0)
    assert 0.5 < wide / high < 4
    assert not places.plain


@given(boxes())
def test_ranks_grow_along_every_link(graph: tuple[Floats, Ints]) -> None:
    sizes, links = graph
    rank = ranks(len(sizes), links)
    assert (rank[links[:, 0]] < rank[links[:, 1]]).all()


def test_the_worker_answers_with_what_the_function_gives() -> None:
    sizes, links = ladder(20)
    down, up = os.pipe(), os.pipe()
    os.write(down[1], frame(Request.of(7, sizes, links)))
    os.close(down[1])
    serve(down[0], up[1])
    os.close(up[1])
    with open(up[0], "rb") as file:
        (body,) = Frames().feed(file.read())
    told = read_answer(body)
    assert told.number == 7
    np.testing.assert_array_equal(told.places().points, lay_out(sizes, links).points)


def test_the_worker_survives_nonsense() -> None:
    told = answer(Request.of(1, np.ones((2, 2)), np.array([[0, 9]], np.int32)))
    assert told.error


def test_rounded_routes_keep_their_ends() -> None:
    points = np.array([[0, 0], [0, 50], [80, 50], [80, 90], [5, 5], [5, 9]], float)
    starts = np.array([0, 4, 6], np.int32)
    soft, at = rounded(points, starts)
    for link in range(2):
        old = points[starts[link] : starts[link + 1]]
        new = soft[at[link] : at[link + 1]]
        np.testing.assert_array_equal(new[[0, -1]], old[[0, -1]])
    assert len(soft) > len(points)


@given(st.floats(0.1, 5), st.floats(-500, 500), st.floats(-500, 500), st.floats(0.2, 4))
def test_zooming_keeps_the_point_under_the_pointer(
    scale: float, x: float, y: float, factor: float
) -> None:
    camera = Camera(scale, 12.0, -7.0)
    before = camera.to_scene(x, y)
    after = camera.zoomed(factor, x, y, 0.01).to_scene(x, y)
    assert after == pytest.approx(before, abs=1e-6)


def test_a_framed_rectangle_is_seen_whole_and_in_the_middle() -> None:
    camera = framing((100.0, 200.0, 300.0, 50.0), 640.0, 480.0, 10.0)
    left, top = camera.to_scene(0, 0)
    right, bottom = camera.to_scene(640, 480)
    assert left <= 100 + 1e-6
    assert right >= 400 - 1e-6
    assert (left + right) / 2 == pytest.approx(250)
    assert (top + bottom) / 2 == pytest.approx(225)
