"""Inputs as the model itself says that they are: ``model.in_channels``, ``config.sample_size``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .inputs import Input
from .layers import Proposal

ATTRIBUTE = QT_TRANSLATE_NOOP("Explain", "The model says {name} = {value}.")
_CHANNELS = (
    "in_channels", "in_chans", "n_channels", "input_channels", "num_channels", "channels",
)  # fmt: skip
_FEATURES = (
    "in_features", "input_dim", "in_dim", "input_size", "n_features", "num_features", "dim",
)  # fmt: skip
_SIDES = ("sample_size", "image_size", "img_size", "in_size", "input_size")
_FEATURES_TOO = "input_size"  # a number of them, or a picture's two sides
_IRREPS = ("irreps_in", "irreps_in1", "irreps_in2", "irreps")  # of e3nn, each with a width
_WIDEST = 1 << 16


def sized(model: nn.Module) -> Iterator[Proposal]:
    """Pictures of the size that the model says."""
    for name in _SIDES:
        side = _said(model, name)
        if name == _FEATURES_TOO and isinstance(side, int):
            continue
        sides = tuple(side) if isinstance(side, list | tuple) else (side, side)
        if len(sides) == 2 and all(map(_is_width, sides)):
            why = ATTRIBUTE.filled(name=name, value=side)
            channels = next((width for _, width in _first(model, _CHANNELS)), 3)
            yield Input((1, channels, *sides)), why
            if isinstance(side, int):
                yield Input((1, channels, side)), why
            return


def of_attributes(model: nn.Module) -> Iterator[Proposal]:
    """Inputs as wide as the model says that it takes."""
    for name, width in _first(model, _CHANNELS):
        why = ATTRIBUTE.filled(name=name, value=width)
        for size in ((32, 32), (64, 64), (224, 224), (64,), (16, 32, 32)):
            yield Input((1, width, *size)), why
        yield Input((1, 32, 32, width)), why
        yield Input((1, 16, width)), why
    for name, width in _first(model, _FEATURES):
        why = ATTRIBUTE.filled(name=name, value=width)
        yield Input((1, width)), why
        yield Input((1, 16, width)), why
    for name in _IRREPS:
        wide = getattr(getattr(model, name, None), "dim", None)
        if wide is not None and _is_width(wide):
            yield Input((1, wide)), ATTRIBUTE.filled(name=name, value=wide)


def _first(model: nn.Module, names: tuple[str, ...]) -> list[tuple[str, int]]:
    found = ((name, _said(model, name)) for name in names)
    return [(name, width) for name, width in found if _is_width(width)][:1]


def _is_width(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _WIDEST


def _said(model: nn.Module, name: str) -> Any:
    """An attribute of the model's, or of its configuration."""
    config = getattr(model, "config", None)
    if isinstance(config, Mapping) and name in config:
        return config[name]
    value = getattr(config, name, None) if config is not None else None
    return getattr(model, name, None) if value is None else value
