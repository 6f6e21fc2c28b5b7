"""From an exception of the user's code to one sentence on why, and one on what to do."""

from __future__ import annotations

import linecache
import re
import sys
import urllib.error
from types import TracebackType
from typing import Any

import torch

from ..explain import explain
from ..sentences import NOTHING, QT_TRANSLATE_NOOP, Sentence
from .meant import meant
from .misread import misread
from .own import is_own
from .packages import package_of
from .torch_words import PATTERNS

Reason = tuple[Sentence, Sentence]
NO_REASON: Reason = (NOTHING, NOTHING)
_NO_DEVICE = (
    "not compiled with|Found no NVIDIA|No CUDA GPUs|not linked with support for \\w+ devices|"
    "has no attribute '_cuda_"
)
_NO_GPU = (
    QT_TRANSLATE_NOOP(
        "Explain", "The line asks for a device that this PyTorch or this machine does not have."
    ),
    QT_TRANSLATE_NOOP(
        "Explain", "Leave the device out of the line: gradwalk moves the model and its input."
    ),
)
_NOT_LOADED = (
    "urlopen error|Failed to load weights|Max retries exceeded|Name or service not known|"
    "getaddrinfo failed|couldn't connect to|Connection(Refused|Reset|Timeout)?Error|"
    "Temporary failure in name resolution|HTTP Error \\d+"
)
_NO_DOWNLOAD = (
    QT_TRANSLATE_NOOP("Explain", "The code downloads something, mostly weights, and can't."),
    QT_TRANSLATE_NOOP(
        "Explain",
        "Make the model without them, for example with the argument pretrained=False or "
        "weights=None, or look at the connection.",
    ),
)
OTHERWISE = QT_TRANSLATE_NOOP(
    "Explain", "Give other arguments, or write a function that makes the model, and open that."
)
NO_ARGUMENTS = (
    QT_TRANSLATE_NOOP("Explain", "The file is run without arguments, as python would run it."),
    QT_TRANSLATE_NOOP(
        "Explain",
        "Use a default where there are none, or read them below if __name__ == '__main__':.",
    ),
)


def reason(error: BaseException, text: str, module: str, called: Any, line: bool = False) -> Reason:
    """(why, instead) for an exception; two empty texts where nothing better is known.

    Parameters
    ----------
    text : str
        The exception's words.
    module : str
        The path of the module whose forward was running.
    called : object
        What of the user's was called from outside, None if nothing was.
    line : bool
        Whether a line of the user's was running.
    """
    if isinstance(error, torch.AcceleratorError) or re.search(_NO_DEVICE, text):
        return _NO_GPU if line else explain(text)
    if isinstance(error, urllib.error.URLError) or re.search(_NOT_LOADED, text):
        return _NO_DOWNLOAD
    for kind, make in _BY_KIND:
        if isinstance(error, kind) and (found := make(error)) != NO_REASON:
            return found
    like = meant(error)
    if like is not None:
        return like
    for pattern, why, instead in PATTERNS:
        match = re.search(pattern, text)
        if match:
            values = {"module": module or _name(called), **match.groupdict()}
            return why.filled(**values), instead.filled(**values)
    return NO_REASON


def _name(called: Any) -> str:
    return getattr(called, "__name__", None) or type(called).__name__ if called else ""


def _missing(error: BaseException) -> Reason:
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    if not name:
        return NO_REASON
    top = sys.modules.get(name.split(".")[0])
    if "." in name and top is not None and is_own(getattr(top, "__file__", None) or ""):
        return (
            QT_TRANSLATE_NOOP("Explain", "There is no file for {name}.").filled(name=name),
            QT_TRANSLATE_NOOP("Explain", "Correct the name, or put the file there."),
        )
    if "." in name and top is not None:
        return (
            QT_TRANSLATE_NOOP("Explain", "{package} is installed, but {name} is not in it.").filled(
                package=name.split(".")[0], name=name
            ),
            QT_TRANSLATE_NOOP("Explain", "Correct the name, or install the version that has it."),
        )
    return (
        QT_TRANSLATE_NOOP("Explain", "{name} is not installed here.").filled(name=name),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Install it for the Python that runs gradwalk: {python} -m pip install {package}. "
            "If it is a file of yours, put it beside this one.",
        ).filled(python="python", package=package_of(name)),
    )


def _import(error: BaseException) -> Reason:
    text = str(error)
    if "attempted relative import" in text:
        return (
            QT_TRANSLATE_NOOP(
                "Explain", "A relative import needs a package, a folder with an __init__.py."
            ),
            QT_TRANSLATE_NOOP(
                "Explain", "Put an empty __init__.py into the folder, or import without a dot."
            ),
        )
    if "partially initialized module" in text:
        return (
            QT_TRANSLATE_NOOP("Explain", "Two files import each other."),
            QT_TRANSLATE_NOOP(
                "Explain", "Move one of the imports into the function that needs it."
            ),
        )
    if "cannot import name" not in text and not isinstance(error, ModuleNotFoundError):
        return (
            QT_TRANSLATE_NOOP("Explain", "The code needs something that is not installed here."),
            QT_TRANSLATE_NOOP(
                "Explain", "Install what the message names for the Python that runs gradwalk."
            ),
        )
    return (
        QT_TRANSLATE_NOOP("Explain", "The module is there, but this name is not in it."),
        QT_TRANSLATE_NOOP("Explain", "Correct the name, or install the version that has it."),
    )


def _exit(_error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP("Explain", "The code asked Python to exit; gradwalk goes on."),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Put what is for the command line below if __name__ == '__main__': where it "
            "does not run on import.",
        ),
    )


def _interrupted(_error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP("Explain", "The code was interrupted."),
        QT_TRANSLATE_NOOP("Explain", "Open it again."),
    )


def _recursion(_error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP(
            "Explain", "A function calls itself again and again, directly or through others."
        ),
        QT_TRANSLATE_NOOP("Explain", "Look where the line calls what it is part of."),
    )


def _memory(_error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP("Explain", "There is not enough free memory for this."),
        QT_TRANSLATE_NOOP("Explain", "Make the model or its input smaller."),
    )


def _file(error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP(
            "Explain", "There is no such file, seen from the folder gradwalk was started in."
        ),
        QT_TRANSLATE_NOOP("Explain", "Start gradwalk in the folder where the code is usually run."),
    )


def _key(error: BaseException) -> Reason:
    """A key that is not there; of a pattern of einops the number of dimensions."""
    pattern = _pattern(error)
    if pattern:
        return (
            QT_TRANSLATE_NOOP(
                "Explain",
                "The pattern {pattern} does not take {count} dimensions, as what arrives has.",
            ).filled(pattern=pattern, count=str(error)),
            QT_TRANSLATE_NOOP("Explain", "Give an input with the dimensions left of the arrow."),
        )
    if _is_said(error):
        return NO_REASON  # a sentence, and no key
    return (
        QT_TRANSLATE_NOOP("Explain", "Nothing is kept under {key} where the line looks.").filled(
            key=str(error)
        ),
        QT_TRANSLATE_NOOP("Explain", "Correct the key, or put something there before this line."),
    )


def _is_said(error: BaseException) -> bool:
    """Whether a line with ``raise`` made the error, with words of its own."""
    last = _last(error)
    if last is None or " " not in str(error.args[0] if error.args else ""):
        return False
    line = linecache.getline(last.tb_frame.f_code.co_filename, last.tb_lineno)
    return line.lstrip().startswith("raise")


def _last(error: BaseException) -> TracebackType | None:
    """Where the error came from."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback


def _pattern(error: BaseException) -> str:
    """The pattern of the einops layer that raised this; "" if none did."""
    traceback = _last(error)
    layer = traceback.tb_frame.f_locals.get("self") if traceback is not None else None
    pattern = getattr(layer, "pattern", "")
    return f"“{pattern}”" if isinstance(pattern, str) and "->" in pattern else ""


def _typed(error: BaseException) -> Reason:
    if "reading a line" not in str(error):
        return NO_REASON
    return (
        QT_TRANSLATE_NOOP("Explain", "The code waits for a line to be typed, and nobody can."),
        QT_TRANSLATE_NOOP("Explain", "Write the value into the file, or make it an argument."),
    )


def _assertion(_error: BaseException) -> Reason:
    return (
        QT_TRANSLATE_NOOP("Explain", "A check in the code did not hold."),
        QT_TRANSLATE_NOOP("Explain", "Look at the line's condition and at the shapes above it."),
    )


_BY_KIND = (
    (SyntaxError, misread),
    (ModuleNotFoundError, _missing),
    (ImportError, _import),
    (SystemExit, _exit),
    (KeyboardInterrupt, _interrupted),
    (RecursionError, _recursion),
    (MemoryError, _memory),
    (torch.OutOfMemoryError, _memory),
    (FileNotFoundError, _file),
    (AssertionError, _assertion),
    (KeyError, _key),
    (EOFError, _typed),
)
