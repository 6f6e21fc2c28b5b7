"""How the engine is, and that in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

PATIENCE = 8.0  # seconds of one command after which stopping is offered

Kind = Literal["starting", "ready", "busy", "silent", "dead", "restoring", "stopped"]


@dataclass(frozen=True)
class Health:
    """How the engine is.

    Attributes
    ----------
    kind : str
        "starting": the process is coming up, "restoring": and will be given the last session;
        "ready"; "busy": one command has run for more than a second; "silent": it gives no sign of
        life, stopped or hung; "dead"; "stopped": ended on request.
    seconds : float
        How long it has been busy, silent, starting or restoring.
    reason : str
        Why it died, in whole sentences.
    command : str
        The type of the command that it is busy with, or was when it died or went silent;
        "import torch" while it starts.
    last_words : tuple of str
        The last lines that it wrote to its standard error, if it died.
    """

    kind: Kind
    seconds: float = 0.0
    reason: str = ""
    command: str = ""
    last_words: tuple[str, ...] = ()


def working_on(command: str) -> str:
    """What a command of this type does, in words; its name where nothing better is known."""
    translate = QCoreApplication.translate
    known = {
        "Forward": translate("Health", "a forward"),
        "Backward": translate("Health", "a backward"),
        "ZeroGrad": translate("Health", "zero_grad"),
        "Step": translate("Health", "a step"),
        "Train": translate("Health", "training"),
        "Configure": translate("Health", "a change of the settings"),
        "NextBatch": translate("Health", "the next batch"),
        "MoveTo": translate("Health", "the move to another device"),
        "Undo": translate("Health", "undoing"),
        "Redo": translate("Health", "redoing"),
        "Reload": translate("Health", "loading the model again"),
        "Look": translate("Health", "reading the model's file"),
        "Propose": translate("Health", "finding what fits the model"),
        "Inspect": translate("Health", "a node's details"),
        "Script": translate("Health", "the script"),
        "ExportGraph": translate("Health", "the export of the graph"),
        "Restore": translate("Health", "restoring the session"),
    }
    return known.get(command, command or "…")


def in_words(health: Health) -> tuple[str, str, str]:
    """The status line's words, their colour's role, and the banner's sentence or ""."""
    translate = QCoreApplication.translate
    seconds = f"{health.seconds:.0f}"
    if health.kind in ("starting", "restoring"):
        long = health.command == "Restore" and health.seconds > PATIENCE
        sentence = translate("Health", "The session has been coming up for {0} s.").format(seconds)
        if health.kind == "starting":
            words, role = translate("Health", "… Starting PyTorch"), "muted"
        else:
            words, role = translate("Health", "… Restoring the session"), "warning"
        return words, role, sentence if long else ""
    if health.kind == "busy":
        words = translate("Health", "◷ busy for {0} s").format(seconds)
        if health.seconds < PATIENCE:
            return words, "warning", ""
        sentence = translate("Health", "The engine has been working on {0} for {1} s.")
        return words, "warning", sentence.format(working_on(health.command), seconds)
    if health.kind == "silent":
        sentence = translate(
            "Health", "The engine has not answered for {0} s. Everything shown is kept."
        )
        words = translate("Health", "⚠ silent for {0} s").format(seconds)
        return words, "danger", sentence.format(seconds)
    if health.kind == "dead":
        how, _, last_words = health.reason.partition("\n")
        sentence = translate("Health", "The engine is gone. {0} Everything shown is kept.").format(
            how
        )
        return translate("Health", "✗ engine gone"), "danger", f"{sentence}\n{last_words}".strip()
    if health.kind == "stopped":
        sentence = translate("Health", "The engine was stopped. Everything shown is kept.")
        return translate("Health", "✗ engine stopped"), "danger", sentence
    return translate("Health", "✓ engine ready"), "ok", ""
