"""Answers about a model of the user's that is not open yet: what is in a file, what would fit."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.machinery import PathFinder
from pathlib import Path

from .loader.candidates import candidates
from .loader.menu import Entry, losses, optimizers
from .loader.parameters import Parameter
from .loader.prepare import found
from .loader.target import Target
from .messages import (
    CandidateRow,
    Candidates,
    MenuRow,
    OutputRow,
    OwnModel,
    ParameterOption,
    Proposal,
)


def look(target: str) -> Candidates:
    """What is in a file, found by its syntax tree.

    Raises
    ------
    ModelError
        If it can't be read as Python.
    """
    place = Target.parse(target)
    path = place.path if place.path is not None else _file_of(place.module)
    if path is None:
        return Candidates(target=target)
    rows = tuple(
        CandidateRow(
            each.name, each.kind, each.line, _options(each.parameters), each.summary, each.part
        )
        for each in candidates(path)
    )
    return Candidates(target=target, items=rows)


def propose(own: OwnModel, seed: int) -> Proposal:
    """What would fit a model.

    Raises
    ------
    ModelError
        If there is no model at all.
    """
    what = found(own, seed)
    outputs = tuple(
        OutputRow(c.expression, c.shape, c.dtype, tuple(s.title for s in c.losses))
        for c in what.choices
    )
    return Proposal(
        own=what.own,
        reason=what.reason,
        outputs=outputs,
        parameters=what.parameters,
        bytes=what.size,
        losses=tuple(map(_row, losses())),
        optimizers=tuple(map(_row, optimizers())),
        module_kind=type(what.model).__name__,
        failure=None if what.mistake is None else what.mistake.failure(),
    )


def _options(parameters: Iterable[Parameter]) -> tuple[ParameterOption, ...]:
    return tuple(ParameterOption(p.kind + p.name, p.default, p.annotation) for p in parameters)


def _row(entry: Entry) -> MenuRow:
    options = tuple(ParameterOption(name, default) for name, default in entry.parameters)
    return MenuRow(entry.name, options, entry.needs, entry.obstacle)


def _file_of(module: str) -> Path | None:
    """A module's file, found without running it or a package around it."""
    folders: list[str] | None = None
    spec = None
    for part in module.split("."):
        here = [str(Path.cwd())] if folders is None else folders
        spec = PathFinder.find_spec(part, here)
        if spec is None and folders is None:
            spec = PathFinder.find_spec(part)
        if spec is None:
            return None
        folders = list(spec.submodule_search_locations or [])
    return Path(spec.origin) if spec is not None and spec.origin else None
