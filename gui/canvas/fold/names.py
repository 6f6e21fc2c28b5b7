"""What stands on groups: short titles from module paths and operations. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....engine import messages
from ..chips import VIEWS
from .tree import Tree

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
    found: dict[str, list[int]] = {}
    for at, (label, tells) in enumerate(labels):
        known = found.setdefault(label, [0, 0, at])
        known[0] = min(known[0], -tells)
        known[1] -= 1
    best = sorted(found.items(), key=lambda item: item[1])
    if best and best[0][1][0] < 0:
        best = [item for item in best if item[1][0] < 0]
    return BETWEEN.join(label for label, _ in sorted(best[:MOST_NAMES], key=lambda x: x[1][2]))


class ModuleTitles:
    """What to call the module calls of one graph."""

    def __init__(self, calls: Sequence[messages.ModuleCall]) -> None:
        self._calls = calls
        self._again = {(call.path, call.kind) for call in calls if call.number > 1}

    def title(self, call: int, around: int) -> str:
        """A module call's path without that of the call around it, -1 for none.

        "#2" is added at the second call of several, unless the call around bears the same number.
        The model's own call bears the name of its class.
        """
        this = self._calls[call]
        outer = self._calls[around] if around >= 0 else None
        name = this.path or this.kind
        if outer is not None and outer.path and name.startswith(outer.path + "."):
            name = name[len(outer.path) + 1 :]
            if name[0].isdigit():  # "layer3.1" tells more than "1"
                name = f"{_named_tail(outer.path)}.{name}"
        if (this.path, this.kind) not in self._again:
            return name
        if outer is not None and outer.number == this.number and self._repeats(around):
            return name
        return f"{name}#{this.number}"

    def _repeats(self, call: int) -> bool:
        return (self._calls[call].path, self._calls[call].kind) in self._again


def _named_tail(path: str) -> str:
    """The end of a path from its last name that is no number.

    >>> _named_tail("encoder.layer.3.0"), _named_tail("2.1")
    ('layer.3.0', '2.1')
    """
    parts = path.split(".")
    named = [at for at, part in enumerate(parts) if not part.isdigit()]
    return ".".join(parts[named[-1] :] if named else parts)


def range_title(first: str, last: str) -> str:
    """Of the elements of a repeated structure, in the order of the forward.

    >>> range_title("h.0", "h.11"), range_title("cell#1", "cell#24"), range_title("a.0.f", "b.3.f")
    ('h.0 – 11', 'cell#1 – 24', 'a.0.f – b.3.f')
    """
    if first == last:
        return first
    a, b = _NUMBERED.match(first), _NUMBERED.match(last)
    if a and b and a[1] == b[1]:
        return f"{first} – {b[2]}"
    return f"{first} – {last}"


def run_title(tree: Tree, group: int, first: int, count: int) -> str:
    """What stands on a box for some elements of a repeated structure, counted from the loss down.

    Raises
    ------
    IndexError
        If it has fewer elements.
    """
    elements = tree.children[group]
    if count == len(elements):
        return tree.titles[group]
    ends = (tree.titles[elements[i]] for i in (first + count - 1, first))
    a, b = (title.partition(BETWEEN)[0] if tree.details[group] else title for title in ends)
    return range_title(a, b)
