"""Colours of gradient norms, on a logarithmic scale. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NOTHING, ZERO, FINITE, BROKEN = range(4)
"""What arrived: no gradient, exactly zero, a finite norm, NaN or Inf."""


@dataclass(frozen=True)
class Scale:
    """Powers of ten at the ends of the colours."""

    low: int = -3
    high: int = 0

    def fractions(self, norms: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Where positive norms lie between the ends, 0 to 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            place = (np.log10(norms) - self.low) / (self.high - self.low)
        return np.clip(np.nan_to_num(place, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)

    def covering(self, norms: npt.NDArray[np.float64]) -> Scale:
        """This scale, widened so that all positive finite norms lie on it."""
        usable = norms[np.isfinite(norms) & (norms > 0)]
        if not len(usable):
            return self
        low = min(self.low, math.floor(math.log10(usable.min())))
        high = max(self.high, math.ceil(math.log10(usable.max())))
        return Scale(low, max(high, low + 1))

    @classmethod
    def of(cls, norms: npt.NDArray[np.float64]) -> Scale:
        """The narrowest scale of whole powers of ten for these norms."""
        usable = norms[np.isfinite(norms) & (norms > 0)]
        if not len(usable):
            return cls()
        low = math.floor(math.log10(usable.min()))
        return cls(low, max(math.ceil(math.log10(usable.max())), low + 1))


def kinds(reached: npt.NDArray[np.uint8], norms: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """NOTHING, ZERO, FINITE or BROKEN per entry."""
    result = np.full(len(norms), FINITE, np.int8)
    result[norms == 0] = ZERO
    result[~np.isfinite(norms)] = BROKEN
    result[reached == 0] = NOTHING
    return result


def norm_text(reached: int, norm: float) -> str:
    """A norm as it is written into a box."""
    if not reached:
        return ""
    if reached > 1:
        return "?"
    if math.isnan(norm):
        return "NaN"
    if math.isinf(norm):
        return "Inf"
    return "0" if norm == 0 else f"{norm:.3g}"
