"""Thinning and morphing as arithmetic: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gradwalk.gui.canvas.morph import blend, into, starts
from gradwalk.gui.canvas.thinned import Classed, Layer, corners_of

sides = st.floats(-1e5, 1e5, allow_nan=False)
lengths = st.floats(0.5, 1e4, allow_nan=False)


@st.composite
def rectangles(draw: st.DrawFn, least: int = 1, most: int = 12) -> np.ndarray:
    many = draw(st.integers(least, most))
    place = draw(arrays.arrays(np.float64, (many, 2), elements=sides))
    size = draw(arrays.arrays(np.float64, (many, 2), elements=lengths))
    return np.concatenate([place, size], axis=1)


@given(rectangles(), st.data())
def test_nothing_jumps_at_the_start_or_the_end(old: np.ndarray, data: st.DataObject) -> None:
    new = old[data.draw(st.permutations(range(len(old))))]
    same = np.array(data.draw(st.lists(
        st.tuples(st.integers(0, len(old) - 1), st.integers(0, len(new) - 1)),
        unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
    )), np.intp).reshape(-1, 2)  # fmt: skip
    begin = starts(old, new, same, (0, 0, 10, 10), (0, 0, 1e5, 1e5))
    np.testing.assert_array_equal(blend(begin, new, 0.0)[same[:, 1]], old[same[:, 0]])
    np.testing.assert_array_equal(blend(begin, new, 1.0), new)
    half = blend(begin, new, 0.5)
    assert (half >= np.minimum(begin, new) - 1e-6).all()
    assert (half <= np.maximum(begin, new) + 1e-6).all()


@given(rectangles())
def test_what_appears_grows_out_of_the_box_that_was_opened(new: np.ndarray) -> None:
    low = new[:, :2].min(axis=0)
    high = (new[:, :2] + new[:, 2:]).max(axis=0)
    frame = (*low.tolist(), *(high - low).tolist())
    box = (100.0, 50.0, 40.0, 20.0)
    begin = starts(np.zeros((0, 4)), new, np.zeros((0, 2), np.intp), box, frame)
    assert (begin[:, :2] >= np.array(box[:2]) - 1e-3).all()
    assert (begin[:, :2] + begin[:, 2:] <= np.array([140.0, 70.0]) + 1e-3).all()
    np.testing.assert_allclose(begin, into(new, frame, box))


@given(rectangles(most=40), sides, sides, lengths, lengths)
def test_what_is_in_sight_is_found_whatever_its_class(
    boxes: np.ndarray, x: float, y: float, wide: float, high: float
) -> None:
    layer = Layer(corners_of(boxes))
    codes = (np.arange(len(boxes)) % 5 - 2).astype(np.int8)
    window = x, y, x + wide, y + high
    seen = Classed(layer, np.arange(len(boxes)), codes).seen(window)
    there = {
        i for i, (bx, by, bw, bh) in enumerate(boxes.tolist())
        if bx <= x + wide and bx + bw >= x and by <= y + high and by + bh >= y
    }  # fmt: skip
    assert set(seen.which.tolist()) == there
    for code, part in seen.classes():
        assert (codes[seen.which[part]] == code).all()


def test_of_many_boxes_in_one_pixel_one_is_drawn_and_none_disappears() -> None:
    down = np.arange(50_000, dtype=np.float64)
    chain = np.stack([np.zeros_like(down), down * 60, np.full_like(down, 200), down * 0 + 40], 1)
    layer = Layer(corners_of(chain))
    scale = 1000 / (50_000 * 60)
    kept = layer.at(layer.power(scale))
    assert len(kept) < 5_000
    rows = np.unique(np.floor(chain[:, 1] * scale))
    drawn = np.unique(np.floor(chain[kept, 1] * scale))
    assert len(rows) - len(drawn) <= 1
    assert len(layer.at(layer.power(1.0))) == 50_000
