"""What the condition that is being typed could become. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .filters import ALIASES, CHOICES, KEYS, as_typed

MOST = 12
_TYPED = re.compile(r"([A-Za-z]+)([:=])(.*)", re.DOTALL)


@dataclass(frozen=True)
class Completion:
    """Texts that could stand for text[start:end]."""

    start: int
    end: int
    offers: tuple[str, ...]


def complete(text: str, at: int, known: Callable[[str], Sequence[str]]) -> Completion:
    """What could stand for the condition before the cursor at `at`.

    Parameters
    ----------
    known : callable
        From a key ("op", "module", ...) to what a graph has there.

    Examples
    --------
    >>> complete("relu sta", 8, lambda key: ()).offers
    ('state:',)
    >>> complete("state:f", 7, lambda key: ()).offers
    ('state:freed',)
    """
    start = max((text.rfind(blank, 0, at) for blank in " \t"), default=-1) + 1
    token = text[start:at]
    found = _TYPED.fullmatch(token)
    if found is None:
        offers = [f"{key}:" for key in KEYS if token and key.startswith(token.casefold())]
        return Completion(start, at, tuple(offers))
    typed, sign, value = found.groups()
    key = ALIASES.get(typed.casefold(), typed.casefold())
    if key not in KEYS or value.startswith('"'):
        return Completion(start, at, ())
    values = _sorted((*CHOICES.get(key, ()), *map(as_typed, known(key))), value.casefold())
    return Completion(start, at, tuple(f"{typed}{sign}{value}" for value in values))


def _sorted(values: Sequence[str], part: str) -> list[str]:
    """The values that contain a text, first those that start with it; none if it is one itself."""
    starts, others = [], []
    for value in values:
        low = value.casefold()
        if low == part:
            return []
        if low.startswith(part):
            starts.append(value)
        elif part in low:
            others.append(value)
    return [*starts, *others][:MOST]
