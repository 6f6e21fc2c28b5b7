"""Commands and events: all that the window and the engine ever say to each other.

The window sends commands, the engine answers with events. Both are frozen msgspec structs in
MessagePack, and arrays travel as dtype, shape and bytes: nothing here can run code, so that a
message from a stranger is at worst refused. This file imports neither torch nor Qt.

Source: https://jcristharif.com/msgspec/structs.html#tagged-unions
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from .message_base import Command as Command
from .message_base import Event as Event
from .messages_own import CandidateRow as CandidateRow
from .messages_own import Candidates as Candidates
from .messages_own import DroppedRow as DroppedRow
from .messages_own import Failure as Failure
from .messages_own import FrameRow as FrameRow
from .messages_own import Look as Look
from .messages_own import MenuRow as MenuRow
from .messages_own import OutputRow as OutputRow
from .messages_own import OwnModel as OwnModel
from .messages_own import ParameterOption as ParameterOption
from .messages_own import Printed as Printed
from .messages_own import PrintedLine as PrintedLine
from .messages_own import Proposal as Proposal
from .messages_own import Propose as Propose
from .messages_own import Reload as Reload
from .messages_own import Reloaded as Reloaded
from .messages_own import Sources as Sources
from .sentences import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP
from .sentences import Sentence as Sentence
from .sentences import words as words

if TYPE_CHECKING:
    import numpy.typing as npt

PROTOCOL = 4
"""Raised by one whenever an older window could misread a newer engine."""

FRAME_LIMIT = 1 << 30
"""Bytes in one frame at most; a longer header is noise, not a message."""

DataName = Literal["random", "digits", "three", "own"]
LossName = Literal["mse", "cross_entropy", "sum", "own"]
OptimizerName = Literal["manual", "sgd", "adam", "adamw", "own"]
Phase = Literal["no graph", "alive", "freed"]
GraphFormat = Literal["dot", "graphml", "json"]

OWN: Literal["own"] = "own"
"""The data and the loss of an example: they are part of its text; a user's model, and its optimizer
that is written out in OwnModel."""

NETS = ("net", "neuron")
DATA: tuple[str, ...] = tuple(name for name in get_args(DataName) if name != OWN)
LOSSES: tuple[str, ...] = tuple(name for name in get_args(LossName) if name != OWN)
OPTIMIZERS: tuple[str, ...] = tuple(name for name in get_args(OptimizerName) if name != OWN)
GRAPH_FORMATS: tuple[str, ...] = get_args(GraphFormat)


class MessageError(ValueError):
    """A frame that is no message of this protocol, with the reason."""


class Array(msgspec.Struct, frozen=True):
    """An array as plain bytes: C order, little endian."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, values: npt.NDArray[Any]) -> Array:
        """The message form of a numpy array."""
        import numpy as np  # late: the engine's process is started before it is needed

        plain = np.ascontiguousarray(values)
        return cls(plain.dtype.str, plain.shape, plain.tobytes())

    def numpy(self) -> npt.NDArray[Any]:
        """A read-only numpy view of the bytes, in the shape given.

        Raises
        ------
        MessageError
            If dtype, shape and bytes do not fit each other.
        """
        import numpy as np

        try:
            dtype = np.dtype(self.dtype)
            if dtype.hasobject:
                raise MessageError(
                    QT_TRANSLATE_NOOP("Explain", "an array of Python objects is refused")
                )
            return np.frombuffer(self.data, dtype).reshape(self.shape)
        except (TypeError, ValueError) as error:
            raise MessageError(
                QT_TRANSLATE_NOOP("Explain", "a broken array: {error}").filled(error=error)
            ) from error


# --- Settings -------------------------------------------------------------------------------


class Settings(msgspec.Struct, frozen=True):
    """What a session is made of; every field can be changed in the window.

    With an example or a model of the user's, `batch` and `batched` stay what they were and mean
    nothing. `optimizer` "own" is what `own` says, at the learning rate `lr`.
    """

    net: str = "net"  # one of NETS, an example's name, or OWN with `own`
    data: DataName = "random"
    loss: LossName = "mse"
    optimizer: OptimizerName = "manual"
    lr: float = 0.01
    momentum: float = 0.0  # SGD only
    seed: int = 0
    batch: int = 1
    batched: bool = True  # False: one sample without its batch dimension
    device: str = "cpu"
    own: OwnModel | None = None


# --- Commands: window to engine -------------------------------------------------------------


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


# --- Events: engine to window ---------------------------------------------------------------


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


OUTSIDE, UNKNOWN = -1, -2
"""In `call_of`: made outside every module call (the loss); not known for certain."""


class ModuleCall(msgspec.Struct, frozen=True):
    """One call of a module in the forward that made the graph."""

    path: str  # "encoder.layer.3.attention", "" for the model itself
    kind: str  # the module's class, "MultiheadAttention"
    number: int = 1  # which call of this module in this forward
    parent: int = -1  # the call inside which it ran, -1 for none


class GraphFound(Event, frozen=True):
    """The autograd graph, as columns over its nodes in breadth-first order from the roots.

    Sent again only when the structure changes; `key` tells. edges is (E, 3) int32: source,
    target, input_nr, where source's next_functions names target.
    """

    key: int
    names: tuple[str, ...]
    parameters: tuple[str, ...]  # "conv1.weight" at an AccumulateGrad, else ""
    shapes: tuple[tuple[tuple[int, ...], ...], ...]  # of the gradients a node receives, per slot
    edges: Array
    roots: tuple[int, ...] = (0,)
    root_names: tuple[str, ...] = ()  # parallel to roots: "loss", "output"; () where not known
    calls: tuple[ModuleCall, ...] = ()  # every call comes after the one inside which it ran
    call_of: Array | None = None  # (N,) int32: the innermost call that made a node, or one of these
    lines: tuple[str, ...] = ()  # "train.py:31", "" where no line is known
    files: dict[str, str] = msgspec.field(default_factory=dict)  # "train.py" of a line: its path
    note: str = ""  # what was done so that the graph can be seen
    sequence: tuple[int, ...] = ()  # creation order, -1 at an AccumulateGrad
    saved: Array | None = None  # (S, 2) int32: a node and a storage that it keeps for backward
    storages: Array | None = None  # (K,) int64: bytes of each such storage; parameters' are not


class GraphGone(Event, frozen=True):
    """There is no graph (before the first forward, or after undoing it)."""


NO_BUFFERS, ALIVE, FREED = 0, 1, 2

UNOBSERVED = -1
"""As the number of a Flow's backward: nobody watched, so that it is not known whether any ran."""


class Flow(Event, frozen=True):
    """What the last backward did to the graph `key`; arrays are parallel to its nodes and edges.

    A norm is L2 and means something only where `reached` is 1; it may be NaN or Inf, which is
    then true of the gradient.
    """

    key: int
    iteration: int
    backward: int  # which backward; 0: none has run on this graph, or UNOBSERVED
    states: Array  # uint8: NO_BUFFERS, ALIVE, FREED
    reached: Array  # uint8 per node
    norms: Array  # float64 per node
    edge_reached: Array  # uint8 per edge
    edge_norms: Array  # float64 per edge
    order: Array  # int32 per node: when it ran in the backward, -1 where it did not
    failed: tuple[int, ...] = ()  # nodes the last error points at
    closed: bool = False  # a step's closure has run backward since: `.grad` is of that


class TensorValue(msgspec.Struct, frozen=True):
    """A tensor's values as float32 or float64 (complex: magnitude); `cut` tells what is missing."""

    values: Array
    dtype: str  # torch's name, "float32"
    shape: tuple[int, ...]  # of the whole tensor
    cut: bool = False


class ParameterValue(msgspec.Struct, frozen=True):
    """A watched parameter: its values, and its gradient's or None."""

    name: str
    value: TensorValue
    gradient: TensorValue | None


class Values(Event, frozen=True):
    """The watched parameters at one iteration."""

    iteration: int
    items: tuple[ParameterValue, ...] = ()


class GradientDetail(msgspec.Struct, frozen=True):
    """The gradient that arrived at one input slot of a node."""

    shape: tuple[int, ...]
    dtype: str
    norm: float
    minimum: float | None = None  # None: no finite element, or not kept
    maximum: float | None = None
    nans: int = 0
    infs: int = 0
    value: TensorValue | None = None  # None: not kept, there was no room


class SavedTensor(msgspec.Struct, frozen=True):
    """What a node keeps for backward under `_saved_<name>`; `state` tells alive from freed."""

    name: str
    state: Literal["alive", "freed", "none", "scalar", "packed"]
    text: str = ""  # "float32 1×6×30×30", or the scalar's repr


class Detail(Event, frozen=True):
    """One node, in full."""

    key: int
    node: int
    name: str
    iteration: int = 0
    gradients: tuple[GradientDetail | None, ...] = ()
    saved: tuple[SavedTensor, ...] = ()
    note: str | Sentence = ""


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
    Hello | State | Statements | Journal | Curve | GraphFound | GraphGone | Flow | Values
    | Detail | Failure | Progress | Heartbeat | Saved | Text
    | Candidates | Proposal | Reloaded | Sources | Printed
)  # fmt: skip


# --- A graph on its own: from a script to a window or a picture -----------------------------

PictureFormat = Literal["svg", "png", "pdf"]
PictureTheme = Literal["light", "dark"]


class ShowGraph(msgspec.Struct, frozen=True):
    """What a window without an engine shows: a graph found in somebody's own program."""

    graph: GraphFound
    flow: Flow | None = None  # the nodes' states then
    origin: str = ""  # where it was asked for, "train.py:31"


class DrawGraph(msgspec.Struct, frozen=True):
    """What a process that draws one picture and ends is told."""

    graph: GraphFound
    format: PictureFormat = "svg"
    theme: PictureTheme = "light"
    folded: bool = True
    scale: float | None = None  # pixels for each of the picture's own; None: the format's usual
    width: int | None = None  # pixels, instead of `scale`


# --- Encoding -------------------------------------------------------------------------------

_encoder = msgspec.msgpack.Encoder()
_commands = msgspec.msgpack.Decoder(AnyCommand)
_events = msgspec.msgpack.Decoder(AnyEvent)
_shown = msgspec.msgpack.Decoder(ShowGraph)
_drawn = msgspec.msgpack.Decoder(DrawGraph)
_header = struct.Struct("<I")


def encode(message: Command | Event) -> bytes:
    """A message as one frame: its length (4 bytes, little endian), then MessagePack."""
    body = _encoder.encode(message)
    return _header.pack(len(body)) + body


def decode_command(body: bytes) -> AnyCommand:
    """The command in a frame's body; MessageError if it is none."""
    command: AnyCommand = _decode(_commands, body)
    return command


def decode_event(body: bytes) -> AnyEvent:
    """The event in a frame's body; MessageError if it is none."""
    event: AnyEvent = _decode(_events, body)
    return event


def pack(message: ShowGraph | DrawGraph) -> bytes:
    """A message that is alone in its file or pipe: MessagePack."""
    return _encoder.encode(message)


def read_shown(data: bytes) -> ShowGraph:
    """What `pack` made of a ShowGraph; MessageError if it is none."""
    shown: ShowGraph = _decode(_shown, data)
    return shown


def read_drawn(data: bytes) -> DrawGraph:
    """What `pack` made of a DrawGraph; MessageError if it is none."""
    drawn: DrawGraph = _decode(_drawn, data)
    return drawn


def _decode(decoder: msgspec.msgpack.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise MessageError(
            QT_TRANSLATE_NOOP("Explain", "not a message of protocol {number}: {error}").filled(
                number=PROTOCOL, error=error
            )
        ) from error


class Frames:
    """Cuts a stream of bytes into frames' bodies, however the stream was chopped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that `data` completes.

        Raises
        ------
        MessageError
            If a header announces more than FRAME_LIMIT bytes.
        """
        self._buffer += data
        bodies = []
        start = 0
        while len(self._buffer) - start >= _header.size:
            (length,) = _header.unpack_from(self._buffer, start)
            if length > FRAME_LIMIT:
                raise MessageError(
                    QT_TRANSLATE_NOOP("Explain", "a frame of {length} bytes is refused").filled(
                        length=length
                    )
                )
            end = start + _header.size + length
            if len(self._buffer) < end:
                break
            bodies.append(bytes(memoryview(self._buffer)[start + _header.size : end]))
            start = end
        del self._buffer[:start]
        return bodies
