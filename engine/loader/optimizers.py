"""The optimizer of torch.optim that was chosen for a model of the user's, as a statement."""

from __future__ import annotations

from typing import Any

from ..messages import OwnModel
from ..sentences import QT_TRANSLATE_NOOP
from .given import OPTIMIZER_ARGUMENTS, read
from .menu import Entry, optimizer_line, optimizers
from .mistakes import Mistake, ModelError


def line(own: OwnModel, lr: float) -> str:
    """The statement, at a learning rate."""
    entry = _entry(own)
    given = dict(_arguments(own))
    if _default(entry, "lr") is not None:
        given = {"lr": lr, **{name: value for name, value in given.items() if name != "lr"}}
    for name, value in given.items():
        if isinstance(value, list) and (_default(entry, name) or "").startswith("("):
            given[name] = tuple(value)
    return optimizer_line(entry.name, given)


def learning_rate(own: OwnModel) -> float | None:
    """The learning rate that was given, or torch's own; None without an optimizer.

    Raises
    ------
    ModelError
        If there is no such optimizer, or it can't be used.
    """
    if not own.optimizer:
        return None
    entry = _entry(own)
    given = _arguments(own).get("lr", _default(entry, "lr"))
    try:
        return float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.01


def _entry(own: OwnModel) -> Entry:
    wanted = own.optimizer.removeprefix("torch.").removeprefix("optim.")
    known = {entry.name.lower(): entry for entry in optimizers()}
    entry = known.get(wanted.lower())
    if entry is None:
        said = QT_TRANSLATE_NOOP("Explain", "torch.optim has no {name}.").filled(name=own.optimizer)
        do = QT_TRANSLATE_NOOP("Explain", "It has {names}.").filled(
            names=", ".join(e.name for e in known.values())
        )
        raise ModelError(Mistake("", said, instead=do))
    return entry


def closes(own: OwnModel) -> bool:
    """Whether it evaluates the loss anew within a step."""
    return bool(own.optimizer) and _entry(own).name == "LBFGS"


def _arguments(own: OwnModel) -> dict[str, Any]:
    given = read(own.optimizer_arguments, OPTIMIZER_ARGUMENTS)
    if given is None:
        return {}
    if not isinstance(given, dict):
        said = QT_TRANSLATE_NOOP("Explain", "The arguments of an optimizer are given by name.")
        raise ModelError(Mistake("", said, source=own.optimizer_arguments))
    return given


def _default(entry: Entry, name: str) -> str | None:
    return dict(entry.parameters).get(name)
