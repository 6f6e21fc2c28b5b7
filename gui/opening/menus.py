"""The entries of the lists in the dialog: batches, outputs, losses and optimizers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from ...engine import messages
from ..failure_text import explained
from .choice import Entry


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as the window writes it: 1×3×224×224."""
    return "×".join(map(str, shape)) or "()"


def batches(rows: Sequence[messages.CandidateRow]) -> list[Entry]:
    """The functions of the file that return a batch."""
    return [Entry(row.name, note=row.summary) for row in rows if row.kind == "batch"]


def roots(outputs: Sequence[messages.OutputRow]) -> list[Entry]:
    """The tensors that the model returns, with their shapes."""
    return [
        Entry(each.expression, f"{each.expression}  {shape_text(each.shape)} {each.dtype}",
              note="" if each.losses else _no_gradient())
        for each in outputs
    ]  # fmt: skip


def losses(
    proposal: messages.Proposal | None,
    root: str,
    candidates: Sequence[messages.CandidateRow],
) -> list[Entry]:
    """What fits the output first, then the file's own, then every other loss of torch.nn."""
    own = [Entry(row.name, note=row.summary) for row in candidates if row.kind == "loss"]
    if proposal is None:
        return own
    known = {row.name: row for row in proposal.losses}
    fits = next((each.losses for each in proposal.outputs if each.expression == root), ())
    names = [*fits, *(name for name in known if name not in fits)]
    found = [_loss(name, known.get(name)) for name in names]
    return [*found[: len(fits)], *own, *found[len(fits) :]]


def optimizers(rows: Sequence[messages.MenuRow]) -> list[Entry]:
    """First what the setup panel says, then every optimizer of torch.optim."""
    usual = QCoreApplication.translate("OpenDialog", "as under Update in Setup")
    return [
        Entry("", usual),
        *(Entry(row.name, note=explained(row.needs)) for row in rows),
    ]


def _loss(name: str, row: messages.MenuRow | None) -> Entry:
    if row is None:
        return Entry(name, note=_plain_losses().get(name, ""))
    needs = QCoreApplication.translate("OpenDialog", "Compares with {0}.").format(
        explained(row.needs)
    )
    return Entry(name, note=needs if row.needs else "", obstacle=explained(row.obstacle))


def _plain_losses() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "itself": translate("OpenDialog", "The output is the loss."),
        "sum": translate("OpenDialog", "The sum of the output."),
        "power": translate("OpenDialog", "The sum of the output's squared magnitude."),
    }


def _no_gradient() -> str:
    return QCoreApplication.translate("OpenDialog", "No gradient comes to it from the parameters.")


def size_text(proposal: messages.Proposal) -> str:
    """The model's class, how many numbers it has and what they take."""
    text = QCoreApplication.translate("OpenDialog", "{0}: {1} parameters, {2}").format(
        proposal.module_kind, f"{proposal.parameters:,}", bytes_text(proposal.bytes)
    )
    return text if proposal.module_kind else ""


def bytes_text(count: int) -> str:
    """Bytes for a person, in binary units."""
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"
