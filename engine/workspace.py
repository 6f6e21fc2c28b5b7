"""A workspace: the namespace in which a session's statements run, and what they leave there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn, optim

from . import checkpoint as points
from . import devices, nets, reloading, statements
from .attribution import ModuleCalls
from .buffers import Buffers
from .burst import compiled
from .changes import Changes
from .checkpoint import Checkpoint, Counters, Place
from .flow import Flow
from .members import tensors_of
from .messages import Reloaded, Settings
from .python_state import PythonState
from .randomness import Randomness
from .roots import Roots, Walked
from .source import Source, source
from .surroundings import Kept, Surroundings


class Workspace:
    """Made by a setup, saved to a checkpoint and brought back from one.

    Attributes
    ----------
    names : dict
        The namespace: net, input, target, criterion, optimizer, output, loss.
    settings : Settings
        Those in force.
    roots : Roots
        The losses and the output in it.
    calls : ModuleCalls or None
        What is known of the forward that made them.
    flow : Flow or None
        The gradients of the last backward through them, if it was observed.
    changes : Changes
        Which parameters a backward reached, how much a step changed them.
    reloaded : Reloaded or None
        What the last reload has kept.
    """

    def __init__(self, settings: Settings) -> None:
        self.random = Randomness()
        self.reloaded: Reloaded | None = None
        self.names: dict[str, Any] = {}
        self.setup(settings, 0)

    def setup(self, settings: Settings, place: int, code: str = "") -> None:
        """Start a script anew: seed, net, batch, optimizer; `code` is what a Configure says.

        If that fails, everything is as it was.
        """
        code = code or statements.setup(settings)
        if settings.device != "cpu":
            devices.probe(settings.device)
        names: dict[str, Any] = {
            "__name__": "__main__", "torch": torch, "nn": nn, "F": F, "optim": optim,
            "Net": nets.Net,
        }  # fmt: skip
        kept = Kept(self.random)
        surroundings = Surroundings(self.random, settings)
        try:
            self.random.everything = settings.own is not None
            self.random.move(settings.device)
            with surroundings:
                exec(compiled(code), names)
        except BaseException:
            kept.put_back()
            raise
        self.surroundings = surroundings
        self.names = names
        self.state = PythonState(names["net"]) if settings.own is not None else None
        self.roots = Roots(source(settings), names)
        self.settings = settings
        self.setup_place = place
        self.iteration = self.backwards = self.batch_start = 0
        self.changes = Changes()
        self._forget_graph()

    def reload(self, code: str, new: Settings, place: Place) -> None:
        """Run the text of a Reload: another net, in which what fits of the old one is kept."""
        before = reloading.shapes(self.model)
        self.surroundings = Surroundings(self.random, new)
        self.execute(code)
        self.roots = Roots(source(new), self.names)
        self._forget_graph()
        self.setup_place = place[0] + 1  # another net: what was captured before does not fit it
        self.changes = Changes()
        self.reloaded = reloading.compared(before, reloading.shapes(self.model))
        self.state = PythonState(self.model)

    def execute(self, code: str) -> None:
        """Run a statement's text."""
        with self.surroundings:
            exec(compiled(code), self.names)

    def _forget_graph(self) -> None:
        self.roots.forget()
        self.flow: Flow | None = None
        self._closed: Flow | None = None  # the last flow before a closure ran backward
        self.calls: ModuleCalls | None = None

    # --- What there is ----------------------------------------------------------------------

    @property
    def model(self) -> nn.Module:
        """The net."""
        model: nn.Module = self.names["net"]
        return model

    @property
    def optimizer(self) -> torch.optim.Optimizer | None:
        """The torch.optim optimizer; None with the hand-written update."""
        if self.settings.optimizer == "manual":
            return None
        optimizer: torch.optim.Optimizer = self.names["optimizer"]
        return optimizer

    @property
    def source(self) -> Source:
        """The text of the settings in force."""
        return source(self.settings)

    @property
    def roots_of_files(self) -> list[Path]:
        """The folders below which everything is the user's."""
        place = self.surroundings.place
        return [] if place is None else place.roots

    def walked(self) -> Walked | None:
        """The graph behind the current losses and output; None if there is none."""
        return self.roots.walked()

    @property
    def closed(self) -> bool:
        """Whether a step's closure has run backward by itself since the flow."""
        return self.flow is not None and self.flow is self._closed

    def buffers(self, walked: Walked) -> Buffers:
        """What the nodes of `walked` have saved, read when first asked for."""
        if walked.buffers is None:
            walked.buffers = Buffers(walked.nodes, tensors_of(self.model))
        return walked.buffers

    @property
    def loss(self) -> torch.Tensor | None:
        """The first of the losses; None before a forward."""
        loss: torch.Tensor | None = self.names.get(self.roots.names[0])
        return loss

    # --- Checkpoints ------------------------------------------------------------------------

    def counters(self) -> Counters:
        """What is counted, for a checkpoint."""
        return Counters(
            self.iteration,
            self.backwards,
            self.batch_start,
            dict(self.changes.accumulations),
            dict(self.changes.ratios),
        )

    @property
    def capturable(self) -> bool:
        """Whether a checkpoint holds all that the numbers follow from."""
        if self.state is None:
            return True
        sparse = any(p.grad is not None and p.grad.is_sparse for p in self.model.parameters())
        return not sparse and self.state.same(self.model)

    def capture(self, place: Place) -> Checkpoint:
        """A checkpoint of now."""
        batch: dict[str, torch.Tensor] = {
            n: self.names[n] for n in self.source.made if n in self.names
        }
        tensors = points.capture(self.model, self.optimizer, batch, self.random.states)
        return Checkpoint(place, self.settings, self.setup_place, self.counters(), tensors)

    def restore(self, point: Checkpoint) -> None:
        """Return to a checkpoint; there is no output, loss or graph until a forward is run."""
        other = point.settings.own != self.settings.own
        if point.tensors is None or point.setup != self.setup_place or other:
            self.setup(point.settings, point.setup)
        if point.tensors is None:
            return
        settings = point.settings
        self.random.move(settings.device)
        self._forget_graph()
        self.model.to(settings.device)
        criterion = source(settings).criterion
        exec(compiled(f"{criterion}\n{statements.optimizer(settings)}"), self.names)
        self.settings = settings
        points.put_back(point.tensors, self.model, self.optimizer, settings.device)
        self.names.pop("target", None)
        self.names.update(
            {name: value.to(settings.device) for name, value in point.tensors.batch.items()}
        )
        self.random.states = {n: state.clone() for n, state in point.tensors.random.items()}
        counters = point.counters
        self.iteration, self.backwards = counters.iteration, counters.backwards
        self.batch_start = counters.batch_start
        self.changes = Changes(counters.accumulations, counters.ratios)
