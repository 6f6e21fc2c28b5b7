"""What the window asks of the engine."""

from __future__ import annotations

from typing import Literal, get_args

from .base import Array, Command
from .own import Look, OwnModel, Propose, Reload
from .settings import DataName, LossName, OptimizerName, Settings

GraphFormat = Literal["dot", "graphml", "json"]
GRAPH_FORMATS: tuple[str, ...] = get_args(GraphFormat)


class Forward(Command, frozen=True):
    """`output = net(input)`, then `loss = criterion(output, target)`, or an example's own."""


class Backward(Command, frozen=True):
    """`loss.backward()`, or `output.backward(torch.randn(...))` with gradient "random".

    A gradient can also be given by its values. `of` is one of the session's losses or "output";
    "" is its first loss.
    """

    retain_graph: bool = False
    of: str = ""
    gradient: Literal["random"] | Array | None = None


class ZeroGrad(Command, frozen=True):
    """`net.zero_grad()`."""

    set_to_none: bool = True


class Step(Command, frozen=True):
    """`optimizer.step()`, or the hand-written update."""


class Configure(Command, frozen=True):
    """Change settings; None leaves one as it is. A new net or seed starts the script anew.

    A model of the user's is opened by net OWN and `own`.
    """

    net: str | None = None
    data: DataName | None = None
    loss: LossName | None = None
    optimizer: OptimizerName | None = None
    lr: float | None = None
    momentum: float | None = None
    seed: int | None = None
    batch: int | None = None
    batched: bool | None = None
    own: OwnModel | None = None


class NextBatch(Command, frozen=True):
    """Draw the next input and target; the weights stay."""


class MoveTo(Command, frozen=True):
    """`net.to(device)` with gradients, optimizer state and batch."""

    device: str


class Train(Command, frozen=True):
    """zero_grad, forward, backward, step, again and again.

    `pace` is in iterations per second; 0 is flat out. `iterations` 0 means until Pause.
    """

    pace: float = 0.0
    iterations: int = 0


class Pause(Command, frozen=True):
    """Stop training after the iteration under way."""


class Undo(Command, frozen=True):
    """Take back the last entry of the journal."""


class Redo(Command, frozen=True):
    """Do again what was taken back."""


class Watch(Command, frozen=True):
    """From now on send Values of these parameters, and keep gradients of these nodes."""

    parameters: tuple[str, ...] = ()
    nodes: tuple[int, ...] = ()


class Lines(Command, frozen=True):
    """From the next forward on, record the source line of every node, or no longer."""

    on: bool


class Inspect(Command, frozen=True):
    """Ask for one node's Detail."""

    node: int


class Script(Command, frozen=True):
    """Ask for the session as a plain Python script ("Copy as Python")."""


class ExportGraph(Command, frozen=True):
    """Ask for the graph as text."""

    format: GraphFormat


class Shown(Command, frozen=True):
    """The window has drawn report `seq`: the engine may send the next one."""

    seq: int


JournalEntry = (
    Forward | Backward | ZeroGrad | Step | Configure | NextBatch | MoveTo | Train | Reload
)  # fmt: skip


class Restore(Command, frozen=True):
    """Rebuild a session after its engine died: replay `journal[:position]`.

    `checkpoint` names a file the dead engine wrote; without it, replay starts at the seed.
    """

    settings: Settings
    journal: tuple[JournalEntry, ...] = ()
    position: int = 0
    checkpoint: str = ""
    lines: bool = False  # record source lines, also while replaying


class Quit(Command, frozen=True):
    """End the engine."""


AnyCommand = (
    Forward | Backward | ZeroGrad | Step | Configure | NextBatch | MoveTo | Train | Pause
    | Undo | Redo | Watch | Lines | Inspect | Script | ExportGraph | Shown | Restore | Quit
    | Reload | Look | Propose
)  # fmt: skip
