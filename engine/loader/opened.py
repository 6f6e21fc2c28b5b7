"""What a person named, imported in the active place: it runs text there, and says what failed."""

from __future__ import annotations

import random
import sys
from typing import Any

import msgspec
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from ..messages import OwnModel
from .building import likeliest, named, seed_all
from .given import ARGUMENTS, read
from .imports import Origin, library, origin, run
from .lines import Lines
from .mistakes import Mistake, ModelError, told
from .places import active, inside
from .target import Target


class Opened:
    """A target that was imported.

    Attributes
    ----------
    own : OwnModel
        The choices, those that were made on the way included.
    maker : object
        What the target names: a class, a function or a module.
    lines : Lines
        The imports that the statements need.
    functions : dict
        The user's functions that are called, by the statements' names for them.
    """

    def __init__(self, own: OwnModel, seed: int, target: Target, where: Origin) -> None:
        place = active()
        assert place is not None
        self.place = place
        self.seed = seed
        self.where = where
        seed_all(seed)
        self.module = run(where)
        name = target.name or likeliest(target, self.module, read(own.arguments, ARGUMENTS))
        self.target = Target(target.path, target.module, name)
        self.maker: Any = named(self.target, self.module)
        self.own = msgspec.structs.replace(own, target=_full(self.target))
        self.lines = Lines(where, place)
        self.functions: dict[str, Any] = {}
        self._library = library(where)

    def choose(self, **chosen: str) -> None:
        """Fill in choices."""
        self.own = msgspec.structs.replace(self.own, **chosen)

    def told(
        self, error: BaseException, called: Any = None, model: nn.Module | None = None
    ) -> Mistake:
        """The mistake, with the library's own line where none of the user's was running."""
        return told(
            error,
            root=self.where.root,
            library=self._library,
            model=model,
            called=called,
            maker=self.maker,
        )

    def namespace(self) -> dict[str, Any]:
        """What the statements start with: their imports."""
        names: dict[str, Any] = {
            "__name__": "__main__", "torch": torch, "nn": nn, "F": F, "optim": optim,
            "sys": sys, "random": random, "np": np,
        }  # fmt: skip
        self.run(self.lines.text, names)
        return names

    def run(self, code: str, names: dict[str, Any]) -> None:
        """Run statements there.

        Raises
        ------
        ModelError
            For whatever they raise.
        """
        try:
            exec(compile(code, "<own>", "exec"), names)
        except BaseException as error:
            raise ModelError(self.told(error)) from error

    def function(self, text: str) -> tuple[str, Any]:
        """The name that the statements have for a function of the user's, and the function."""
        where, name = self.where, text
        if ":" in text or text.endswith(".py"):
            target = Target.parse(text)
            where, name = origin(target), target.name
            if where.file == self.where.file:
                where = self.where
        module = run(where) if where is self.where else self._other(where)
        function = named(Target(where.file, "" if where.file else where.name, name), module)
        shown = self.lines.name(where, name)
        self.functions[shown.split(".")[0]] = getattr(module, name.split(".")[0])
        return shown, function

    def _other(self, where: Origin) -> Any:
        for folder in reversed(where.front):
            if folder not in sys.path:
                sys.path.insert(0, folder)
        self.place.also(where.root)
        with inside(self.place):
            return run(where)


def _full(target: Target) -> str:
    path = target.path.resolve() if target.path is not None else None
    return str(Target(path, target.module, target.name))
