"""The measured points of a session's curves, in bounded memory. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ...engine.messages import CurvePoint

MOST_POINTS = 20_000
MOST_NUMBERS = 4_000_000
"""Points times curves at most: a net of a thousand parameters keeps fewer points."""


class CurveStore:
    """Iterations, losses and one column of gradient norms per parameter, in order of iteration.

    Attributes
    ----------
    names : list of str
        Parameters, in the order they were first seen.
    thinned : int
        Points that were measured but are no longer kept.
    """

    def __init__(self, most: int = MOST_POINTS) -> None:
        self._most = most
        self.names: list[str] = []
        self.thinned = 0
        self._count = 0
        self._iterations = np.zeros(64, np.int64)
        self._loss = np.zeros(64)
        self._has_loss = np.zeros(64, bool)
        self._norms = np.zeros((0, 64))
        self._has_norm = np.zeros((0, 64), bool)

    def __len__(self) -> int:
        return self._count

    def take(self, start: int, points: Iterable[CurvePoint]) -> None:
        """Drop the points from iteration `start` on, then append `points`."""
        self._count = int(np.searchsorted(self.iterations, start))
        if not self._count:
            self.names.clear()
            self.thinned = 0
            self._norms, self._has_norm = self._norms[:0], self._has_norm[:0]
        for point in points:
            self._append(point)

    @property
    def iterations(self) -> npt.NDArray[np.int64]:
        """(n,) of every point."""
        return self._iterations[: self._count]

    def loss(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Iterations and losses, where there was one; NaN and Inf are measured values."""
        has = self._has_loss[: self._count]
        return self.iterations[has], self._loss[: self._count][has]

    def norm(self, name: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Iterations and gradient norms of one parameter, where it had a gradient."""
        row = self.names.index(name)
        has = self._has_norm[row, : self._count]
        return self.iterations[has], self._norms[row, : self._count][has]

    def csv(self) -> str:
        """All points kept: iteration, loss, one column per parameter; empty where there is none."""
        lines = [",".join(["iteration", "loss", *self.names])]
        for i in range(self._count):
            cells = [str(self._iterations[i])]
            cells.append(repr(float(self._loss[i])) if self._has_loss[i] else "")
            cells += [
                repr(float(norm)) if has else ""
                for norm, has in zip(self._norms[:, i], self._has_norm[:, i], strict=True)
            ]
            lines.append(",".join(cells))
        return "\n".join(lines) + "\n"

    def _append(self, point: CurvePoint) -> None:
        for name in point.gradient_norms:
            if name not in self.names:
                self._add(name)
        if self._count >= self._room():
            self._thin()
        if self._count == len(self._iterations):
            self._grow()
        i = self._count
        self._iterations[i] = point.iteration
        self._has_loss[i] = point.loss is not None
        self._loss[i] = math.nan if point.loss is None else point.loss
        self._has_norm[:, i] = False
        for row, name in enumerate(self.names):
            norm = point.gradient_norms.get(name)
            if norm is not None:
                self._has_norm[row, i] = True
                self._norms[row, i] = norm
        self._count += 1

    def _room(self) -> int:
        return max(16, min(self._most, MOST_NUMBERS // (len(self.names) + 2)))

    def _add(self, name: str) -> None:
        width = len(self._iterations)
        self.names.append(name)
        self._norms = np.vstack([self._norms, np.zeros((1, width))])
        self._has_norm = np.vstack([self._has_norm, np.zeros((1, width), bool)])

    def _thin(self) -> None:
        """Drop every second point of the older half, so that what is recent stays whole."""
        half = self._count // 2
        keep = np.r_[np.arange(0, half, 2), np.arange(half, self._count)]
        for column in (self._iterations, self._loss, self._has_loss):
            column[: len(keep)] = column[keep]
        for columns in (self._norms, self._has_norm):
            columns[:, : len(keep)] = columns[:, keep]
        self.thinned += self._count - len(keep)
        self._count = len(keep)

    def _grow(self) -> None:
        more = len(self._iterations)
        self._iterations, self._loss, self._has_loss = (
            np.concatenate([column, np.zeros(more, column.dtype)])
            for column in (self._iterations, self._loss, self._has_loss)
        )
        self._norms, self._has_norm = (
            np.pad(columns, ((0, 0), (0, more))) for columns in (self._norms, self._has_norm)
        )
