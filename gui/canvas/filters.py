"""What a person can search for, as data and as one line of text. No Qt.

    op:addmm module:encoder state:freed g>1e-3 1×64

Conditions and free words, all of which must hold. What has blanks or is to be taken as a word
stands in double quotes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

Column = Literal["op", "module", "param", "line", "shape", "word"]
Sign = Literal["<", "<=", ">", ">="]
Reason = Literal["key", "empty", "choice", "number", "sign", "quote"]

SIGNS: tuple[Sign, ...] = ("<", "<=", ">", ">=")
COLUMNS: tuple[Column, ...] = ("op", "module", "param", "line", "shape")
CHOICES: dict[str, tuple[str, ...]] = {
    "module": ("outside", "unknown"),
    "state": ("alive", "freed", "none"),
    "g": ("nan", "inf", "nonfinite", "zero", "none", "unmeasured"),
}
"""The words that each key knows: no module call, none known for certain; saved tensors, or none;
what arrived that is no finite norm above 0."""

KEYS = ("op", "module", "param", "state", "g", "line", "shape")
ALIASES = {"operation": "op", "parameter": "param", "grad": "g", "gradient": "g"}


@dataclass(frozen=True)
class Text:
    """A column contains a text, in lower case; a "word" may be in any of them."""

    column: Column
    text: str


@dataclass(frozen=True)
class Which:
    """One of CHOICES holds."""

    key: str
    value: str


@dataclass(frozen=True)
class Norm:
    """The norm of the gradient that arrived compares with a number."""

    sign: Sign
    value: float


Condition = Text | Which | Norm


@dataclass(frozen=True)
class Filter:
    """Conditions that must all hold; none at all finds nothing."""

    conditions: tuple[Condition, ...] = ()

    @property
    def asks_flow(self) -> bool:
        """Whether what it finds depends on the last backward."""
        return self.asks_gradients or any(
            isinstance(c, Which) and c.key == "state" for c in self.conditions
        )

    @property
    def asks_gradients(self) -> bool:
        """Whether what it finds depends on gradients."""
        return any(
            isinstance(c, Norm) or (isinstance(c, Which) and c.key == "g") for c in self.conditions
        )


class FilterError(ValueError):
    """A condition that is not understood.

    Attributes
    ----------
    reason : Reason
        What is wrong: the key, a missing value, a value that is none of the choices, no number,
        a comparison of what has no size, a quote without an end.
    token, key : str
        What was typed, and its key.
    possible : tuple of str
        What could stand there.
    """

    def __init__(
        self, reason: Reason, token: str, key: str = "", possible: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{token}: {reason}")
        self.reason = reason
        self.token = token
        self.key = key
        self.possible = possible


def normal(text: str) -> str:
    """As texts are compared: lower case, and shapes with × whether typed as x, * or comma.

    >>> normal("1, 6,30x30")
    '1×6×30×30'
    """
    low = text.strip().casefold()
    shaped = low.replace(", ", "×").replace(",", "×").replace("*", "×").replace("x", "×")
    digits = shaped.replace("×", "").strip("()[] ")
    return shaped.strip("()[] ") if digits.isdigit() and "×" in shaped else low


_TOKEN = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+', re.DOTALL)
_WHOLE = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_CONDITION = re.compile(r"([A-Za-z]+)(:|<=|>=|<|>|=)(.*)", re.DOTALL)
_PLAIN = re.compile(r"[\w.×#/-]+")


def parse(text: str) -> Filter:
    """The filter that a line of text stands for.

    Raises
    ------
    FilterError
        At the first condition that is not understood.

    Examples
    --------
    >>> parse("op:addmm g>1e-3 fc1").conditions
    (Text(column='op', text='addmm'), Norm(sign='>', value=0.001), Text(column='word', text='fc1'))
    """
    whole = normal(text)
    if "×" in whole and whole.replace("×", "").isdigit():  # "1, 6, 30" has blanks and is one shape
        return Filter((Text("word", whole),))
    return Filter(tuple(condition for token in tokens(text) for condition in _read(token)))


def tokens(text: str) -> list[str]:
    """What stands between blanks, quotes kept."""
    return _TOKEN.findall(text)


def _read(token: str) -> list[Condition]:
    if not _WHOLE.fullmatch(token):
        raise FilterError("quote", token)
    found = _CONDITION.fullmatch(token)
    if found is None:
        word = _unquoted(token)
        return [Text("word", word if '"' in token else normal(word))] if word.strip() else []
    typed, sign, value = found.groups()
    key = ALIASES.get(typed.casefold(), typed.casefold())
    if key not in KEYS:
        raise FilterError("key", token, typed, tuple(f"{key}:" for key in KEYS))
    if not value:
        raise FilterError("empty", token, key, CHOICES.get(key, ()))
    if key == "g":
        return _gradient(token, sign, value.casefold())
    if sign not in (":", "="):
        raise FilterError("sign", token, key, ("g>", "g<"))
    return [_text(token, key, value)]


def _text(token: str, key: str, value: str) -> Condition:
    """A condition on a text or one of the choices; what is in quotes is always a text."""
    if value.casefold() in CHOICES.get(key, ()):
        return Which(key, value.casefold())
    for column in COLUMNS:
        if column == key:
            text = _unquoted(value)
            if not text.strip():
                raise FilterError("empty", token, key)
            return Text(column, text if '"' in value else normal(text))
    raise FilterError("choice", token, key, CHOICES[key])


def _gradient(token: str, sign: str, value: str) -> list[Condition]:
    for known in SIGNS:
        if sign == known:
            return [Norm(known, _number(token, value))]
    if value in CHOICES["g"]:
        return [Which("g", value)]
    low, dots, high = value.partition("..")
    if dots:
        ends: list[Condition] = [Norm(">=", _number(token, low))] if low else []
        return [*ends, Norm("<=", _number(token, high))] if high else ends
    if sign == ":" and not re.match(r"[\d.+-]", value):
        raise FilterError("choice", token, "g", (*CHOICES["g"], "1e-3..1"))
    number = _number(token, value)
    return [Which("g", "zero")] if number == 0 else [Norm(">=", number), Norm("<=", number)]


def _number(token: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise FilterError("number", token, "g", ("g>1e-3", "g<0.1", "g:1e-3..1"))
    return number


def _unquoted(text: str) -> str:
    """Without quotes and what escapes them, and in lower case."""
    return _QUOTED.sub(lambda found: re.sub(r"\\(.)", r"\1", found[1], flags=re.S), text).casefold()


def write(wanted: Filter) -> str:
    """A line of text from which `parse` makes the same filter."""
    return " ".join(map(_written, wanted.conditions))


def _written(condition: Condition) -> str:
    if isinstance(condition, Which):
        return f"{condition.key}:{condition.value}"
    if isinstance(condition, Norm):
        return f"g{condition.sign}{condition.value!r}"
    text = condition.text
    if normal(text) != text or text in CHOICES.get(condition.column, ()):
        text = quoted(text)
    else:
        text = as_typed(text)
    return text if condition.column == "word" else f"{condition.column}:{text}"


def as_typed(text: str) -> str:
    """A text as it is typed, in quotes if it has to be."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """A text in quotes."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
