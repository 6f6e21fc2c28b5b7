"""Filters in words: what was not understood, what can be typed, and what it means."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from .filters import FilterError

translate = QCoreApplication.translate


def complaint(error: FilterError) -> str:
    """What was not understood, and what is possible instead."""
    token, key, possible = error.token, error.key, ", ".join(error.possible)
    if error.reason == "key":
        text = translate("Filter", "“{0}”: there is no condition “{1}”. Possible: {2}. To search for it as a word, put it in double quotes.")  # noqa: E501 # fmt: skip
        return text.format(token, key, possible)
    if error.reason == "empty":
        if possible:
            text = translate("Filter", "“{0}” waits for a text or one of: {2}.")
        else:
            text = translate("Filter", "“{0}” waits for a text.")
        return text.format(token, key, possible)
    if error.reason == "choice":
        text = translate("Filter", "“{0}” is not known. Possible after “{1}:”: {2}.")
        return text.format(token, key, possible)
    if error.reason == "number":
        text = translate("Filter", "“{0}”: that is no number. Possible: {2}.")
        return text.format(token, key, possible)
    if error.reason == "sign":
        text = translate("Filter", "“{0}”: only gradients have a size. Write “{1}:” and a text.")
        return text.format(token, key)
    return translate("Filter", "“{0}”: the closing quote is missing.").format(token)


def needs_backward() -> str:
    """Why nothing is found by gradients or saved tensors."""
    return translate("Filter", "No backward has run on this graph: nothing is known of gradients.")


def no_gradients() -> str:
    """Why nothing is found by gradients where none was watched."""
    return translate("Filter", "Gradients are not shown in this window.")


def conditions() -> list[tuple[str, str]]:
    """Conditions to choose from, with what each finds."""
    return [
        ("op:", translate("Filter", "Operation: its name contains…")),
        ("module:", translate("Filter", "Module: its path or class contains…")),
        ("module:outside", translate("Filter", "Outside every module")),
        ("module:unknown", translate("Filter", "Module not known for certain")),
        ("param:", translate("Filter", "Parameter: its name contains…")),
        ("line:", translate("Filter", "Source line contains…")),
        ("shape:", translate("Filter", "Shape contains…")),
        ("state:alive", translate("Filter", "Saved tensors alive")),
        ("state:freed", translate("Filter", "Saved tensors freed")),
        ("state:none", translate("Filter", "No saved tensors")),
        ("g>", translate("Filter", "Gradient's norm above…")),
        ("g<", translate("Filter", "Gradient's norm below…")),
        ("g:nonfinite", translate("Filter", "Gradient is NaN or Inf")),
        ("g:zero", translate("Filter", "Gradient is zero")),
        ("g:none", translate("Filter", "No gradient came")),
    ]
