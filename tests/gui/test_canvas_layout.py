"""Layout: frames hold what is in them, routes end where they should, the same picture twice."""

from __future__ import annotations

import os
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine.messages import Frames, MessageError
from gradwalk.gui.canvas.camera import Camera, framing
from gradwalk.gui.canvas.geometry import rounded
from gradwalk.gui.canvas.keep import Plan
from gradwalk.gui.canvas.layers import ranks
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.places import Floats, Places
from gradwalk.gui.canvas.regions import MOST, TALL
from gradwalk.gui.canvas.request import Answer, Order, Progress, Request, frame, read_answer
from gradwalk.gui.canvas.worker import answer, serve

HEAD = 20.0


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Boxes in a topological order; frames are stretches of it, nested or apart."""
    count = draw(st.integers(1, 16))
    sizes = [(draw(st.integers(120, 300)), draw(st.integers(20, 120))) for _ in range(count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    apart = pairs.map(sorted).map(tuple).filter(lambda p: p[0] != p[1])
    links = draw(st.lists(apart, max_size=24, unique=True))
    links += links[: draw(st.integers(0, 2))]  # parallel ones
    frame, outer = np.full(count, -1, np.int32), []
    stretches = [(0, count, -1)]
    while stretches and len(outer) < 5:
        start, end, parent = stretches.pop()
        for _ in range(draw(st.integers(0, 2))):
            first = draw(st.integers(start, end))
            last = draw(st.integers(first, end))
            if first < last and len(outer) < 5:
                frame[first:last] = len(outer)
                stretches.append((first, last, len(outer)))
                outer.append(parent)
                start = last
    links_array = np.array(links, np.int32).reshape(-1, 2)
    return Plan(np.array(sizes, float), links_array, frame, np.array(outer, np.int32), HEAD)


def laid_out(plan: Plan, simply: bool = False) -> Places:
    return lay_out(plan.sizes, plan.links, plan.frame, plan.outer, plan.head, simply)


def chain(count: int, every: int = 0) -> Plan:
    """A chain, with a residual link over every so many boxes."""
    at = np.arange(count - 1)
    over = np.arange(0, count - every, every) if every else np.zeros(0, np.int64)
    links = np.stack([np.append(at, over), np.append(at + 1, over + every)], axis=1)
    return Plan.flat(np.tile([200.0, 40.0], (count, 1)), links.astype(np.int32))


def blocks(count: int, inner: int = 6) -> Plan:
    """Equal blocks with a residual link each, one after the other, in frames in one frame."""
    plan = chain(count * inner)
    at = np.arange(count, dtype=np.int32)
    over = np.stack([at * inner, at * inner + inner - 1], axis=1)
    links = np.concatenate([plan.links, over]).astype(np.int32)
    frame = np.repeat(at + 1, inner).astype(np.int32)
    outer = np.append(-1, np.zeros(count)).astype(np.int32)
    return Plan(plan.sizes, links, frame, outer, HEAD)


def rectangles(plan: Plan, places: Places) -> Floats:
    """(B, 4) float64: x1, y1, x2, y2 of boxes."""
    half = plan.sizes / 2
    return np.concatenate([places.centres - half, places.centres + half], axis=1)


def assert_apart(rects: Floats, what: str) -> None:
    for i in range(min(len(rects), 300)):
        apart = (rects[:, :2] >= rects[i, 2:] - 0.5) | (rects[:, 2:] <= rects[i, :2] + 0.5)
        assert apart.any(axis=1).sum() == len(rects) - 1, f"{what} overlap"


def assert_sound(plan: Plan, places: Places) -> None:
    rects = rectangles(plan, places)
    assert_apart(rects, "boxes")
    frames = np.concatenate(
        [places.frames[:, :2], places.frames[:, :2] + places.frames[:, 2:]], axis=1
    )
    assert_framed(plan, rects, frames)
    assert len(places.starts) == len(plan.links) + 1
    for link, (source, target) in enumerate(plan.links.tolist()):
        route = places.route(link)
        for box, point, side in ((source, route[0], 3), (target, route[-1], 1)):
            assert abs(point[1] - rects[box, side]) < 1.0, "a link does not reach its box"
            assert rects[box, 0] - 1 < point[0] < rects[box, 2] + 1, "a link misses its box"


def assert_framed(plan: Plan, rects: Floats, frames: Floats) -> None:
    """What is in a frame is wholly in it, below its title; what is not is wholly outside."""
    for number in range(min(len(frames), 60)):
        low, high = frames[number, :2] + [0, plan.head], frames[number, 2:]
        within = [frame for frame in range(len(frames)) if number in plan.around(frame)]
        boxes = np.isin(plan.frame, within)
        for some in (rects[boxes], frames[[w for w in within if w != number]]):
            assert (some[:, :2] >= low - 0.5).all()
            assert (some[:, 2:] <= high + 0.5).all()
        others = [f for f in range(len(frames)) if f not in within + plan.around(number)]
        foreign = np.concatenate([rects[~boxes], frames[others]])
        apart = (foreign[:, :2] >= frames[number, 2:] - 0.5) | (
            foreign[:, 2:] <= frames[number, :2] + 0.5
        )
        assert apart.any(axis=1).all(), "a frame overlaps what is not in it"


def assert_upright(plan: Plan, places: Places) -> None:
    """Routes run upright or level, and through no box."""
    rects = rectangles(plan, places)
    for link, ends in enumerate(plan.links.tolist()):
        route = places.route(link)
        a, b = route[:-1], route[1:]
        assert (np.abs(a - b).min(axis=1) <= 1.0).all()  # the engine leaves slants that no one sees
        low, high = np.minimum(a, b), np.maximum(a, b)
        for box in range(len(rects)):
            margin = 1.0 if box not in ends else 2.0
            hit = (high > rects[box, :2] + margin) & (low < rects[box, 2:] - margin)
            assert not hit.all(axis=1).any(), "a route runs through a box"


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_small_graph_is_laid_out_soundly(plan: Plan) -> None:
    places = laid_out(plan)
    assert_sound(plan, places)
    assert_upright(plan, places)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_plain_layers_keep_frames_too(plan: Plan) -> None:
    places = laid_out(plan, simply=True)
    assert places.plain
    assert_sound(plan, places)


@pytest.mark.parametrize("plan", [chain(MOST + 300), chain(MOST + 301, 2), blocks(120), blocks(30)])
@pytest.mark.parametrize("simply", [False, True])
def test_a_long_graph_is_laid_out_soundly(plan: Plan, simply: bool) -> None:
    assert_sound(plan, laid_out(plan, simply))


@pytest.mark.parametrize("plan", [chain(300, 3), blocks(30)])
def test_routes_of_a_graph_in_columns_run_through_no_box(plan: Plan) -> None:
    assert_upright(plan, laid_out(plan))


@pytest.mark.parametrize("plan", [chain(3001, 2), blocks(300)])
def test_a_long_graph_is_no_thin_line(plan: Plan) -> None:
    wide, high = np.ptp(laid_out(plan).centres, axis=0)
    assert 0.5 < wide / high < 4


def test_the_main_path_of_a_short_graph_is_one_straight_line() -> None:
    plan = blocks(2)
    places = laid_out(plan)
    assert np.ptp(places.centres[:, 0]) < 1.0
    assert all(len(places.route(link)) == 2 for link in range(len(plan.sizes) - 1))


def test_the_same_graph_gives_the_same_picture() -> None:
    for plan in (chain(60, 2), chain(801, 2), blocks(40)):
        one, other = laid_out(plan), laid_out(plan)
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.centres, other.centres)
        np.testing.assert_array_equal(one.frames, other.frames)


def test_a_dense_graph_beyond_the_limits_gets_plain_layers() -> None:
    random = np.random.default_rng(0)
    count = 3000
    sources = random.integers(0, count - 1, 40_000)
    targets = random.integers(sources + 1, count)
    links = np.stack([sources, targets], axis=1).astype(np.int32)
    assert lay_out(np.tile([100.0, 40.0], (count, 1)), links).plain


@pytest.mark.parametrize("plan", [chain(50_000), blocks(8_000)])
def test_fifty_thousand_are_drawn(plan: Plan) -> None:
    places = laid_out(plan)
    wide, high = np.ptp(places.centres, axis=0)
    assert 0.5 < wide / high < 4
    assert not places.plain


@given(plans())
def test_ranks_grow_along_every_link(plan: Plan) -> None:
    rank = ranks(len(plan.sizes), plan.links)
    assert (rank[plan.links[:, 0]] < rank[plan.links[:, 1]]).all()


def test_the_worker_answers_with_what_the_function_gives() -> None:
    plan = blocks(500)
    told = asked(Request.of(7, plan))
    assert isinstance(told[-1], Answer)
    assert told[-1].number == 7
    np.testing.assert_array_equal(told[-1].places().points, laid_out(plan).points)
    np.testing.assert_array_equal(told[-1].places().frames, laid_out(plan).frames)


def test_the_worker_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradwalk.gui.canvas.worker.PACE", 0.0)
    told = asked(Request.of(3, blocks(500)))
    steps = [word for word in told if isinstance(word, Progress)]
    assert len(steps) > 2
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {(step.number, step.total) for step in steps} == {(3, 3000)}
    assert steps[-1].done == 3000


def asked(request: Request) -> list[Answer | Progress]:
    """All that a worker says to one request."""
    down, up = os.pipe(), os.pipe()
    said: list[bytes] = []
    with os.fdopen(up[0], "rb") as incoming:
        reader = threading.Thread(target=lambda: said.append(incoming.read()))
        reader.start()
        writer = threading.Thread(
            target=lambda: (os.write(down[1], frame(request)), os.close(down[1]))
        )
        writer.start()
        serve(down[0], up[1])
        os.close(up[1])
        reader.join()
        writer.join()
    return [read_answer(body) for body in Frames().feed(said[0])]


@pytest.mark.parametrize("link", [[0, 9], [-1, 0]])
def test_the_worker_survives_nonsense(link: list[int]) -> None:
    plan = Plan.flat(np.ones((2, 2)), np.array([link], np.int32))
    assert answer(Request(1, Order.of(plan))).error
    with pytest.raises(MessageError):
        read_answer(b"nonsense")


@pytest.mark.parametrize("layers", [3, 4, 5, 6])
def test_frames_in_a_frame_make_it_tall_enough_for_columns(layers: int) -> None:
    """Their borders and titles are as tall as the boxes in them."""
    plan = replace(blocks(layers, 2), head=80.0)
    assert np.ptp(laid_out(plan).points[:, 1]) < 1.2 * TALL


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
