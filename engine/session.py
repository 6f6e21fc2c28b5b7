"""Session: a real net, its batch, loss and optimizer, and the four verbs on them.

The engine process serves this same object: what a button does and what a script does is one code.
"""

from __future__ import annotations

from collections.abc import Callable
from types import EllipsisType
from typing import Any, Literal, cast

import torch
from torch import nn

from . import observe, statements
from .choices import chosen, is_target, own
from .graph import Graph
from .history import History, Progress
from .loader.prepared import REVISIONS
from .machine import Machine
from .messages import (
    Array,
    Backward,
    Configure,
    Forward,
    JournalEntry,
    MoveTo,
    NextBatch,
    Phase,
    Reload,
    Reloaded,
    Restore,
    Settings,
    Statement,
    Step,
    Train,
    ZeroGrad,
)
from .script import script
from .sentences import QT_TRANSLATE_NOOP

_LABELS = {
    Forward: QT_TRANSLATE_NOOP("Explain", "forward"),
    Backward: QT_TRANSLATE_NOOP("Explain", "backward"),
    ZeroGrad: QT_TRANSLATE_NOOP("Explain", "zero_grad"),
    Step: QT_TRANSLATE_NOOP("Explain", "step"),
    NextBatch: QT_TRANSLATE_NOOP("Explain", "next batch"),
    Configure: QT_TRANSLATE_NOOP("Explain", "settings"),
    MoveTo: QT_TRANSLATE_NOOP("Explain", "device"),
    Train: QT_TRANSLATE_NOOP("Explain", "training"),
    Reload: QT_TRANSLATE_NOOP("Explain", "reload"),
}


class Session:
    """A net that is walked one verb at a time; the same statements as a plain PyTorch script.

    After any sequence of verbs, parameters, gradients, optimizer state and loss have the very bits
    that the script given by `script` produces. The session has random numbers of its own: what
    runs between two verbs does not change them.

    Parameters
    ----------
    net : str
        "net", the Net of PyTorch's Neural Networks tutorial; "neuron", which is
        ``nn.Linear(1, 1)``; or an example's name, "lstm", which brings its data and loss; or a
        model of the user's: "model.py:make_model", "package.module:Class".
    data : {"random", "digits", "three"}, optional
        What goes in: torch.randn, real handwritten digits, or 3.0 everywhere. By default what fits
        the net: "random" for the Net, "three" for the neuron.
    device : str
        Any device of torch's.
    seed : int
        For torch.manual_seed.
    batch : int or str, optional
        Samples in a batch; one by default. With a model of the user's the function that returns a
        batch: "make_batch", "data.py:make_batch".
    loss : {"mse", "cross_entropy", "sum"}, optional
        By default what fits the data: "mse", for the digits "cross_entropy", for the neuron "sum".
        With a model of the user's a loss of torch.nn, "sum", "itself", or a function of theirs.
    optimizer : {"manual", "sgd", "adam", "adamw"}, optional
        "manual", the default, is the tutorial's hand-written update.
        With a model of the user's also any of torch.optim: "AdamW".
    lr, momentum : float
        Learning rate, 0.01 by default; momentum is SGD's.
    batched : bool, optional
        False gives one sample without its batch dimension.
    inputs : str
        What a model of the user's takes: "1x3x32x32", "input_ids=1x16:int64:0..99"; guessed if
        it is not given.
    **model
        With a model of the user's: `arguments` of its constructor, `root`, "output.logits",
        `loss_arguments`, `optimizer_arguments`, and `anyway`, to open what is larger than memory.

    Raises
    ------
    ValueError
        If the settings do not fit together.
    ModelError
        For a mistake in a model of the user's, with their own line.
    Exception
        Whatever torch raises where the device does not work.

    Examples
    --------
    >>> session = Session("neuron")
    >>> session.forward(); session.backward(); session.model.weight.grad
    tensor([[3.]])
    """

    def __init__(
        self,
        net: str = "net",
        data: str | None = None,
        device: str = "cpu",
        seed: int = 0,
        batch: int | str | None = None,
        loss: str | EllipsisType | None = None,
        optimizer: str | EllipsisType | None = None,
        lr: float | None = None,
        momentum: float = 0.0,
        batched: bool | None = None,
        inputs: str = "",
        **model: Any,
    ) -> None:
        if is_target(str(net)):
            if (data, batched) != (None, None) or isinstance(batch, int):
                raise ValueError("A model of yours brings its own data; its batch is in inputs.")
            settings = own(
                str(net), inputs, batch=batch or "", loss=loss, optimizer=optimizer, lr=lr,
                momentum=momentum, seed=seed, device=device, **model,
            )  # fmt: skip
        elif inputs or model or isinstance(batch, str):
            word = next(iter(model), "inputs" if inputs else "batch")
            raise ValueError(f"{word} is for a model of yours: model.py:make_model.")
        else:
            settings = chosen(
                net, data, device, seed, batch, loss, optimizer, lr, momentum, batched
            )  # fmt: skip
        self._history = History(settings)

    @classmethod
    def open(cls, target: str, **choices: Any) -> Session:
        """A session on a model of the user's; the choices are those of the constructor."""
        return cls.from_settings(own(target, **choices))

    @classmethod
    def from_settings(cls, settings: Settings) -> Session:
        """A new session with these settings."""
        session = cls.__new__(cls)
        session._history = History(settings)
        return session

    @classmethod
    def restored(
        cls, restore: Restore, checkpoint: bytes | None = None, progress: Progress | None = None
    ) -> Session:
        """The session that `restore` describes, by replaying its journal.

        Raises
        ------
        MessageError
            If the journal or the checkpoint is broken.
        """
        session = cls.__new__(cls)
        session._history = History.restored(restore, checkpoint, progress)
        return session

    # --- The verbs --------------------------------------------------------------------------

    def forward(self) -> None:
        """``output = net(input)`` and ``loss = criterion(output, target)``, or an example's own."""
        self.apply(Forward())

    def backward(
        self,
        retain_graph: bool = False,
        gradient: torch.Tensor | Literal["random"] | None = None,
        of: str = "",
    ) -> None:
        """``loss.backward()``, or with ``of="output"`` ``output.backward(gradient)``.

        Parameters
        ----------
        retain_graph : bool
            Keep what the nodes saved, so that backward can be run again.
        gradient : Tensor of the root's shape, "random" or None
            What backward starts with; "random" is the tutorial's ``torch.randn(1, 10)``.
        of : str
            Where it starts: one of `losses`, by default the first, or "output".

        Raises
        ------
        ValueError
            If `of` is no loss of this session and not "output".
        RuntimeError
            torch's own, for instance on a second backward through a freed graph.
        NameError
            Python's own, before the first forward.
        """
        given = gradient
        if isinstance(given, str) and given != "random":
            raise ValueError(f"gradient={given!r}: give a tensor, 'random' or None.")
        if isinstance(given, torch.Tensor):
            values = given.detach().cpu().numpy()
            self.apply(Backward(retain_graph=retain_graph, of=of, gradient=Array.of(values)))
        else:
            self.apply(Backward(retain_graph=retain_graph, of=of, gradient=given))

    def zero_grad(self, set_to_none: bool = True) -> None:
        """``net.zero_grad()``: gradients become None, or zeros with ``set_to_none=False``."""
        self.apply(ZeroGrad(set_to_none=set_to_none))

    def step(self) -> None:
        """``optimizer.step()``, or the hand-written update of the tutorial."""
        self.apply(Step())

    def undo(self) -> bool:
        """Take back the last verb, move or change of settings; False if there is nothing."""
        if not self.undo_label:
            return False
        self._history.seek(self.position - 1)
        return True

    def redo(self) -> bool:
        """Do again what was last taken back; False if there is nothing."""
        if not self.redo_label:
            return False
        self._history.seek(self.position + 1)
        return True

    def to(self, device: str | torch.device) -> None:
        """Move weights, gradients, optimizer state and batch; on failure nothing has changed."""
        self.apply(MoveTo(device=str(device)))

    def configure(self, **settings: Any) -> None:
        """Change settings by name, as in the constructor; a new net or seed starts anew."""
        self.apply(Configure(**settings))

    def next_batch(self) -> None:
        """Draw the next input and target."""
        self.apply(NextBatch())

    def reload(self) -> Reloaded:
        """Build the model again from its file as it is now; weights that still fit are kept."""
        self.apply(Reload())
        told = self.reloaded
        assert told is not None
        return told

    def apply(self, entry: JournalEntry) -> None:
        """Do what a journal entry stands for; its exception passes through after it was logged."""
        if isinstance(entry, Train):
            self.begin_training(entry.pace)
            try:
                self.train(entry.iterations)
            finally:
                self.end_training()
        else:
            self._history.apply(entry)

    def begin_training(self, pace: float = 0.0) -> None:
        """Open one journal entry for all calls of `train` up to `end_training`."""
        self._history.begin_training(pace)

    def train(self, iterations: int) -> None:
        """So many times zero_grad, forward, backward, step, as one entry of the journal."""
        if iterations < 0:
            raise ValueError(f"{iterations} iterations")
        position = self.position
        entry = self.journal[position - 1] if position else None
        if not isinstance(entry, Train):
            raise RuntimeError("begin_training was not called")  # noqa: TRY004
        if iterations:
            self._history.train(iterations)

    def end_training(self) -> None:
        """Close the entry that `begin_training` opened."""
        self._history.end_training()

    # --- What there is ----------------------------------------------------------------------

    @property
    def machine(self) -> Machine:
        """What runs the statements: its switches, and what `observe` reads."""
        return self._history.machine

    @property
    def model(self) -> nn.Module:
        """The net."""
        return self.machine.model

    @property
    def optimizer(self) -> torch.optim.Optimizer | None:
        """The optimizer; None with the hand-written update."""
        return self.machine.optimizer

    @property
    def input(self) -> torch.Tensor | None:
        """The batch that forward reads, the first of several; None if it reads none."""
        machine = self.machine
        made = machine.source.made
        name = "input" if "input" in made or not made else made[0]
        return cast("torch.Tensor | None", machine.names.get(name))

    @property
    def target(self) -> torch.Tensor | None:
        """What the loss compares with; None where it needs nothing."""
        return cast("torch.Tensor | None", self.machine.names.get("target"))

    @property
    def output(self) -> torch.Tensor | None:
        """The last forward's output; None before it."""
        return cast("torch.Tensor | None", self.machine.names.get("output"))

    @property
    def loss(self) -> torch.Tensor | None:
        """The last forward's loss, the first of several; None before it."""
        return self.machine.loss

    @property
    def losses(self) -> tuple[str, ...]:
        """The names of the losses: ("loss",), or what an example calls its own."""
        return self.machine.source.losses

    @property
    def roots(self) -> tuple[str, ...]:
        """The names that a backward can start from now: losses, then the output."""
        return tuple(self.machine.roots.tensors())

    @property
    def graph(self) -> Graph | None:
        """The autograd graph behind the loss; None before the first forward."""
        return observe.whole(self.machine)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.machine.settings

    @property
    def journal(self) -> list[JournalEntry]:
        """Everything that was done, with what was undone at the end."""
        return self._history.journal

    @property
    def initial(self) -> Settings:
        """The settings that the journal starts from."""
        return self._history.initial

    @property
    def reloaded(self) -> Reloaded | None:
        """What the last reload has kept; None if there was none."""
        return self.machine.reloaded

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the user's that the open model was made of; empty for a built-in net."""
        own = self.settings.own
        found = None if own is None else REVISIONS.find(own.revision)
        return () if found is None else tuple(sorted(found.files))

    @property
    def position(self) -> int:
        """How many entries of the journal are in effect."""
        return self._history.position

    @property
    def undo_label(self) -> str:
        """What `undo` would take back, "" if nothing."""
        return str(_LABELS[type(self.journal[self.position - 1])]) if self.position else ""

    @property
    def redo_label(self) -> str:
        """What `redo` would do again, "" if nothing."""
        more = self.position < len(self.journal)
        return str(_LABELS[type(self.journal[self.position])]) if more else ""

    @property
    def iteration(self) -> int:
        """Forward passes since the seed."""
        return self.machine.iteration

    @property
    def backwards(self) -> int:
        """Backward passes since the seed."""
        return self.machine.backwards

    @property
    def phase(self) -> Phase:
        """ "no graph", "alive" or "freed": what a backward would find."""
        return observe.phase(self.machine)

    def seek(self, position: int, progress: Callable[[int, int], None] | None = None) -> None:
        """Make the first `position` journal entries the ones in effect."""
        self._history.seek(position, progress)

    def checkpoint(self) -> bytes | None:
        """The newest checkpoint that leads here, for `restored`; None if nothing is new."""
        return self._history.checkpoint()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The setup, then what every entry in effect ran and printed."""
        self._history.settle()
        records = self._history.records[: self.position]
        first = Statement(statements.setup(self.initial))
        return (first, *(statement for record in records for statement in record.statements))

    def script(self) -> str:
        """The session as a plain Python script that prints the same numbers."""
        self._history.settle()
        records = self._history.records[: self.position]
        settings = [self.initial, *(record.settings for record in records)]
        lazy = any(nn.parameter.is_lazy(p) for p in self.model.parameters())
        return script(settings, list(self.statements), lazy)
