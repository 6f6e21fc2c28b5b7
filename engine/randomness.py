"""A session's own random numbers, so that it neither disturbs nor is disturbed by a script's."""

from __future__ import annotations

from types import TracebackType

import torch

from .devices import rng_state, set_rng_state


class Randomness:
    """A context manager: inside it torch's default generators are in the session's state.

    The generators of the CPU and of the session's device are swapped in and out, at about two
    microseconds; what happens between two statements of a session does not change its numbers.

    Source: https://docs.pytorch.org/docs/stable/random.html
    """

    def __init__(self) -> None:
        self.device = "cpu"
        self.states: dict[str, torch.Tensor] = {"cpu": torch.get_rng_state()}
        self._outside: dict[str, torch.Tensor] = {}
        self._depth = 0

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._outside = {name: rng_state(name) for name in {"cpu", self.device}}
            for name, state in self.states.items():
                set_rng_state(name, state)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.states = {name: rng_state(name) for name in {"cpu", self.device}}
            for name, state in self._outside.items():
                set_rng_state(name, state)

    def move(self, device: str) -> None:
        """Keep the generator of another device too from now on."""
        self.device = device
        if device not in self.states:
            self.states[device] = rng_state(device)
