"""What both say about a model of the user's.

A model is opened by Configure(net="own", own=OwnModel(...)), or is the Settings' own at the start.
Look and Propose ask what there is and what would fit; they change nothing and are no part of the
journal.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..sentences import NOTHING, Sentence
from .base import Command, Event


class OwnModel(msgspec.Struct, frozen=True):
    """A model of the user's, and all choices that were made for it.

    What is empty the engine fills in with its first guess when the model is opened: the settings
    of the State say what it took.
    """

    target: str  # "/abs/model.py:make_model", "package.module:Class"
    arguments: str = ""  # the constructor's, as JSON: an object, or a list in order
    inputs: str = ""  # "1x3x224x224", "2x8,2x16", "input_ids=1x16:int64:0..30521"
    batch: str = ""  # a function that returns a batch: "make_batch", "/abs/data.py:make_batch"
    root: str = ""  # the output that the loss is of: "output", "output.logits", "output[0]"
    loss: str = ""  # "MSELoss", "sum", "itself", "power", a function or class: "fn", "file.py:fn"
    loss_arguments: str = ""  # of a criterion, as a JSON object
    optimizer: str = ""  # "AdamW", any of torch.optim; "": what the Settings' `optimizer` says
    optimizer_arguments: str = ""  # as a JSON object
    anyway: bool = False  # open it even if it is larger than the free memory
    revision: str = ""  # a digest of the sources that were loaded; the engine sets it


# --- Queries --------------------------------------------------------------------------------


class Look(Command, frozen=True):
    """Ask what is in a file: Candidates, or a Failure. Nothing of the file is run."""

    target: str  # a file; a name after a colon is allowed


class Propose(Command, frozen=True):
    """Ask what would fit a model: a Proposal, or a Failure. The file is run, nothing changes."""

    own: OwnModel


class ParameterOption(msgspec.Struct, frozen=True):
    """One parameter of a class or function, as source text; "" where there is none."""

    name: str
    default: str = ""
    annotation: str = ""


class CandidateRow(msgspec.Struct, frozen=True):
    """Something in a file that a session can be made of; the likeliest comes first."""

    name: str
    kind: Literal["class", "function", "instance", "batch", "loss"]
    line: int
    parameters: tuple[ParameterOption, ...] = ()
    summary: str = ""  # the docstring's first line
    part: bool = False  # another class uses it to build its own


class Candidates(Event, frozen=True):
    """What a file has."""

    target: str
    items: tuple[CandidateRow, ...] = ()


class OutputRow(msgspec.Struct, frozen=True):
    """A tensor in what the model returned; `losses` are those that fit, the likeliest first."""

    expression: str
    shape: tuple[int, ...]
    dtype: str
    losses: tuple[str, ...] = ()  # () where it has no gradient


class MenuRow(msgspec.Struct, frozen=True):
    """A loss or an optimizer."""

    name: str
    parameters: tuple[ParameterOption, ...] = ()
    needs: Sentence = NOTHING  # what a loss compares with, what an optimizer is for
    obstacle: Sentence = NOTHING  # why it can't be used here


class Failure(Event, frozen=True):
    """A refused command. `text` is the exception's own words, unchanged; a Sentence of ours.

    The fields from `file` on are about the user's code: the last line of theirs that was running.
    """

    statement: str
    kind: str  # "RuntimeError"
    text: str | Sentence
    why: Sentence = NOTHING
    instead: Sentence = NOTHING  # what to press or do
    nodes: tuple[int, ...] = ()
    file: str = ""
    line: int = 0
    source: str = ""  # the line as it is in the file
    caret: str = ""  # to stand below it
    module: str = ""  # the path in the model of the module that was running
    shapes: tuple[str, ...] = ()  # the module calls up to the one that failed
    frames: tuple[FrameRow, ...] = ()  # lines of the user's, the outermost first
    ask: Literal["", "memory"] = ""  # "memory": the same with OwnModel.anyway does it


class FrameRow(msgspec.Struct, frozen=True):
    """One line of the user's that was running."""

    file: str
    line: int
    function: str
    source: str = ""


class Proposal(Event, frozen=True):
    """What would fit a model.

    `failure` is what forward said with these inputs; then there are no outputs.
    """

    own: OwnModel  # filled in
    reason: Sentence = NOTHING  # why these inputs
    outputs: tuple[OutputRow, ...] = ()
    parameters: int = 0  # how many numbers
    bytes: int = 0  # parameters and buffers
    losses: tuple[MenuRow, ...] = ()
    optimizers: tuple[MenuRow, ...] = ()
    module_kind: str = ""  # the model's class
    failure: Failure | None = None


# --- While it is open -----------------------------------------------------------------------


class Reload(Command, frozen=True):
    """Build the model again from its file as it is now; weights that still fit are kept.

    In a journal `revision` names the sources that were loaded.
    """

    revision: str = ""


class DroppedRow(msgspec.Struct, frozen=True):
    """A parameter or buffer that did not fit after a reload, and why."""

    name: str
    why: Sentence


class Reloaded(Event, frozen=True):
    """What a Reload kept of the weights and buffers."""

    kept: int
    dropped: tuple[DroppedRow, ...] = ()
    new: tuple[str, ...] = ()  # what the file has now and had not before


class Sources(Event, frozen=True):
    """The person's own files that the open model was made of: full paths, what it imports too."""

    files: tuple[str, ...] = ()


class PrintedLine(msgspec.Struct, frozen=True):
    """A line without its end."""

    text: str
    stream: Literal["stdout", "stderr"] = "stdout"


class Printed(Event, frozen=True):
    """What the user's code has printed."""

    lines: tuple[PrintedLine, ...] = ()
