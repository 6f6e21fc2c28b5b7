"""The measured points of a session's curves, in bounded memory. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from ...engine.messages import CurvePoint

MOST_POINTS = 20_000
MOST_NUMBERS = 4_000_000
"""Points times curves at most: a net of a thousand parameters keeps fewer points."""


Iterations = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Columns:
    """Measured values by name, one column of numbers for each; NaN and Inf are measured values.

    Attributes
    ----------
    names : list of str
        In the order they were first seen.
    """

    def __init__(self, width: int) -> None:
        self.names: list[str] = []
        self._values = np.zeros((0, width))
        self._has = np.zeros((0, width), bool)

    def clear(self) -> None:
        """Forget all names."""
        self.names.clear()
        self._values, self._has = self._values[:0], self._has[:0]

    def put(self, i: int, found: Mapping[str, float]) -> None:
        """What was measured as point `i`, and nothing else."""
        for name in found:
            if name not in self.names:
                self.names.append(name)
                width = self._values.shape[1]
                self._values = np.vstack([self._values, np.zeros((1, width))])
                self._has = np.vstack([self._has, np.zeros((1, width), bool)])
        self._has[:, i] = False
        for row, name in enumerate(self.names):
            value = found.get(name)
            if value is not None:
                self._has[row, i] = True
                self._values[row, i] = value

    def of(self, name: str, iterations: Iterations) -> tuple[Iterations, Floats]:
        """Iterations and values of a name, where it was measured."""
        if name not in self.names:
            return np.zeros(0, np.int64), np.zeros(0)
        row, count = self.names.index(name), len(iterations)
        has = self._has[row, :count]
        return iterations[has], self._values[row, :count][has]

    def cells(self, i: int) -> list[str]:
        """Point `i` as text, "" where nothing was measured."""
        rows = zip(self._values[:, i], self._has[:, i], strict=True)
        return [repr(float(value)) if has else "" for value, has in rows]

    def keep(self, which: npt.NDArray[np.intp]) -> None:
        """Keep only these points."""
        for columns in (self._values, self._has):
            columns[:, : len(which)] = columns[:, which]

    def widen(self, more: int) -> None:
        """Make room for more points."""
        self._values = np.pad(self._values, ((0, 0), (0, more)))
        self._has = np.pad(self._has, ((0, 0), (0, more)))


class CurveStore:
    """Iterations, losses and gradient norms by name, in order of iteration.

    Attributes
    ----------
    thinned : int
        Points that were measured but are no longer kept.
    """

    def __init__(self, most: int = MOST_POINTS) -> None:
        self._most = most
        self.thinned = 0
        self._count = 0
        self._iterations = np.zeros(64, np.int64)
        self._losses, self._norms = Columns(64), Columns(64)

    def __len__(self) -> int:
        return self._count

    def take(self, start: int, points: Iterable[CurvePoint]) -> None:
        """Drop the points from iteration `start` on, then append `points`."""
        self._count = int(np.searchsorted(self.iterations, start))
        if not self._count:
            self.thinned = 0
            self._losses.clear()
            self._norms.clear()
        for point in points:
            self._append(point)

    @property
    def names(self) -> list[str]:
        """Parameters, in the order they were first seen."""
        return self._norms.names

    @property
    def losses(self) -> list[str]:
        """The losses, in the order of the script."""
        return self._losses.names

    @property
    def iterations(self) -> Iterations:
        """(n,) of every point."""
        return self._iterations[: self._count]

    def loss(self, name: str) -> tuple[Iterations, Floats]:
        """Iterations and values of one loss, where there was one."""
        return self._losses.of(name, self.iterations)

    def norm(self, name: str) -> tuple[Iterations, Floats]:
        """Iterations and gradient norms of one parameter, where it had a gradient."""
        return self._norms.of(name, self.iterations)

    def csv(self) -> str:
        """All points kept: iteration, losses, one column per parameter; empty where none was."""
        lines = [",".join(["iteration", *self.losses, *self.names])]
        for i, iteration in enumerate(self.iterations.tolist()):
            lines.append(",".join([str(iteration), *self._losses.cells(i), *self._norms.cells(i)]))
        return "\n".join(lines) + "\n"

    def _append(self, point: CurvePoint) -> None:
        if self._count >= self._room():
            self._thin()
        if self._count == len(self._iterations):
            self._grow()
        i = self._count
        self._iterations[i] = point.iteration
        self._losses.put(i, point.losses)
        self._norms.put(i, point.gradient_norms)
        self._count += 1

    def _room(self) -> int:
        return max(16, min(self._most, MOST_NUMBERS // (len(self.names) + len(self.losses) + 1)))

    def _thin(self) -> None:
        """Drop every second point of the older half, so that what is recent stays whole."""
        half = self._count // 2
        keep = np.r_[np.arange(0, half, 2), np.arange(half, self._count)]
        self._iterations[: len(keep)] = self._iterations[keep]
        self._losses.keep(keep)
        self._norms.keep(keep)
        self.thinned += self._count - len(keep)
        self._count = len(keep)

    def _grow(self) -> None:
        more = len(self._iterations)
        self._iterations = np.concatenate([self._iterations, np.zeros(more, np.int64)])
        self._losses.widen(more)
        self._norms.widen(more)
