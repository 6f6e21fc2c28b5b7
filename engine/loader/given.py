"""Arguments that a person gave, as text: read, and refused with what is wrong."""

from __future__ import annotations

from typing import Any

from ... import literals
from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .mistakes import Mistake, ModelError

ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "arguments")
LOSS_ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "loss arguments")
OPTIMIZER_ARGUMENTS = QT_TRANSLATE_NOOP("Explain", "optimizer arguments")
_LIKE_THIS = QT_TRANSLATE_NOOP(
    "Explain",
    'Write names and values as JSON or as in Python: {"depth": 3} or depth=3, size=(2, 2).',
)
_WHY: dict[literals.Problem, Sentence] = {
    "syntax": QT_TRANSLATE_NOOP("Explain", "The {what} are neither JSON nor Python: {said}."),
    "value": QT_TRANSLATE_NOOP(
        "Explain",
        "The {what} are values: numbers, texts, True, None, lists, tuples and dictionaries of "
        "them. {said} is none.",
    ),
    "open": QT_TRANSLATE_NOOP("Explain", "The dots in the {what} stand for a value of yours."),
    "deep": QT_TRANSLATE_NOOP("Explain", "The {what} are nested too deeply."),
    "kind": QT_TRANSLATE_NOOP("Explain", "The {what} are neither names with values nor a list."),
}

_LONG = 1000  # letters of a line that is shown


def read(text: str, what: Sentence) -> dict[str, Any] | list[Any] | None:
    """Arguments by name or by place; None for nothing.

    Raises
    ------
    ModelError
        If it is neither, with a caret where it is wrong.
    """
    try:
        return literals.read(text)
    except literals.NoLiteral as error:
        begin = text.rfind("\n", 0, error.place) + 1
        shown = text[begin:].split("\n")[0]
        caret = (
            " " * (error.place - begin) + "^"
            if error.problem in ("syntax", "value", "open")
            else ""
        )
        if len(shown) > _LONG:
            shown = caret = ""
        said = _WHY[error.problem].filled(what=what, said=error.said)
        raise ModelError(
            Mistake("", said, source=shown, caret=caret, instead=_LIKE_THIS)
        ) from error


def keywords(given: dict[str, object] | None) -> str:
    """The arguments of a call."""
    return ", ".join(f"{name}={literals.source(value)}" for name, value in (given or {}).items())
