"""What a loss function of the user's is called with, where that is more than output and target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError


def shared(
    wanted: Sequence[str], words: Sequence[str], inputs: Sequence[str], target: str
) -> list[str]:
    """What a function that runs the net is called with: the net, its inputs, the target.

    Raises
    ------
    ModelError
        If it takes more than that.
    """
    left = [*inputs, *([target] if target else [])]
    given = {n: w for n, w in zip(wanted, words, strict=True) if w == "net"}
    for name in wanted:
        if name in left:
            left.remove(name)
            given[name] = name
    for name, word in zip(wanted, words, strict=True):
        if name not in given and word == "target" and target in left:
            left.remove(target)
            given[name] = target
    lacking = []
    for name in wanted:
        if name not in given and left:
            given[name] = left.pop(0)
        elif name not in given:
            lacking.append(name)
    if lacking:
        said = QT_TRANSLATE_NOOP(
            "Explain", "The batch has nothing for {names} of the loss function."
        )
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "Write a function that returns a batch with it, and name it: --batch-from make_batch.",
        )
        raise ModelError(Mistake("", said.filled(names=", ".join(lacking)), instead=do))
    return [given[name] for name in wanted]


def of_parts(wanted: Sequence[str], parts: Mapping[str, str]) -> dict[str, str]:
    """By parameter the things that forward returned: those of its name, and the others in order.

    Where no name is the same, they have to be as many as the parameters.
    """
    named = {name: parts[name] for name in wanted if name in parts}
    if len(parts) < 2 or not (named or len(wanted) == len(parts)):
        return {}
    others = [name for name in wanted if name not in named]
    left = [expression for name, expression in parts.items() if name not in named]
    return {**dict(zip(others, left, strict=False)), **named}
