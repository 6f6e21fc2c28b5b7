"""Where a tensor's elements lie in a heatmap, and which colour they get. Arrays in, arrays out.

An arrangement is a matrix of flat indices into the tensor: the last two axes are one tile, the
leading axes number the tiles. Everything else (colours, texts, what lies under the mouse) looks
elements up through it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LEVELS = 253
"""Codes 0 to 252 are colours from -limit to limit: odd, so that zero has its own, the middle."""

NAN, INF, EMPTY = 253, 254, 255
NOWHERE = -1
"""The index of a place where no element lies."""

Indices = npt.NDArray[np.int32]
Values = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Tiling:
    """Elements in rows and columns.

    Attributes
    ----------
    index : (rows, columns) int32
        Flat index of the element at each place, or NOWHERE.
    tile : (int, int)
        Rows and columns of one tile; they divide the matrix.
    """

    index: Indices
    tile: tuple[int, int]

    @property
    def grid(self) -> tuple[int, int]:
        """Tiles below each other, and side by side."""
        rows, columns = self.index.shape
        height, width = self.tile
        return (rows // height, columns // width) if height and width else (0, 0)


def tile_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of one tile: the last two axes; one cell for a vector, which wraps."""
    return (1, 1) if len(shape) < 2 else (shape[-2], shape[-1])


def wraps(shape: tuple[int, ...]) -> bool:
    """Whether the tiles are one sequence that may be wrapped, rather than a grid of two axes."""
    return len(shape) != 2 and (len(shape) <= 3 or shape[-3] == 1 or math.prod(shape[:-3]) == 1)


@lru_cache(maxsize=16)
def tiling(shape: tuple[int, ...], columns: int) -> Tiling:
    """Arrange a tensor's elements.

    Parameters
    ----------
    shape : tuple of int
        Of the tensor. A matrix is one tile; (O, I, h, w) with I > 1 is a grid of O columns and I
        rows of tiles, as are longer shapes with their leading axes joined.
    columns : int
        Tiles side by side where they are one sequence (`wraps`); ignored elsewhere.
    """
    height, width = tile_shape(shape)
    total = math.prod(shape)
    flat = np.arange(total, dtype=np.int32)
    if total == 0:
        return Tiling(flat.reshape(0, 0), (0, 0))
    if not wraps(shape):
        rows = shape[-3] if len(shape) > 2 else 1
        blocks = flat.reshape(-1, rows, height, width).transpose(1, 2, 0, 3)
        return Tiling(blocks.reshape(rows * height, -1), (height, width))
    tiles = total // (height * width)
    columns = min(max(columns, 1), tiles)
    rows = -(-tiles // columns)
    padded = np.full((rows * columns, height, width), NOWHERE, np.int32)
    padded[:tiles] = flat.reshape(tiles, height, width)
    blocks = padded.reshape(rows, columns, height, width).transpose(0, 2, 1, 3)
    return Tiling(blocks.reshape(rows * height, columns * width), (height, width))


def best_columns(shape: tuple[int, ...], room: tuple[float, float], enough: float) -> int:
    """How many tiles to put side by side so that cells are largest.

    All in one row if that gives cells of `enough`; a wrapped vector breaks at tens.

    Parameters
    ----------
    room : (float, float)
        Width and height there are.
    """
    if not wraps(shape) or math.prod(shape) == 0:
        return 1
    height, width = tile_shape(shape)
    tiles = math.prod(shape) // (height * width)

    def cell(columns: int) -> float:
        rows = -(-tiles // columns)
        return min(room[0] / (columns * width), room[1] / (rows * height))

    if cell(tiles) >= enough:
        return tiles
    # The best number lies next to the one that fills the room with square cells.
    ideal = math.sqrt(tiles * room[0] * height / max(room[1] * width, 1e-9))
    near = range(max(1, int(ideal * 0.7)), min(tiles, int(ideal * 1.5) + 2) + 1)
    best = max(near, key=cell, default=tiles)
    if len(shape) < 2 and best > 10:
        best -= best % 10
    return best


@dataclass(frozen=True, eq=False)
class Blocks:
    """Neighbouring places taken together, so that each can be drawn as one dot.

    Attributes
    ----------
    index : (rows, columns, places) int32
        Flat indices of each block's elements, or NOWHERE.
    """

    index: Indices


@lru_cache(maxsize=16)
def blocks(shape: tuple[int, ...], columns: int, by: tuple[int, int]) -> Blocks:
    """The arrangement `tiling(shape, columns)` cut into blocks of `by` rows and columns."""
    index = tiling(shape, columns).index
    down, across = by
    rows, width = index.shape
    high, wide = -(-rows // down), -(-width // across)
    padded = np.full((high * down, wide * across), NOWHERE, np.int32)
    padded[:rows, :width] = index
    cut = padded.reshape(high, down, wide, across).transpose(0, 2, 1, 3)
    return Blocks(np.ascontiguousarray(cut.reshape(high, wide, down * across)))


def largest(index: Indices, values: Values) -> Indices:
    """For every block, the element of largest magnitude.

    NaN and Inf count as largest: a picture too small for all cells never hides them.

    Parameters
    ----------
    index : (rows, columns, places) int32
    values : (n,) floating
        The elements that the indices point at.
    """
    if index.shape[2] == 1:
        return index[:, :, 0]
    sizes = np.empty(values.size + 1, values.dtype)
    np.abs(values, out=sizes[:-1])
    sizes[:-1][~np.isfinite(values)] = np.inf
    sizes[NOWHERE] = -1.0
    choice = sizes[index].argmax(axis=2)
    return np.take_along_axis(index, choice[:, :, None], axis=2)[:, :, 0]


def summary(values: Values) -> tuple[float, int, int]:
    """The largest finite magnitude (0 if there is none), and how many are NaN, how many Inf."""
    if values.size == 0:
        return 0.0, 0, 0
    most = max(float(values.max()), -float(values.min()))  # NaN if one is
    if math.isfinite(most):
        return most, 0, 0
    finite = values[np.isfinite(values)]
    most = float(np.abs(finite).max()) if finite.size else 0.0
    return most, int(np.isnan(values).sum()), int(np.isinf(values).sum())


def codes(index: Indices, values: Values, most: float) -> npt.NDArray[np.uint8]:
    """The colour's number of every place: 0 at -most, the middle at 0, LEVELS - 1 at most."""
    places = values[index].astype(np.float64)
    half = (LEVELS - 1) / 2
    strange = ~np.isfinite(places)
    scaled = np.where(strange, 0.0, places) / most if most > 0 else np.zeros(index.shape)
    result = np.rint(scaled * half + half).clip(0, LEVELS - 1).astype(np.uint8)
    if strange.any():
        result[strange] = np.where(np.isnan(places[strange]), NAN, INF)
    result[index == NOWHERE] = EMPTY
    return result


def resampled(table: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A colour map of any length as LEVELS rows, (LEVELS, 4)."""
    places = np.linspace(0, len(table) - 1, LEVELS)
    columns = [np.interp(places, np.arange(len(table)), channel) for channel in table.T]
    return np.stack(columns, axis=1).round().astype(np.uint8)
