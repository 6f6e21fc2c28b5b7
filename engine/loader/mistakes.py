"""A mistake in the user's code: their own line, the exception's own words, why, and what to do.

No frame of ours, of torch's or of another library is shown: the line is the last of the user's that
was running. Columns come from the traceback itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import msgspec
from torch import nn

from .. import sentences
from ..messages import Failure, FrameRow
from ..sentences import NOTHING, QT_TRANSLATE_NOOP, Sentence
from .frames import Frame, definition, of_syntax, recurring, users_frames
from .misread import SAVE
from .own import is_own
from .reasons import NO_ARGUMENTS, OTHERWISE, Reason, reason
from .shown import shapes_of

_RESIZED = re.compile(  # a loss on a target that has another size
    r"loss = criterion\(.*target.*\n(.*must match the size|.*to be the same|.*target size|"
    r".*Expected (input batch_size|target size))",
    re.DOTALL,
)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with the user's model.

    Attributes
    ----------
    kind : str
        The exception's class, "RuntimeError"; "" where nothing was raised.
    text : str or Sentence
        The exception's own words, unchanged; our sentence where nothing was raised.
    file, line, source, caret : str, int, str, str
        The user's own line; empty and 0 where there is none. `source` is as in the file, `caret`
        lies below it.
    module : str
        The path in the model of the module that was running, "blk.1.conv".
    shapes : tuple of str
        The module calls up to the one that failed, in their order, each with its shapes.
    why, instead : Sentence
        One plain sentence each: the reason, and what to do.
    frames : tuple of Frame
        All lines of the user's that were running, the outermost first.
    """

    kind: str
    text: str | Sentence
    file: str = ""
    line: int = 0
    source: str = ""
    caret: str = ""
    module: str = ""
    shapes: tuple[str, ...] = ()
    why: Sentence = NOTHING
    instead: Sentence = NOTHING
    frames: tuple[Frame, ...] = ()

    def at(self, frames: tuple[Frame, ...]) -> Mistake:
        """The same at the last of these lines."""
        if not frames:
            return self
        last = frames[-1]
        return replace(
            self,
            frames=frames,
            file=last.file,
            line=last.line,
            source=last.source,
            caret=last.caret,
        )

    def failure(self, statement: str = "", asks: Literal["", "memory"] = "") -> Failure:
        """The message to the window."""
        return Failure(
            statement=statement or self.source.strip(),
            kind=self.kind,
            text=self.text,
            why=self.why,
            instead=self.instead,
            file=self.file,
            line=self.line,
            source=self.source,
            caret=self.caret,
            module=self.module,
            shapes=self.shapes,
            frames=tuple(FrameRow(f.file, f.line, f.function, f.source) for f in self.frames),
            ask=asks,
        )

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{self.kind}: {self.text}" if self.kind not in ("", self.text) else str(self.text)
        shown = [place, self.source, self.caret, said, str(self.why), str(self.instead)]
        return "\n".join(line for line in shown if line)


class ModelError(Exception):
    """Raised for whatever keeps a model from being opened; `mistake` says it to a person."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(f"{mistake.kind}: {mistake.text}" if mistake.kind else str(mistake.text))
        self.mistake = mistake


def told(
    error: BaseException,
    *,
    root: Path | None = None,
    library: Path | None = None,
    model: nn.Module | None = None,
    called: Any = None,
    maker: Any = None,
) -> Mistake:
    """The mistake that an exception of the user's code stands for.

    The line that is shown is the last of the user's that was running. Where none was, it is the
    definition of what was called, then the last line of the library that they named, then the
    definition of what made the model.

    Parameters
    ----------
    root : Path, optional
        Where the user's code is, if it lies where libraries are installed.
    library : Path, optional
        The folder of the package that the user named.
    model : nn.Module, optional
        Whose forward was running: gives the module's path and shapes.
    called : object, optional
        The function or class that was called; its definition is shown if not a line of it ran.
    maker : object, optional
        What made the model.
    """
    if isinstance(error, ModelError):
        return error.mistake
    mistake = Mistake(type(error).__name__, words(error))
    if isinstance(error, SyntaxError) and _is_users(error, root):
        mistake = replace(mistake, **of_syntax(error))
    else:
        frames = _frames(error.__traceback__, root, library, (called, maker))
        mistake = mistake.at(recurring(frames) if isinstance(error, RecursionError) else frames)
    if model is not None:
        mistake = replace(mistake, module=module_path(error, model), shapes=_shapes(error, model))
    found = reason(error, str(mistake.text), mistake.module, called, bool(mistake.frames))
    why, instead = found
    if isinstance(error, IndexError) and "sys.argv" in mistake.source:
        why, instead = NO_ARGUMENTS
    if not instead and mistake.line:
        own = users_frames(error.__traceback__, root) or definition(called, root)
        instead = SAVE if own else OTHERWISE
    return replace(mistake, why=why, instead=instead)


def _frames(
    traceback: TracebackType | None,
    root: Path | None,
    library: Path | None,
    called: tuple[Any, Any],
) -> tuple[Frame, ...]:
    """The lines to show: of the user's first, then of the library's."""
    for folder in (root, library) if library is not None else (root,):
        found = users_frames(traceback, folder) or definition(called[0], folder)
        if found:
            return found
    return definition(called[1], root) or (
        definition(called[1], library) if library is not None else ()
    )


def theirs(
    failure: Failure, error: BaseException, model: nn.Module, roots: Sequence[Path]
) -> Failure:
    """A failure of one of a session's statements, with the line of the user's that was running."""
    called = type(model).forward if isinstance(error, TypeError) else None
    root = next(iter(roots), None)
    more = told(error, root=root, model=model, called=called).failure(failure.statement)
    why, instead = (more.why, more.instead) if more.why else (failure.why, failure.instead)
    if _RESIZED.search(f"{failure.statement}\n{failure.text}") and not _running(error, model):
        why, instead = resized()
    return msgspec.structs.replace(
        more, nodes=failure.nodes, why=why, instead=instead, text=failure.text
    )


def resized() -> Reason:
    """Why a loss fails that ran before: a new output has not the size of the target."""
    return (
        QT_TRANSLATE_NOOP(
            "Explain",
            "The output has another size than the target, which was drawn for the first one.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "If its size depends on what goes in, choose the loss sum, or a function of yours.",
        ),
    )


def words(error: BaseException) -> str | Sentence:
    """What the exception says itself; of a SyntaxError without the place."""
    if isinstance(error, SyntaxError):
        return error.msg or type(error).__name__
    return sentences.words(error)


def module_path(error: BaseException, model: nn.Module) -> str:
    """The path of the innermost module of `model` whose method was running; "" for itself."""
    running = _running(error, model)
    return running[-1][0] if running else ""


def _running(error: BaseException, model: nn.Module) -> list[tuple[str, dict[str, Any]]]:
    """Every module that was running, the outermost first: its path and its method's locals."""
    paths = {id(module): path for path, module in model.named_modules()}
    found = []
    traceback = error.__traceback__
    while traceback is not None:
        names = traceback.tb_frame.f_code.co_varnames
        local = traceback.tb_frame.f_locals
        owner = local.get(names[0]) if names else None
        # _call_impl, which calls forward, has the same `self`: its locals are torch's.
        if isinstance(owner, nn.Module) and "_call_impl" not in traceback.tb_frame.f_code.co_name:
            path = paths.get(id(owner))
            if path is not None:
                found.append((path, local))
        traceback = traceback.tb_next
    return found


def _shapes(error: BaseException, model: nn.Module) -> tuple[str, ...]:
    recorded: tuple[str, ...] | None = getattr(error, "gradwalk_calls", None)
    if recorded is not None:
        return recorded
    lines = []
    for path, local in _running(error, model)[-8:]:
        shapes = [f"{name} {shown}" for name, v in local.items() if (shown := shapes_of(v))]
        if shapes:
            lines.append(f"{path or type(model).__name__}: {', '.join(shapes)}")
    return tuple(dict.fromkeys(lines))


def _is_users(error: SyntaxError, root: Path | None) -> bool:
    """Whether it is the user's file that does not parse; not what the file itself compiles."""
    return bool(error.filename) and is_own(str(error.filename), root)
