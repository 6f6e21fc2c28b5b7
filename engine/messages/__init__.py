"""Commands and events: all that the window and the engine ever say to each other.

The window sends commands, the engine answers with events. Both are frozen msgspec structs in
MessagePack, and arrays travel as dtype, shape and bytes: nothing here can run code, so that a
message from a stranger is at worst refused. Nothing here imports torch or Qt.

Everything is imported from here, whichever file it stands in.

Source: https://jcristharif.com/msgspec/structs.html#tagged-unions
"""

# ruff: isort: skip_file

from __future__ import annotations

from ..sentences import (
    QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP,
    Sentence as Sentence,
    words as words,
)
from .alone import (
    DrawGraph as DrawGraph,
    PictureFormat as PictureFormat,
    PictureTheme as PictureTheme,
    ShowGraph as ShowGraph,
    pack as pack,
    read_drawn as read_drawn,
    read_shown as read_shown,
)
from .base import (
    Array as Array,
    Command as Command,
    Event as Event,
    MessageError as MessageError,
    TensorValue as TensorValue,
)
from .commands import (
    AnyCommand as AnyCommand,
    Backward as Backward,
    Configure as Configure,
    ExportGraph as ExportGraph,
    Forward as Forward,
    GraphFormat as GraphFormat,
    Inspect as Inspect,
    JournalEntry as JournalEntry,
    Lines as Lines,
    MoveTo as MoveTo,
    NextBatch as NextBatch,
    Pause as Pause,
    Quit as Quit,
    Redo as Redo,
    Restore as Restore,
    Script as Script,
    Shown as Shown,
    Step as Step,
    Train as Train,
    Undo as Undo,
    Watch as Watch,
    ZeroGrad as ZeroGrad,
)
from .events import (
    AnyEvent as AnyEvent,
    Curve as Curve,
    CurvePoint as CurvePoint,
    Device as Device,
    Heartbeat as Heartbeat,
    Hello as Hello,
    Journal as Journal,
    ParameterRow as ParameterRow,
    ParameterValue as ParameterValue,
    Phase as Phase,
    Progress as Progress,
    Saved as Saved,
    State as State,
    Statement as Statement,
    Statements as Statements,
    Text as Text,
    Values as Values,
)
from .graph import (
    ALIVE as ALIVE,
    FREED as FREED,
    NO_BUFFERS as NO_BUFFERS,
    OUTSIDE as OUTSIDE,
    UNKNOWN as UNKNOWN,
    UNOBSERVED as UNOBSERVED,
    Detail as Detail,
    Flow as Flow,
    GradientDetail as GradientDetail,
    GraphFound as GraphFound,
    GraphGone as GraphGone,
    ModuleCall as ModuleCall,
    SavedTensor as SavedTensor,
    Storages as Storages,
)
from .own import (
    CandidateRow as CandidateRow,
    Candidates as Candidates,
    DroppedRow as DroppedRow,
    Failure as Failure,
    FrameRow as FrameRow,
    Look as Look,
    MenuRow as MenuRow,
    OutputRow as OutputRow,
    OwnModel as OwnModel,
    ParameterOption as ParameterOption,
    Printed as Printed,
    PrintedLine as PrintedLine,
    Proposal as Proposal,
    Propose as Propose,
    Reload as Reload,
    Reloaded as Reloaded,
    Sources as Sources,
)
from .settings import (
    DATA as DATA,
    LOSSES as LOSSES,
    NETS as NETS,
    OPTIMIZERS as OPTIMIZERS,
    OWN as OWN,
    DataName as DataName,
    LossName as LossName,
    Settings as Settings,
)
from .wire import (
    PROTOCOL as PROTOCOL,
    Frames as Frames,
    decode_command as decode_command,
    decode_event as decode_event,
    encode as encode,
)
