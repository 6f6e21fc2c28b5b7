"""What the engine tells of itself and of its session."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..sentences import Sentence
from .base import Event, TensorValue
from .commands import JournalEntry
from .graph import Detail, Flow, GraphFound, GraphGone, Storages
from .own import Candidates, Failure, Printed, Proposal, Reloaded, Sources
from .settings import Settings

Phase = Literal["no graph", "alive", "freed"]


class Device(msgspec.Struct, frozen=True):
    """One place a session can run. `error` is torch's first line when a probe of it failed."""

    name: str  # "cpu", "cuda:0"
    label: str  # "NVIDIA H200", the processor's name
    error: str | Sentence = ""


class Hello(Event, frozen=True):
    """The engine is up: torch is imported, the session exists."""

    protocol: int
    torch: str
    python: str
    pid: int
    threads: int
    devices: tuple[Device, ...] = ()


class ParameterRow(msgspec.Struct, frozen=True):
    """One parameter's numbers, computed from the real tensor."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    weight_norm: float  # L2
    gradient_norm: float | None  # L2; None: `.grad is None`
    update_ratio: float | None = None  # ||new - old|| / ||old|| of the last step; None: no step yet
    accumulations: int = 0  # backwards that reached it since zero_grad


class State(Event, frozen=True):
    """The session as it stands after a command, or at one iteration of a training run."""

    seq: int
    settings: Settings
    phase: Phase
    training: bool = False
    pace: float = 0.0
    iteration: int = 0  # forward passes since the seed
    backwards: int = 0  # backward passes since the seed
    rate: float = 0.0  # iterations per second, measured over the last report's interval
    loss: float | None = None  # the first one
    losses: dict[str, float] = msgspec.field(default_factory=dict)  # all by name, in order
    loss_text: str = ""  # what print(loss) prints
    output_shape: tuple[int, ...] | None = None
    input_shape: tuple[int, ...] | None = None
    roots: tuple[str, ...] = ()  # what a backward can start from now: losses, then the output
    undo: str = ""  # what Undo would take back, "" if nothing
    redo: str = ""
    position: int = 0  # journal entries in effect
    parameters: tuple[ParameterRow, ...] = ()


class Statement(msgspec.Struct, frozen=True):
    """What a click stands for, and what Python prints."""

    code: str
    output: str = ""  # what the print below it printed, or the error's last line
    printed: str = ""  # the print's own code, "print(loss)"
    failed: bool = False


class Statements(Event, frozen=True):
    """Replace the statements from index `start` on."""

    start: int
    items: tuple[Statement, ...] = ()


class Journal(Event, frozen=True):
    """Replace the journal from index `start` on; the window keeps it to restore a dead engine."""

    start: int
    items: tuple[JournalEntry, ...] = ()
    position: int = 0
    settings: Settings = Settings()  # the settings the journal starts from


class CurvePoint(msgspec.Struct, frozen=True):
    """One measured iteration: nothing between two points is known."""

    iteration: int
    losses: dict[str, float] = {}  # by the loss's name; what is no single number is left out
    gradient_norms: dict[str, float] = {}  # parameter name to L2


class Curve(Event, frozen=True):
    """Drop points whose iteration is >= `start`, then append."""

    start: int
    points: tuple[CurvePoint, ...] = ()


class ParameterValue(msgspec.Struct, frozen=True):
    """A watched parameter: its values, and its gradient's or None."""

    name: str
    value: TensorValue
    gradient: TensorValue | None


class Values(Event, frozen=True):
    """The watched parameters at one iteration."""

    iteration: int
    items: tuple[ParameterValue, ...] = ()


class Progress(Event, frozen=True):
    """A long answer is being worked on (restoring, undoing a training run)."""

    text: Sentence
    done: int = 0
    total: int = 0  # 0: unknown


class Heartbeat(Event, frozen=True):
    """Sent twice a second by the engine's other thread: which command runs, for how long."""

    busy: str = ""
    seconds: float = 0.0


class Saved(Event, frozen=True):
    """A checkpoint file stands that Restore can start from."""

    path: str
    position: int


class Text(Event, frozen=True):
    """The answer to Script and ExportGraph."""

    text: str


AnyEvent = (
    Hello | State | Statements | Journal | Curve | GraphFound | Storages | GraphGone | Flow | Values
    | Detail | Failure | Progress | Heartbeat | Saved | Text
    | Candidates | Proposal | Reloaded | Sources | Printed
)  # fmt: skip
