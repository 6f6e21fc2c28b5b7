"""The choices for a model: its arguments, inputs, output, loss and optimizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ...engine import messages
from ..failure_text import explained
from ..style import code_font
from ..theme import Theme
from . import menus
from .argumentsfield import ArgumentsField
from .choice import Choice
from .draft import Draft


class ModelForm(QWidget):
    """Fields that show a Draft; `edited(field, value)` is emitted for each change by a person."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates: tuple[messages.CandidateRow, ...] = ()
        self._proposal: messages.Proposal | None = None
        self.arguments = ArgumentsField(theme, lists=True)
        self.inputs = QLineEdit()
        self.inputs.setFont(code_font(self))
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.batch = Choice(typed=True)
        self.root = Choice()
        self.loss = Choice(typed=True)
        self.loss_arguments = ArgumentsField(theme)
        self.optimizer = Choice()
        self.optimizer_arguments = ArgumentsField(theme)
        self._lay_out()
        self._teach()
        self._connect()
        self.show_proposal(None)

    # --- what it shows ----------------------------------------------------------------------

    def show_draft(self, draft: Draft) -> None:
        """Show every field, but for one that a person has just emptied to type anew."""
        for field, show in self._shows().items():
            if field in draft.chosen or not self._typing(field):
                show(draft[field])
        self._depend()

    def show_candidates(self, rows: Sequence[messages.CandidateRow]) -> None:
        """Offer the functions that make batches and the losses that the file has."""
        self._candidates = tuple(rows)
        self.batch.offer(menus.batches(rows))
        self._offer_losses()

    def show_candidate(self, row: messages.CandidateRow | None) -> None:
        """Offer the parameters of what is to be opened."""
        given = () if row is None or row.kind == "instance" else row.parameters
        self.arguments.offer([(each.name, each.default) for each in given])
        self.arguments.setEnabled(row is None or bool(given) or bool(self.arguments.text))

    def show_proposal(self, proposal: messages.Proposal | None) -> None:
        """Offer what fits the model; None while that is not known."""
        self._proposal = proposal
        self.root.offer(menus.roots(() if proposal is None else proposal.outputs))
        self._offer_losses()
        self.optimizer.offer(menus.optimizers(() if proposal is None else proposal.optimizers))
        reason = "" if proposal is None else explained(proposal.reason)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self._depend()

    @property
    def complaint(self) -> QWidget | None:
        """The first field in which something is wrong."""
        for field in (self.arguments, self.loss_arguments, self.optimizer_arguments):
            if not field.valid:
                return field
        return next((box for box in (self.loss, self.optimizer) if box.obstacle), None)

    # --- how it is made ---------------------------------------------------------------------

    def _lay_out(self) -> None:
        inputs = QWidget()
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.inputs)
        column.addWidget(self.reason)
        inputs.setFocusProxy(self.inputs)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setHorizontalSpacing(8)
        self.form.setVerticalSpacing(6)
        for text, widget, named in (
            (self.tr("&Arguments"), self.arguments, self.arguments.line),
            (self.tr("&Inputs"), inputs, self.inputs),
            (self.tr("Ba&tch from"), self.batch, self.batch.box),
            (self.tr("O&utput"), self.root, self.root.box),
            (self.tr("&Loss"), self.loss, self.loss.box),
            (self.tr("Its ar&guments"), self.loss_arguments, self.loss_arguments.line),
            (self.tr("O&ptimizer"), self.optimizer, self.optimizer.box),
            (self.tr("Its argu&ments"), self.optimizer_arguments, self.optimizer_arguments.line),
        ):
            self.form.addRow(text, widget)
            named.setAccessibleName(text.replace("&", ""))

    def _teach(self) -> None:
        self.inputs.setPlaceholderText("1x3x224x224")
        self.batch.box.lineEdit().setPlaceholderText(self.tr("no function: as the inputs say"))
        self.loss.box.lineEdit().setPlaceholderText(self.tr("what fits the output"))
        shapes = "".join(
            f"<tr><td><code>{text}</code>&nbsp;&nbsp;</td><td>{meaning}</td></tr>"
            for text, meaning in (
                ("1x3x224x224", self.tr("an image, drawn by torch.randn")),
                ("2x8,2x16", self.tr("two inputs, one after the other")),
                ("1x16:int64:0..30521", self.tr("tokens: whole numbers of a range")),
                ("input_ids=1x16:int64:0..99", self.tr("an input given by its name")),
                ("batch[image]=1x3x32x32", self.tr("a key of a dictionary")),
                ("state[0]=2x1x8,state[1]=2x1x8", self.tr("a list of tensors")),
            )
        )
        tip = self.tr("The shape of what the model is given, with the batch.")
        self.inputs.setToolTip(f"<p>{tip}</p><table>{shapes}</table>")
        for widget, tip in (
            (self.batch.box, self.tr(
                "A function of the file that returns a batch: inputs, or inputs and targets. Of "
                "another file: data.py:make_batch.")),
            (self.root.box, self.tr("Which tensor of what the model returns the loss is of.")),
            (self.loss.box, self.tr(
                "A loss of torch.nn, or a function of your own: my_loss, or losses.py:my_loss.")),
            (self.optimizer.box, self.tr("What Step does.")),
        ):  # fmt: skip
            widget.setToolTip(f"<p>{tip}</p>")

    def _connect(self) -> None:
        for name in ("arguments", "loss_arguments", "optimizer_arguments"):
            field: ArgumentsField = getattr(self, name)
            field.edited.connect(lambda name=name, field=field: self._edit(name, field.text))
        self.inputs.textEdited.connect(lambda text: self._edit("inputs", text.strip()))
        for name in ("batch", "root", "loss", "optimizer"):
            choice: Choice = getattr(self, name)
            choice.edited.connect(lambda value, name=name: self._edit(name, value))

    def _shows(self) -> dict[str, Callable[[str], None]]:
        return {
            "arguments": self.arguments.show_text,
            "inputs": self._show_inputs,
            "batch": self.batch.show_value,
            "root": self.root.show_value,
            "loss": self.loss.show_value,
            "loss_arguments": self.loss_arguments.show_text,
            "optimizer": self.optimizer.show_value,
            "optimizer_arguments": self.optimizer_arguments.show_text,
        }

    # --- what depends on what ---------------------------------------------------------------

    def _edit(self, field: str, value: str) -> None:
        self._depend()
        self.edited.emit(field, value)

    def _typing(self, field: str) -> bool:
        widget = getattr(self, field)
        line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
        return line is not None and line.hasFocus() and line.isModified()

    def _show_inputs(self, text: str) -> None:
        if text != self.inputs.text().strip():
            self.inputs.setText(text)

    def _offer_losses(self) -> None:
        proposal = self._proposal
        self.loss.offer(menus.losses(proposal, self.root.value, self._candidates))

    def _depend(self) -> None:
        """Offer what the other fields leave to choose from."""
        self._offer_losses()
        self.inputs.setEnabled(not self.batch.value)
        proposal = self._proposal
        for choice, field, rows in (
            (self.loss, self.loss_arguments, () if proposal is None else proposal.losses),
            (self.optimizer, self.optimizer_arguments,
             () if proposal is None else proposal.optimizers),
        ):  # fmt: skip
            found = next((row for row in rows if row.name == choice.value), None)
            given = () if found is None else found.parameters
            field.offer([(each.name, each.default) for each in given])
            field.setEnabled(bool(given) or bool(field.text))
