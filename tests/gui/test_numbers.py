"""Numbers as text, and elements in their places."""

from __future__ import annotations

import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradwalk.gui.panels import numbers, tiles

floats = st.floats(allow_nan=False, allow_infinity=False)
shapes = hnp.array_shapes(min_dims=0, max_dims=5, max_side=6)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(numbers).failed == 0


@given(st.floats(-1e300, 1e300))
def test_a_number_keeps_four_digits(value: float) -> None:
    shown = float(numbers.number(value))
    assert math.isclose(shown, value, rel_tol=6e-4, abs_tol=5e-324)


@given(st.floats(width=32))
def test_an_exact_number_comes_back_bit_for_bit(value: float) -> None:
    text = numbers.exact(np.float32(value)).replace("Inf", "inf").replace("NaN", "nan")
    assert np.array_equal(np.float32(text), np.float32(value), equal_nan=True)


@given(floats.filter(bool), floats.filter(bool))
def test_only_a_true_zero_is_written_as_zero_in_a_cell(value: float, limit: float) -> None:
    text = numbers.in_cell(value, *numbers.cell_format(abs(limit)))
    assert text not in ("0", "-0", "")


def test_none_nan_and_infinity_are_words() -> None:
    assert [numbers.number(x) for x in (None, math.nan, math.inf, -math.inf)] == [
        "None", "NaN", "Inf", "-Inf",
    ]  # fmt: skip
    assert numbers.flagged(math.nan).startswith(numbers.SIGN)
    assert numbers.flagged(None) == "None"


@given(hnp.arrays(np.float32, shapes, elements=st.floats(width=32)))
def test_a_table_holds_every_value(values: np.ndarray) -> None:
    lines = [line for line in numbers.table(values).split("\n") if not line.startswith("#")]
    cells = [cell for line in lines for cell in line.split("\t") if cell]
    back = np.array([float(c.replace("NaN", "nan")) for c in cells], np.float32)
    assert np.array_equal(back, values.reshape(-1), equal_nan=True)


@given(shapes, st.integers(1, 40))
def test_every_element_has_one_place(shape: tuple[int, ...], columns: int) -> None:
    index = tiles.tiling(shape, columns).index
    assert sorted(index[index != tiles.NOWHERE].tolist()) == list(range(math.prod(shape)))


def test_a_tile_holds_a_filter_as_it_is() -> None:
    filters = np.arange(6 * 3 * 3).reshape(6, 1, 3, 3)
    found = tiles.tiling(filters.shape, 6)
    assert found.grid == (1, 6)
    picture = filters.reshape(-1)[found.index]
    for number in range(6):
        assert (picture[:, 3 * number : 3 * number + 3] == filters[number, 0]).all()


def test_filters_of_several_inputs_stand_in_columns_by_output() -> None:
    filters = np.arange(16 * 6 * 9).reshape(16, 6, 3, 3)
    found = tiles.tiling(filters.shape, 1)
    assert found.grid == (6, 16)
    picture = filters.reshape(-1)[found.index]
    assert (picture[3 * 2 : 3 * 3, 3 * 5 : 3 * 6] == filters[5, 2]).all()


@given(
    hnp.arrays(np.float32, hnp.array_shapes(min_dims=1, max_dims=4, max_side=7),
               elements=st.floats(width=32)),
    st.integers(1, 20), st.integers(1, 4), st.integers(1, 4),
)  # fmt: skip
def test_a_small_picture_hides_no_extreme(
    values: np.ndarray, columns: int, down: int, across: int
) -> None:
    blocks = tiles.blocks(values.shape, columns, (down, across))
    shown = tiles.largest(blocks.index, values.reshape(-1))
    size = np.abs(np.append(values.reshape(-1), 0).astype(float))
    size[np.isnan(size)] = np.inf
    for place in np.ndindex(shown.shape):
        members = blocks.index[place]
        members = members[members != tiles.NOWHERE]
        if len(members):
            assert size[shown[place]] == size[members].max()
        else:
            assert shown[place] == tiles.NOWHERE


@given(hnp.arrays(np.float32, 20, elements=st.floats(width=32)))
def test_colours_are_centred_at_zero_and_symmetric(values: np.ndarray) -> None:
    index = tiles.tiling(values.shape, 20).index
    limit, nans, infs = tiles.summary(values)
    codes = tiles.codes(index, values, limit)[0]
    mirrored = tiles.codes(index, -values, limit)[0]
    finite = np.isfinite(values)
    middle = tiles.LEVELS // 2
    assert (codes[values == 0] == middle).all()
    assert (codes[finite].astype(int) + mirrored[finite] == 2 * middle).all()
    assert (codes[np.isnan(values)] == tiles.NAN).all()
    assert (codes[np.isinf(values)] == tiles.INF).all()
    assert (nans, infs) == (np.isnan(values).sum(), np.isinf(values).sum())
    if limit:
        assert {0, tiles.LEVELS - 1} & set(codes[finite].tolist())


@pytest.mark.parametrize("count", [1, 6, 16, 120, 5000])
def test_a_vector_wraps_into_the_room_there_is(count: int) -> None:
    columns = tiles.best_columns((count,), (360.0, 100.0), 20.0)
    rows = -(-count // columns)
    assert 1 <= columns <= count
    assert min(360 / columns, 100 / rows) >= 0.5 * (360 * 100 / count) ** 0.5 or rows == 1
