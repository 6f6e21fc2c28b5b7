"""Running the user's forward: on the meta device to try shapes, for real to see its output.

Source: https://docs.pytorch.org/docs/stable/meta.html
"""

from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, Protocol

import torch
from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .capture import captured
from .deadline import Deadline
from .frames import definition
from .inputs import Input, arguments
from .mistakes import Mistake, ModelError, told
from .outputs import tensors_in
from .shown import shapes_of
from .thin import Thin

_LAST = 12  # module calls that a mistake shows


def run(model: nn.Module, inputs: Sequence[Input]) -> Any:
    """The output of one forward, with gradients.

    Raises
    ------
    ModelError
        If forward fails, or its output has no tensor or no gradient.
    """
    positional, named = arguments(inputs)
    with recorded(model):
        output = model(*positional, **named)
    problem = check_output(model, output)
    if problem is not None:
        raise ModelError(problem)
    return output


class Tell(Protocol):
    """Says what is wrong, as `told` does."""

    def __call__(
        self, error: BaseException, *, called: Any = None, model: nn.Module | None = None
    ) -> Mistake:
        """The mistake that an exception stands for."""


@contextmanager
def recorded(model: nn.Module, tell: Tell = told) -> Iterator[None]:
    """Around a forward: what it raises becomes a ModelError with the module calls up to there."""
    calls: list[list[str]] = []
    open_: list[list[str]] = []
    paths = {id(m): path for path, m in model.named_modules()}

    def begin(module: nn.Module, given: Any) -> None:
        if id(module) in paths:
            name = paths[id(module)] or type(model).__name__
            calls.append([f"{name} ({type(module).__name__}): {shapes_of(given)[1:-1]}", ""])
            open_.append(calls[-1])

    def end(module: nn.Module, _given: Any, output: Any) -> None:
        if id(module) in paths and open_:
            open_.pop()[1] = f" -> {shapes_of(output)}"

    handles = [
        handle
        for module in model.modules()
        for handle in (module.register_forward_pre_hook(begin), module.register_forward_hook(end))
    ]
    try:
        yield
    except BaseException as error:
        error.gradwalk_calls = tuple("".join(c) for c in calls[-_LAST:])  # type: ignore[attr-defined]
        wrong = tell(error, model=model, called=forward_of(type(model)))
        raise ModelError(wrong) from error
    finally:
        for handle in handles:
            handle.remove()


def check_output(model: nn.Module, output: Any) -> Mistake | None:
    """What is wrong with what forward returned: no tensor, or none with a gradient."""
    found = tensors_in(output)
    if any(tensor.requires_grad for _, tensor in found):
        return None
    if not found:
        said = QT_TRANSLATE_NOOP(
            "Explain", "forward returned {kind}, in which there is no tensor."
        ).filled(kind=type(output).__name__)
        why = QT_TRANSLATE_NOOP("Explain", "A graph begins at a tensor; forward may lack a return.")
        do = QT_TRANSLATE_NOOP("Explain", "Return the tensor that the loss is computed from.")
        if output is model:
            why = QT_TRANSLATE_NOOP("Explain", "forward's first parameter is the model itself.")
            do = QT_TRANSLATE_NOOP("Explain", "Write self before the others: def forward(self, x):")
        elif inspect.isgenerator(output) or inspect.iscoroutine(output):
            why = QT_TRANSLATE_NOOP(
                "Explain", "With yield or async, calling forward runs nothing of it."
            )
            do = QT_TRANSLATE_NOOP("Explain", "Write a plain def with a return.")
    else:
        said = QT_TRANSLATE_NOOP("Explain", "Nothing that forward returned requires grad.")
        why = QT_TRANSLATE_NOOP(
            "Explain",
            "On the way detach, .data, argmax, item, numpy or no_grad cut the graph, or no "
            "parameter was used.",
        )
        do = QT_TRANSLATE_NOOP("Explain", "Look for one of these in forward.")
    frames = definition(forward_of(type(model)))
    if not frames:
        return Mistake("", said, why=why, instead=do)
    last = frames[-1]
    return Mistake("", said, last.file, last.line, last.source, why=why, instead=do)


class Trial:
    """A copy of a model on which shapes are tried; the model itself never runs.

    Parameters
    ----------
    real : bool
        Compute, for models whose forward looks at values; otherwise on the meta device.
    twin : bool
        No number in the model matters, so that its parameters need no copy.

    Attributes
    ----------
    graded : bool
        Whether something that the last forward returned requires grad.
    shapes : dict
        The shapes of what it returned, by their expressions.
    """

    def __init__(self, model: nn.Module, *, real: bool = False, twin: bool = False) -> None:
        self._where: AbstractContextManager[Any] = torch.device("cpu" if real else "meta")
        if twin and real:
            self._where = Thin()
        memo: dict[int, Any] = {id(p): p for p in model.parameters()} if twin else {}
        memo |= _lazy_tensors(model, None if real else "meta")
        if not real:
            for parameter in model.parameters():
                if id(parameter) in memo:
                    continue
                memo[id(parameter)] = nn.Parameter(
                    parameter.detach().to("meta"), parameter.requires_grad
                )
            for module in model.modules():
                tensors = [v for v in vars(module).values() if isinstance(v, torch.Tensor)]
                for value in (*tensors, *module.buffers(recurse=False)):
                    if id(value) not in memo:
                        memo[id(value)] = value.detach().to("meta")
        self.model = copy.deepcopy(model, memo)
        self.graded = False
        self.shapes: dict[str, tuple[int, ...]] = {}
        self._given: list[Any] = []
        self._rows: dict[int, int] = {}
        for module in self.model.modules():
            if isinstance(module, nn.Embedding):
                module.register_forward_pre_hook(self._looked_up)
        lazy = any(nn.parameter.is_lazy(p) for p in self.model.parameters())
        self._untouched = self.model if lazy else None

    def _looked_up(self, module: nn.Module, given: tuple[Any, ...]) -> None:
        for index, tensor in enumerate(self._given):
            if given and (given[0] is tensor or getattr(given[0], "_base", None) is tensor):
                rows = int(module.num_embeddings)  # type: ignore[arg-type]
                self._rows[index] = min(rows, self._rows.get(index, rows))

    def ranged(self, inputs: Sequence[Input]) -> tuple[Input, ...]:
        """The inputs that ran last, with the range of the table that looks each of them up.

        The meta device does not see a number that is too large.
        """
        return tuple(
            replace(each, span=(0, self._rows[i] - 1))
            if i in self._rows and (each.span is None or each.span[0] != each.span[1])
            else each
            for i, each in enumerate(inputs)
        )

    def fails(
        self, inputs: Sequence[Input], end: float = math.inf
    ) -> Exception | SystemExit | None:
        """What forward raises on these inputs; None if it runs.

        Raises
        ------
        TooLate
            If it is not done by `end`.
        """
        if self._untouched is not None:  # lazy layers take the shape of what they see first
            memo = {id(self): self, **_lazy_tensors(self._untouched)}
            self.model = copy.deepcopy(self._untouched, memo)
        try:
            with (
                torch.random.fork_rng(devices=[]),
                torch.enable_grad(),
                torch.sparse.check_sparse_tensor_invariants(),  # type: ignore[no-untyped-call]
                self._where,
                Deadline(end),
                captured(lambda _line, _stream: None),
            ):
                positional, named = arguments(inputs)
                self._given, self._rows = _in_order(inputs, positional, named), {}
                output = self.model(*positional, **named)
            found = tensors_in(output)
            self.graded = any(t.requires_grad for _, t in found)
            self.shapes = {expression: tuple(t.shape) for expression, t in found}
        except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever the user's code raises is the answer)
            return error
        return None


def _lazy_tensors(model: nn.Module, device: str | None = None) -> dict[int, Any]:
    """By id what stands in a copy for those without a shape, of which torch can't copy buffers."""
    found: dict[int, Any] = {}
    for tensor in (*model.parameters(), *model.buffers()):
        if nn.parameter.is_lazy(tensor):
            kind: Any = type(tensor)
            where = device or tensor.data.device
            found[id(tensor)] = kind(tensor.requires_grad, where, tensor.data.dtype)
    return found


def _in_order(
    inputs: Sequence[Input], positional: list[torch.Tensor], named: dict[str, Any]
) -> list[torch.Tensor]:
    """The drawn tensors in the order of the inputs."""
    rest = iter(positional)
    found = []
    for each in inputs:
        drawn: Any = named[each.name] if each.name else next(rest)
        if each.key:
            drawn = drawn[int(each.key) if each.key.isdigit() else each.key]
        found.append(drawn)
    return found


def has_forward(model: nn.Module) -> bool:
    """Whether a model can be called."""
    return forward_of(type(model)) is not nn.Module.forward


def forward_of(model: Any) -> Any:
    """What a call of a module, or of one of a class, runs: forward, or __call__ in its place."""
    kind: Any = model if isinstance(model, type) else type(model)
    instead = kind.forward is nn.Module.forward and kind.__call__ is not nn.Module.__call__
    return model.__call__ if instead else model.forward


def parameters_of(model: nn.Module) -> list[inspect.Parameter]:
    """forward's parameters; of one that takes anything, none."""
    try:
        return list(inspect.signature(forward_of(model)).parameters.values())
    except (TypeError, ValueError):
        return []
