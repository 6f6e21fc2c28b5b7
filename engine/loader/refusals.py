"""What is said when a model or a choice gives nothing to start backward from."""

from __future__ import annotations

from typing import Any

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake


def no_root(value: Any, wanted: str = "") -> Mistake:
    """No tensor in what forward returned, or none where it was looked for."""
    if wanted:
        said = QT_TRANSLATE_NOOP("Explain", "{expression} is no tensor.").filled(expression=wanted)
    else:
        said = QT_TRANSLATE_NOOP(
            "Explain", "forward returned {kind}, in which there is no tensor."
        ).filled(kind=type(value).__name__)
    do = QT_TRANSLATE_NOOP("Explain", "Choose one of the tensors that forward returns.")
    return Mistake("", said, instead=do)


def no_forward(model: Any) -> Mistake:
    """A model that can't be called."""
    said = QT_TRANSLATE_NOOP("Explain", "{name} has no forward.").filled(name=type(model).__name__)
    do = QT_TRANSLATE_NOOP(
        "Explain", "Write one, or choose a loss function of yours that takes the net and a batch."
    )
    return Mistake("", said, instead=do)


def no_object(text: str) -> Mistake:
    """Arguments of a loss that are no JSON object."""
    said = QT_TRANSLATE_NOOP("Explain", "The arguments of a loss are given by name.")
    do = QT_TRANSLATE_NOOP("Explain", 'Write a JSON object: {"reduction": "sum"}.')
    return Mistake("", said, source=text, instead=do)
