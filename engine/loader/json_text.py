"""Arguments as JSON, and as Python."""

from __future__ import annotations

import json
from typing import Any

from ..explain import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError
from .words import Text


def json_of(text: str, what: str) -> Any:
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
        said = Text(QT_TRANSLATE_NOOP("Explain", "The {what} are no JSON."), what=what)
        raise ModelError(
            Mistake(
                "JSONDecodeError", str(error), source=line, caret=" " * (error.colno - 1) + "^",
                why=said, instead=Text(_AS_JSON),
            )
        ) from error  # fmt: skip
    if not isinstance(value, dict | list):
        neither = QT_TRANSLATE_NOOP("Explain", "The {what} are no object and no list.")
        text_of = str(Text(neither, what=what))
        raise ModelError(Mistake("", text_of, source=text, instead=Text(_AS_JSON)))
    return value


_AS_JSON = QT_TRANSLATE_NOOP(
    "Explain", 'Write names and values as JSON: {{"depth": 3, "bias": false}}.'
)


def keywords(given: dict[str, object] | None) -> str:
    """The arguments of a call."""
    return ", ".join(f"{name}={value!r}" for name, value in (given or {}).items())
