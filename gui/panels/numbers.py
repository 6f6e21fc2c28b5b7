"""Numbers, shapes and parameters' names as text, the same in every panel."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

SIGN = "⚠"
"""Stands before a NaN or an Inf, so that colour does not say it alone."""


def shape_text(shape: Sequence[int]) -> str:
    """A shape as it is spoken.

    >>> shape_text((6, 1, 3, 3)), shape_text(())
    ('6×1×3×3', 'scalar')
    """
    if not shape:
        return QCoreApplication.translate("Numbers", "scalar")
    return "×".join(str(size) for size in shape)


def size(shape: Sequence[int]) -> int:
    """How many elements a shape has; a scalar has one."""
    return math.prod(shape)


def count(number: int) -> str:
    """A whole number with its thousands set apart: `81,194`."""
    return f"{number:,}"


def number(value: float | None) -> str:
    """A number to 4 significant digits; whole numbers below 10,000 as they are.

    >>> number(0.5), number(3.0), number(1e-5), number(None), number(float("-inf"))
    ('0.5000', '3', '1.000e-05', 'None', '-Inf')
    """
    if value is None:
        return "None"
    strange = not_a_number(value)
    if strange:
        return strange
    if value == int(value) and abs(value) < 10_000:
        return str(int(value))
    return f"{value:#.4g}".removesuffix(".")


def flagged(value: float | None) -> str:
    """As `number`, with a sign before NaN and Inf."""
    text = number(value)
    return f"{SIGN} {text}" if value is not None and not math.isfinite(value) else text


def not_a_number(value: float) -> str:
    """ "NaN", "Inf", "-Inf", or "" for a finite number."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return ""


def exact(value: np.floating | float) -> str:
    """The shortest text that gives the same value back in its own precision."""
    own = value if isinstance(value, np.floating) else np.float64(value)
    strange = not_a_number(float(own))
    if strange:
        return strange
    if own == 0 or 1e-4 <= abs(own) < 1e7:
        return np.format_float_positional(own, trim="-")
    return np.format_float_scientific(own, trim="-")


def cell_format(limit: float) -> tuple[int, int]:
    """How to write numbers up to `limit` in few characters: a common power of ten, and digits.

    >>> cell_format(0.33), cell_format(2.5), cell_format(40.0), cell_format(0.0042)
    ((0, 2), (0, 1), (0, 0), (-3, 1))
    """
    power = 0
    if limit > 0 and not 0.095 <= limit < 99.5:
        power = math.floor(math.log10(limit))
    scaled = limit / 10.0**power if power > -300 else 1.0
    return power, 2 if scaled < 0.995 else 1 if scaled < 9.95 else 0


def in_cell(value: float, power: int = 0, digits: int = 2) -> str:
    """A number as short as a heatmap's cell, in units of ten to the `power`.

    Only a true zero is "0"; what rounds to zero is "~0".

    >>> in_cell(-0.1234), in_cell(0.0), in_cell(0.001), in_cell(-0.0042, -3, 1)
    ('-.12', '0', '~0', '-4.2')
    """
    strange = not_a_number(value)
    if strange or value == 0:
        return strange or "0"
    text = f"{value / 10.0**power if power > -300 else 0.0:.{digits}f}"
    if not text.strip("-0."):
        return "~0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def anomalies(nans: int, infs: int) -> str:
    """ "3 NaN, 1 Inf"; "" if there is neither."""
    parts = ((nans, "NaN"), (infs, "Inf"))
    return ", ".join(f"{count(many)} {word}" for many, word in parts if many)


def index_text(index: Iterable[int]) -> str:
    """An element's index as Python writes it: `[3, 0, 1, 2]`; "" for a scalar."""
    inside = ", ".join(str(i) for i in index)
    return f"[{inside}]" if inside else ""


def table(values: npt.NDArray[np.floating]) -> str:
    """An array as tab-separated text: its last two axes as lines, each block under its index."""
    if values.ndim <= 1:
        return "\t".join(exact(value) for value in values.reshape(-1))
    if values.ndim == 2:
        return "\n".join("\t".join(exact(value) for value in row) for row in values)
    blocks = [
        f"# {index_text(index)}\n{table(values[index])}" for index in np.ndindex(values.shape[:-2])
    ]
    return "\n".join(blocks)


def own_name(label: str) -> str:
    """A parameter's first name; the graph joins the names of a tied weight by " = "."""
    return label.partition(" = ")[0]
