"""Crossings: counted as a person sees them, and none where none is needed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.gui.canvas import engine
from gradwalk.gui.canvas.borders import Untangler
from gradwalk.gui.canvas.keep import Plan
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.places import Floats, Places, joined
from gradwalk.gui.canvas.tangles import crossings

from .test_canvas_layout import HEAD, assert_sound, assert_upright, laid_out, plans


def tangles(places: Places) -> int:
    return crossings(places.points, places.starts)


def crossed(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> bool:
    """Whether two pieces, each upright or level, meet within both."""
    (a, b), (c, d) = one, other
    if (a[0] == b[0]) == (c[0] == d[0]):
        return False
    if a[0] == b[0]:
        (a, b), (c, d) = (c, d), (a, b)  # the first one is level now
    return bool(
        min(a[0], b[0]) < c[0] < max(a[0], b[0]) and min(c[1], d[1]) < a[1] < max(c[1], d[1])
    )


@st.composite
def routes(draw: st.DrawFn) -> list[Floats]:
    """Ways over whole numbers that turn at every point."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        x, y, upright = draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.booleans())
        points = [(x, y)]
        for to in draw(st.lists(st.integers(0, 9), min_size=1, max_size=5)):
            x, y = (x, to) if upright else (to, y)
            points.append((x, y))
            upright = not upright
        found.append(np.array(points, float))
    return found


@given(routes())
def test_crossings_are_those_of_every_pair_of_pieces(ways: list[Floats]) -> None:
    pieces = [
        (number, (way[i], way[i + 1]))
        for number, way in enumerate(ways)
        for i in range(len(way) - 1)
    ]
    expected = sum(
        crossed(one, other)
        for i, (first, one) in enumerate(pieces)
        for second, other in pieces[:i]
        if first != second
    )
    assert crossings(*joined(ways)) == expected


def test_links_meet_a_box_in_the_order_in_which_they_come() -> None:
    """One comes from the left, one from the right, and their places were exchanged."""
    boxes = np.array([[0.0, 100.0, 100.0, 140.0]])
    ways = [
        np.array([[-50.0, 0.0], [-50.0, 80.0], [60.0, 80.0], [60.0, 100.0]]),
        np.array([[150.0, 0.0], [150.0, 70.0], [40.0, 70.0], [40.0, 100.0]]),
    ]
    assert crossings(*joined(ways)) == 1
    untangler = Untangler([way.copy() for way in ways], boxes)
    untangler.sort([0, 1], 0, below=False)
    assert crossings(*joined(untangler.routes)) == 0
    left, right = untangler.routes
    assert left[-1].tolist() == [40.0, 100.0]
    assert right[-1].tolist() == [60.0, 100.0]
    assert (left[0] == ways[0][0]).all()


def test_links_of_a_box_upside_down() -> None:
    """What holds above a box holds below another."""
    boxes = np.array([[0.0, -40.0, 100.0, 0.0]])
    ways = [
        np.array([[60.0, 0.0], [60.0, 20.0], [-50.0, 20.0], [-50.0, 90.0]]),
        np.array([[40.0, 0.0], [40.0, 30.0], [150.0, 30.0], [150.0, 90.0]]),
    ]
    untangler = Untangler([way.copy() for way in ways], boxes)
    untangler.sort([0, 1], 0, below=True)
    assert crossings(*joined(untangler.routes)) == 0


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_was_tried_in_other_orders_is_sound_and_the_same_twice(plan: Plan) -> None:
    engine.forget()
    tried = laid_out(plan)
    assert_sound(plan, tried)
    engine.forget()
    assert laid_out(plan).digest() == tried.digest()


@pytest.mark.parametrize("heads", [2, 3])
def test_two_losses_of_one_net_do_not_cross(heads: int) -> None:
    """Chains of different lengths that lead into one frame, to layers side by side."""
    links, count = [], 1
    ends = []
    for head in range(heads):
        at = 0
        for _ in range(4 + head):
            links.append((at, count))
            at, count = count, count + 1
        ends.append(at)
    inner = list(range(count, count + heads))
    links += list(zip(ends, inner[::-1], strict=True))
    links.append((inner[0], count + heads))
    boxes = count + heads + 1
    frame = np.full(boxes, -1, np.int32)
    frame[count:] = 0
    places = lay_out(
        np.tile([180.0, 40.0], (boxes, 1)), np.array(links, np.int32), frame,
        np.array([-1], np.int32), HEAD,
    )  # fmt: skip
    assert tangles(places) == 0


def test_residual_blocks_with_norms_behind_do_not_cross() -> None:
    """A norm reads the sum of its frame's input and of three operations on the way to it."""
    links, frame, outer = [], [-1], []
    at = 0
    for block in range(4):
        outer.append(-1)
        first = len(frame)
        frame += [block] * 6
        links += [(at, first), (first, first + 1), (first + 1, first + 2), (first, first + 3)]
        links += [(first + 2, first + 4), (first + 3, first + 5), (first + 4, first + 5)]
        links.append((first + 1, first + 5))
        at = first + 5
    places = lay_out(
        np.tile([180.0, 40.0], (len(frame), 1)), np.array(links, np.int32),
        np.array(frame, np.int32), np.array(outer, np.int32), HEAD,
    )  # fmt: skip
    assert tangles(places) == 0


def test_no_link_runs_through_a_box_for_the_sake_of_a_crossing() -> None:
    """Of the orders that are tried, one is answered with a link through the box it leaves."""
    sizes = np.full((7, 2), [120.0, 20.0])
    sizes[3, 0] = 221.0
    plan = Plan(
        sizes, np.array([[0, 4], [3, 4], [3, 5], [3, 6], [4, 6]], np.int32),
        np.array([-1, 0, 0, 0, 1, -1, -1], np.int32), np.array([-1, 0], np.int32), HEAD,
    )  # fmt: skip
    assert_upright(plan, laid_out(plan))
