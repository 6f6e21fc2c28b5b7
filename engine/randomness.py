"""A session's own random numbers, so that it neither disturbs nor is disturbed by a script's."""

from __future__ import annotations

import math
import random
from types import TracebackType

import numpy as np
import torch

from .devices import rng_state, set_rng_state


class Randomness:
    """A context manager: inside it torch's default generators are in the session's state.

    The generators of the CPU and of the session's device are swapped in and out, at about two
    microseconds; what happens between two statements of a session does not change its numbers.
    With `everything`, which a model of the user's needs, those of Python's random and of numpy
    are too; that takes some thirty microseconds.

    Source: https://docs.pytorch.org/docs/stable/random.html
    """

    def __init__(self, everything: bool = False) -> None:
        self.everything = everything
        self.device = "cpu"
        self.states: dict[str, torch.Tensor] = {"cpu": torch.get_rng_state()}
        self._outside: dict[str, torch.Tensor] = {}
        self._depth = 0

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._outside = self._read()
            _write(self.states)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.states = self._read()
            _write(self._outside)

    def move(self, device: str) -> None:
        """Keep the generator of another device too from now on."""
        self.device = device
        if device not in self.states:
            self.states[device] = rng_state(device)

    def _read(self) -> dict[str, torch.Tensor]:
        states = {name: rng_state(name) for name in {"cpu", self.device}}
        if self.everything:
            states |= {"python": _python_state(), "numpy": _numpy_state()}
        return states


def _write(states: dict[str, torch.Tensor]) -> None:
    for name, state in states.items():
        if name == "python":
            version, *numbers, gauss = state.tolist()
            words = tuple(map(int, numbers))
            random.setstate((int(version), words, None if math.isnan(gauss) else gauss))
        elif name == "numpy":
            *numbers, place, has_gauss, gauss = state.tolist()
            key = np.array(numbers, np.uint32)
            np.random.set_state(("MT19937", key, int(place), int(has_gauss), gauss))  # noqa: NPY002
        else:
            set_rng_state(name, state)


def _python_state() -> torch.Tensor:
    """The state of `random` as numbers, all of which a float64 holds exactly."""
    version, words, gauss = random.getstate()
    rest = math.nan if gauss is None else gauss
    return torch.tensor([version, *words, rest], dtype=torch.float64)


def _numpy_state() -> torch.Tensor:
    """The state of numpy's global generator, likewise."""
    state = np.random.get_state(legacy=False)  # noqa: NPY002
    inner = state["state"]
    rest = [inner["pos"], state["has_gauss"], state["gauss"]]
    return torch.tensor([*inner["key"].tolist(), *rest], dtype=torch.float64)
