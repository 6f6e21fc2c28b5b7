"""How a parameter's curve looks: colour and symbol by its layer, dashes by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

SYMBOLS = ("o", "s", "t1", "d", "+", "star", "x", "t")
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True)
class LineStyle:
    """Colour, symbol and dashes; the colour alone never tells two lines apart."""

    colour: str
    symbol: str  # pyqtgraph's name
    dash: Qt.PenStyle


def loss_styles(names: Sequence[str], first: str, colours: Sequence[str]) -> dict[str, LineStyle]:
    """One style per loss: the first in the colour of the text, the others told apart."""
    inks = [first, *colours]
    return {
        name: LineStyle(inks[i % len(inks)], SYMBOLS[i % len(SYMBOLS)], DASHES[i % len(DASHES)])
        for i, name in enumerate(names)
    }


def styles(names: Sequence[str], colours: Sequence[str]) -> dict[str, LineStyle]:
    """One style per parameter, in the order of `names`.

    All of a layer share colour and symbol ("conv1"); its weight is solid, its bias dashed. Beyond
    eight layers the colours come again with the next symbol.
    """
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in names))
    kinds = list(dict.fromkeys(["weight", "bias", *(name.rpartition(".")[2] for name in names)]))
    found = {}
    for name in names:
        layer, _, kind = name.rpartition(".")
        number, again = layers.index(layer), layers.index(layer) // len(colours)
        found[name] = LineStyle(
            colours[number % len(colours)],
            SYMBOLS[(number + again) % len(SYMBOLS)],
            DASHES[kinds.index(kind) % len(DASHES)],
        )
    return found
