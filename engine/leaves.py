"""Hooks on a leaf that leave nothing behind.

In a training loop the next forward finds a leaf's AccumulateGrad alive and goes on with it, and a
node that has once had a hook calls into Python in every later backward, even if the hook was
removed. A hook on the tensor can be taken off whole; of those after accumulation torch 2.13 keeps
an empty shell as well, so that there is one only where the user has one already.

Source: https://docs.pytorch.org/docs/stable/notes/autograd.html#backward-hooks-execution
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from .walk import Node

_quiet = torch._C.DisableTorchFunctionSubclass
"""To a subclass of Tensor a hook, or a question, may mean something else."""


def leaf_of(node: Node) -> torch.Tensor | None:
    """The tensor of an AccumulateGrad; None for other nodes, and where it takes no hooks."""
    with _quiet():
        leaf: torch.Tensor | None = getattr(node, "variable", None)
        takes = leaf is not None and leaf.is_leaf and leaf.requires_grad
        return leaf if takes else None


def written(leaf: torch.Tensor) -> tuple[int, int] | None:
    """What tells whether a gradient was written to: its identity and its version."""
    with _quiet():
        gradient = leaf.grad
        return None if gradient is None else (id(gradient), gradient._version)


class LeafHooks:
    """What is called when a gradient arrives at a leaf, after the user's own hooks.

    Parameters
    ----------
    leaf : torch.Tensor
        A leaf that requires a gradient.
    arrives : callable
        Called with this object and the gradient.
    after : callable
        Called after hooks of the user's that run when it was accumulated; never if there are none.
    """

    def __init__(
        self,
        leaf: torch.Tensor,
        arrives: Callable[[LeafHooks, torch.Tensor | None], None],
        after: Callable[[], None],
    ) -> None:
        self._leaf = leaf
        self._arrives = arrives
        self._before: tuple[int, int] | None = None  # what was in .grad when it arrived
        with _quiet():
            self._hook = leaf.register_hook(self._call)  # type: ignore[no-untyped-call]
            self._last = (
                leaf.register_post_accumulate_grad_hook(lambda _: after())  # type: ignore[no-untyped-call]
                if leaf._post_accumulate_grad_hooks
                else None
            )

    def _call(self, gradient: torch.Tensor | None) -> None:
        self._before = written(self._leaf)
        self._arrives(self, gradient)

    @property
    def accumulated(self) -> bool:
        """Whether what arrived last is in ``.grad``, and nothing of the user's follows on that."""
        return self._last is None and written(self._leaf) != self._before

    def remove(self) -> None:
        """Take the hooks off, and with the last one what torch made for it."""
        self._hook.remove()
        if self._last is not None:
            self._last.remove()
        with _quiet():
            if not self._leaf._backward_hooks:
                self._leaf._backward_hooks = None
