"""What the verbs have changed in a net's parameters: backwards that arrived, sizes of updates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from .leaves import written
from .tensors import norm_number


class Changes:
    """Counts over a net's parameters, by their names.

    Attributes
    ----------
    accumulations : dict
        Backwards that reached a parameter since zero_grad.
    ratios : dict
        ||new - old|| / ||old|| of the last step that was observed.
    """

    def __init__(
        self, accumulations: dict[str, int] | None = None, ratios: dict[str, float] | None = None
    ) -> None:
        self.accumulations = dict(accumulations or {})
        self.ratios = dict(ratios or {})

    def zero(self) -> None:
        """The gradients are forgotten."""
        self.accumulations = {}

    def once(self, model: nn.Module) -> None:
        """Count one backward for every gradient that there is: what a whole iteration leaves."""
        self.accumulations = {n: 1 for n, p in model.named_parameters() if p.grad is not None}

    @contextmanager
    def backward(self, model: nn.Module) -> Iterator[set[str]]:
        """Around one backward, which may fail: the set comes to hold the parameters it reached."""
        before = _gradients(model)
        reached: set[str] = set()
        try:
            yield reached
        finally:
            for name, seen in _gradients(model).items():
                if seen != before.get(name):
                    reached.add(name)
                    self.accumulations[name] = self.accumulations.get(name, 0) + 1

    @contextmanager
    def step(self, model: nn.Module) -> Iterator[None]:
        """Around one step, which may fail half-way."""
        named = model.named_parameters()
        before = {n: p.detach().clone() for n, p in named if not nn.parameter.is_lazy(p)}
        try:
            yield
        finally:
            for name, parameter in model.named_parameters():
                if name not in before:  # the step has made it
                    continue
                size = norm_number(before[name])
                change = norm_number(parameter.detach() - before[name])
                if size > 0:
                    self.ratios[name] = change / size
                else:
                    self.ratios.pop(name, None)


def _gradients(model: nn.Module) -> dict[str, tuple[int, int] | None]:
    return {name: written(p) for name, p in model.named_parameters()}
