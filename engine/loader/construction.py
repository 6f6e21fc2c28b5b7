"""The model, made by its own text: for real, as a twin, or on the meta device."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

import torch
from torch import nn

from . import calls, memory
from .batches import RESERVED
from .building import check, no_module, seed_all, size
from .given import ARGUMENTS, read
from .mistakes import ModelError
from .opened import Opened
from .refusals import missing_arguments, unknown_argument
from .thin import Thin
from .twin import Twin

T = TypeVar("T")

SMALL = 64 << 20
"""Bytes of a model that is run for real on the side; a larger one where its twin can't be run."""


class Construction:
    """Makes the model, and tries things on it.

    Attributes
    ----------
    text : str
        The statement that makes it.
    model : nn.Module or None
        The last one that was made.
    size : int
        Its bytes.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._maker = opened.maker
        self._given: Any = read(opened.own.arguments, ARGUMENTS)
        self._attributes = False  # of the arguments, where they are looked up so
        self._tuples = False  # instead of all their lists
        self.model: nn.Module | None = None
        self.size = 0
        self.text = self._text()

    def tries(self, work: Callable[[str, nn.Module], T]) -> T:
        """`work` on the first device on which it succeeds; what the last one raised.

        Raises
        ------
        ModelError
            If the model can't be made, or `work` succeeds nowhere.
        """
        tries = self._models()
        for index, (device, sketch) in enumerate(tries):
            model = self._built() if sketch is None else sketch
            if sketch is None:
                self.size = size(model)
            self.model = model
            wrong = check(model)
            if wrong is not None and not _lazy(model):
                raise ModelError(wrong)
            try:
                return work(device, model)
            except ModelError:
                if index == len(tries) - 1:
                    raise
        raise AssertionError("there is always one")

    def _text(self) -> str:
        opened = self._opened
        shown = opened.lines.name(opened.where, opened.target.name)
        if isinstance(self._maker, nn.Module):
            if opened.where.file is not None:
                return f"net = {shown}"
            opened.lines.also("import copy")
            return f"net = copy.deepcopy({shown})"
        call = calls.call(shown, self._maker, opened.module, self._given, self._attributes)
        for kind, (home, _) in call.classes.items():
            renamed = f" as own_{kind}" if kind in RESERVED else ""
            opened.lines.also(f"from {home} import {kind}{renamed}")
        return f"net = {call.text}"

    def _built(self, where: AbstractContextManager[Any] | None = None) -> nn.Module:
        """The model by its own text.

        Raises
        ------
        ModelError
            Whatever the user's code raises, and if it is no module.
        """
        opened, given = self._opened, self._given
        seed_all(opened.seed)
        names = opened.namespace()
        try:
            with where or nullcontext():
                exec(compile(self.text, "<net>", "exec"), names)
        except BaseException as error:
            wrong = opened.told(error, called=self._maker)
            if self._as_attributes(error):
                return self._built(where)
            if isinstance(error, Exception) and self._as_tuples():
                try:
                    return self._built(where)
                except ModelError:
                    if "tuple" in str(error):  # they are wanted, and something else is wrong too
                        raise
                    self._given, self._tuples = given, False
                    self.text = self._text()
            if isinstance(error, TypeError) and "missing" in str(error):
                wrong = missing_arguments(wrong, self._maker, opened.module, self._given)
            elif isinstance(error, TypeError):
                wrong = unknown_argument(wrong, self._maker, self._given)
            raise ModelError(wrong) from error
        model = names["net"]
        if not isinstance(model, nn.Module):
            raise ModelError(no_module(model, self._maker))
        return model

    def _as_attributes(self, error: BaseException) -> bool:
        """Whether the arguments can be given as `args.width` instead of ``args["width"]``."""
        wanted = isinstance(error, AttributeError) and "'dict' object has no" in str(error)
        if not wanted or self._attributes or not self._given:
            return False
        self._attributes = True
        self.text = self._text()
        return True

    def _as_tuples(self) -> bool:
        """Whether there are lists that tuples can stand for: JSON has no others."""
        if self._tuples or not _has_list(self._given):
            return False
        self._tuples = True
        self._given = _tupled(self._given)
        self.text = self._text()
        return True

    def _models(self) -> list[tuple[str, nn.Module | None]]:
        """Where to try it in turn, a twin or a device; a model that is not built yet is None."""
        if isinstance(self._maker, nn.Module):
            return [("cpu", self._maker)]
        room = memory.free()
        twin = Twin(None if room is None else room // (2 * memory.COPIES))
        model = None
        try:
            model = self._built(twin)
        except ModelError:
            if not twin.exceeded:
                return [("cpu", None)]
        if model is None or twin.exceeded:
            return self._sketched()
        self.size = size(model)
        if self.size <= SMALL or any(p.device.type != "cpu" for p in model.parameters()):
            return [("cpu", None)]
        return [("twin", model), ("cpu", None)]

    def _sketched(self) -> list[tuple[str, nn.Module | None]]:
        """The same for a model that is large beside what is free, or asks for more than it keeps.

        Raises
        ------
        TooLarge
            If it does not fit, and nobody has said that it is to be built anyway.
        """
        try:
            sketch = self._built(torch.device("meta"))
            self.size = size(sketch)
        except ModelError:
            return [("cpu", None)]
        if not self._opened.own.anyway:
            memory.check(self.size)
        if self.size <= SMALL or any(not p.is_meta for p in sketch.parameters()):
            return [("cpu", None)]
        return [("meta", sketch), ("cpu", None)]


def surrounded(device: str) -> AbstractContextManager[Any]:
    """What a model is run in; of a twin no number matters."""
    if device == "twin":
        return Thin()
    return torch.device("meta") if device == "meta" else nullcontext()


def _lazy(model: nn.Module) -> bool:
    return any(nn.parameter.is_lazy(p) for p in model.parameters())


def _has_list(given: Any) -> bool:
    values = given.values() if isinstance(given, dict) else given or ()
    return any(isinstance(value, list) for value in values)


def _tupled(given: Any) -> Any:
    """The same arguments with a tuple for each list among their values."""
    if isinstance(given, dict):
        return {name: _tuple(value) for name, value in given.items()}
    return [_tuple(value) for value in given]


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
