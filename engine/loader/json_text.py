"""Arguments as JSON, and as Python."""

from __future__ import annotations

import json
from typing import Any

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .mistakes import Mistake, ModelError

ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "arguments")
LOSS_ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "loss arguments")
OPTIMIZER_ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "optimizer arguments")
_AS_JSON = QT_TRANSLATE_NOOP(
    "Explain", 'Write names and values as JSON: {"depth": 3, "bias": false}.'
)


def json_of(text: str, what: Sentence) -> Any:
    """A JSON object or list; None for nothing.

    Raises
    ------
    ModelError
        If it is neither, with a caret where it stops being JSON.
    """
    if not text.strip():
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        said = QT_TRANSLATE_NOOP("Explain", "The {what} are no JSON.").filled(what=what)
        raise ModelError(
            Mistake(
                "JSONDecodeError", str(error), source=line, caret=" " * (error.colno - 1) + "^",
                why=said, instead=_AS_JSON,
            )
        ) from error  # fmt: skip
    if not isinstance(value, dict | list):
        neither = QT_TRANSLATE_NOOP("Explain", "The {what} are no object and no list.")
        raise ModelError(Mistake("", neither.filled(what=what), source=text, instead=_AS_JSON))
    return value


def keywords(given: dict[str, object] | None) -> str:
    """The arguments of a call."""
    return ", ".join(f"{name}={value!r}" for name, value in (given or {}).items())
