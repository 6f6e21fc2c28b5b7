"""What stands on groups: short titles from module paths and operations. No Qt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ....engine import messages
from ..chips import VIEWS

PLAIN = frozenset(
    f"{name}Backward{i}"
    for i in (0, 1)
    for name in (
        "Add", "Cat", "Chunk", "Div", "Index", "Mul", "Neg", "Split", "Stack", "Sub", "Unbind",
        "CopySlices",
    )
) | {"CopySlices"}  # fmt: skip
"""Operations that tell little of what a structure is."""

MOST_NAMES = 3
BETWEEN = " · "

_BACKWARD = re.compile(r"Backward\d*$")
_NUMBERED = re.compile(r"^(.*?)(\d+)$")


def short(name: str) -> str:
    """An operation's name without what all of them end in.

    >>> short("AddmmBackward0"), short("CopySlices")
    ('Addmm', 'CopySlices')
    """
    return _BACKWARD.sub("", name) or name


def telling(name: str, bears: bool) -> int:
    """How much an operation tells of the structure that it is in, 0 to 3."""
    if name in VIEWS:
        return 0
    if name in PLAIN:
        return 1
    return 3 if bears else 2


def pattern(labels: Sequence[tuple[str, int]]) -> str:
    """The most telling of some labels, in the order given, each once.

    Parameters
    ----------
    labels : sequence of (str, int)
        What to call a thing, and how telling it is.

    >>> pattern([("Addmm", 3), ("View", 0), ("Tanh", 2), ("Addmm", 3)])
    'Addmm · Tanh'
    """
    times = Counter(label for label, _ in labels)
    weight: dict[str, int] = {}
    for label, tells in labels:
        weight[label] = max(tells, weight.get(label, 0))
    first = {label: i for i, label in reversed(list(enumerate(times)))}
    most = max(weight.values(), default=0)
    some = [label for label in times if weight[label] > 0 or most == 0]
    best = sorted(some, key=lambda label: (-weight[label], -times[label], first[label]))
    return BETWEEN.join(sorted(best[:MOST_NAMES], key=first.__getitem__))


def module_title(
    calls: Sequence[messages.ModuleCall], call: int, around: int
) -> str:
    """A module call's path without that of the call around it, "#2" at its second call.

    The model's own call bears the name of its class. A number that the call around bears too is
    left out.
    """
    this = calls[call]
    outer = calls[around] if around >= 0 else None
    name = this.path or this.kind
    if outer is not None and outer.path and name.startswith(outer.path + "."):
        name = name[len(outer.path) + 1 :]
        if name[0].isdigit():  # "layer3.1" tells more than "1"
            name = f"{outer.path.rpartition('.')[2]}.{name}"
    if this.number == 1 or (outer is not None and outer.number == this.number):
        return name
    return f"{name}#{this.number}"


def range_title(first: str, last: str) -> str:
    """Of the elements of a repeated structure, in the order of the forward.

    >>> range_title("h.0", "h.11"), range_title("cell", "cell#500"), range_title("a.0.f", "b.3.f")
    ('h.0 – 11', 'cell#1 – 500', 'a.0.f – b.3.f')
    """
    if first == last:
        return first
    if last.startswith(first + "#"):
        first += "#1"
    a, b = _NUMBERED.match(first), _NUMBERED.match(last)
    if a and b and a[1] == b[1] and not a[1].endswith("-"):
        return f"{first} – {b[2]}"
    return f"{first} – {last}"
