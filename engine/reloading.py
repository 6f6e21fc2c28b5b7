"""What a reload keeps of a model's weights and buffers, and why it does not keep the others."""

from __future__ import annotations

import torch
from torch import nn

from .loader.shown import shape_text
from .messages import DroppedRow, Reloaded
from .sentences import QT_TRANSLATE_NOOP

Shapes = dict[str, tuple[int, ...]]


def shapes(model: nn.Module) -> Shapes:
    """The shapes of all parameters and buffers, by name."""
    return {
        name: tuple(value.shape)
        for name, value in model.state_dict().items()
        if isinstance(value, torch.Tensor) and not nn.parameter.is_lazy(value)
    }


def compared(old: Shapes, new: Shapes) -> Reloaded:
    """What fits by name and shape, what does not, and what is new."""
    dropped = []
    for name, shape in old.items():
        if name not in new:
            why = QT_TRANSLATE_NOOP("Explain", "The model no longer has it.")
        elif new[name] != shape:
            why = QT_TRANSLATE_NOOP("Explain", "It was {old} and is {new} now.").filled(
                old=shape_text(shape), new=shape_text(new[name])
            )
        else:
            continue
        dropped.append(DroppedRow(name, why))
    return Reloaded(
        kept=len(old) - len(dropped),
        dropped=tuple(dropped),
        new=tuple(name for name in new if name not in old),
    )
