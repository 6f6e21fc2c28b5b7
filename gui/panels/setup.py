"""What the session is made of: net, data, loss, optimizer, device, and their numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine import messages
from .. import examples
from ..failure_text import explained
from ..opening import target
from ..theme import Theme
from . import fields, setup_tips
from .setup_own import OwnCard

MAXIMUM_BATCH = 65536


class SetupPanel(QScrollArea):
    """Shows the session's settings and asks for changes, one field at a time.

    `configured(messages.Configure)` carries only what changed, `moved(str)` a device's name. A
    change is sent when it is committed, not at every key. What is shown is always the session's
    own setting: a refused change falls back.
    """

    configured = Signal(object)
    moved = Signal(str)

    def __init__(self, theme: Theme, next_batch: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = messages.Settings()
        self._ready = False
        self._make_fields(theme)
        self._next = QToolButton()
        self._next.setDefaultAction(next_batch)
        self._next.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._lay_out()
        self._teach()
        self._connect()
        self.show_state(messages.State(seq=0, settings=self._settings, phase="no graph"))
        self.set_ready(False)

    # --- what it shows ----------------------------------------------------------------------

    def show_hello(self, hello: messages.Hello) -> None:
        """List every device; one that failed its probe cannot be chosen and says why."""
        model = QStandardItemModel(self.device)
        for device in hello.devices:
            item = QStandardItem(f"{device.name} · {device.label}" if device.label else device.name)
            item.setData(device.name, Qt.ItemDataRole.UserRole)
            item.setToolTip(device.label)
            if device.error:
                item.setText(self.tr("{0} (fails)").format(device.name))
                item.setToolTip(f"{device.label}\n{explained(device.error)}".strip())
                item.setEnabled(False)
            model.appendRow(item)
        self.device.setModel(model)
        broken = [f"{d.name}: {explained(d.error)}" for d in hello.devices if d.error]
        self.broken.setText("\n".join(broken))
        self.broken.setVisible(bool(broken))
        self._show_device(self._settings.device)

    def show_state(self, state: messages.State) -> None:
        """Show the settings of a state and the shapes it has."""
        settings = self._settings = state.settings
        self._show_own(settings)
        for box, value in (
            (self.net, settings.net),
            (self.data, settings.data),
            (self.loss, settings.loss),
            (self.optimizer, settings.optimizer),
        ):
            index = box.findData(value)  # -1 with an example's own: then its placeholder is shown
            if box.currentIndex() != index:
                box.setCurrentIndex(index)
        self.lr.show_number(settings.lr)
        self.momentum.show_number(settings.momentum)
        self.seed.show_number(settings.seed)
        own = settings.data == messages.OWN
        batch = state.input_shape[0] if own and state.input_shape else settings.batch
        if not self.batch.hasFocus() and self.batch.value() != batch:
            self.batch.blockSignals(True)
            self.batch.setValue(batch)
            self.batch.blockSignals(False)
        self.batched.setChecked(settings.batched or own)
        self._say_look(settings.net)
        self._enable()
        self.form.setRowVisible(self.momentum, settings.optimizer == "sgd")
        self._show_device(settings.device)
        self._show_shapes(state)

    def set_ready(self, ready: bool) -> None:
        """Whether the engine can take changes now."""
        self._ready = ready
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the panel and never changes a setting in passing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _enable(self) -> None:
        """Enable what can be changed now; what an example brings says why it cannot."""
        for widget in (self.net, self.optimizer, self.lr, self.momentum, self.seed, self.device):
            widget.setEnabled(self._ready)
        own = self._settings.data == messages.OWN
        own_tip = setup_tips.of_example()
        for widget in (self.data, self.loss, self.batch, self.batched):
            tip = own_tip if own else self._tips[widget]
            widget.setToolTip(f"<p>{tip}</p>")
            widget.setStatusTip(tip)
            widget.setEnabled(self._ready and not own)
        self.batch.setEnabled(self.batch.isEnabled() and self._settings.batched)

    # --- how it is made ---------------------------------------------------------------------

    def _make_fields(self, theme: Theme) -> None:
        self.net = self._choice(
            ("net", self.tr("Net (tutorial)")),
            ("neuron", self.tr("One neuron")),
        )
        self.net.insertSeparator(self.net.count())
        for name, (title, look) in examples.listed().items():
            self.net.addItem(QCoreApplication.translate("Actions", title), name)
            tip = QCoreApplication.translate("Actions", look)
            self.net.setItemData(self.net.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        names = self.net.view()
        names.setMinimumWidth(names.sizeHintForColumn(0) + 2 * names.fontMetrics().height())
        self.data = self._choice(
            ("random", self.tr("torch.randn")),
            ("digits", self.tr("Digits")),
            ("three", self.tr("x = 3.0")),
        )
        self.loss = self._choice(
            ("mse", self.tr("MSELoss")),
            ("cross_entropy", self.tr("CrossEntropyLoss")),
            ("sum", self.tr("Sum of output")),
        )
        self.optimizer = self._choice(
            ("manual", self.tr("weight -= lr * grad")),
            ("sgd", self.tr("SGD")),
            ("adam", self.tr("Adam")),
            ("adamw", self.tr("AdamW")),
        )
        self.lr = fields.NumberField(theme, fields.learning_rate)
        self.momentum = fields.NumberField(theme, fields.momentum)
        self.seed = fields.NumberField(theme, fields.seed)
        self.batch = QSpinBox()
        self.batch.setRange(1, MAXIMUM_BATCH)
        self.batch.setKeyboardTracking(False)
        self.batch.installEventFilter(self)
        self.batched = QCheckBox(self.tr("Batch dimension"))
        self.batched.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to Train
        self.device = self._choice()
        self.device.setModel(QStandardItemModel(self.device))
        self.own = OwnCard(theme)
        self.look = self._note()
        self.broken = self._note()
        self.problem = self._note()
        self.shapes = self._note()
        self.shapes.setVisible(True)

    def _choice(self, *items: tuple[str, str]) -> QComboBox:
        box = QComboBox()
        for value, text in items:
            box.addItem(text, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.installEventFilter(self)
        return box

    def _note(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setVisible(False)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 6, 8, 6)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setHorizontalSpacing(8)
        self.form.setVerticalSpacing(6)
        for text, widget in (
            (self.tr("Net"), self.net),
            (self.tr("Data"), self.data),
            (self.tr("Loss"), self.loss),
            (self.tr("Update"), self.optimizer),
            (self.tr("lr"), self.lr),
            (self.tr("Momentum"), self.momentum),
            (self.tr("Seed"), self.seed),
            (self.tr("Device"), self.device),
            (self.tr("Batch size"), self.batch),
        ):
            self.form.addRow(text, widget)
            widget.setAccessibleName(text)
        column.addLayout(self.form)
        for below in (
            self.own,
            self.batched,
            self.look,
            self.problem,
            self.shapes,
            self._next,
            self.broken,
        ):
            column.addWidget(below)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _teach(self) -> None:
        self._tips: dict[QWidget, str] = {}
        for name, tip in setup_tips.tips().items():
            widget: QWidget = getattr(self, name)
            self._tips[widget] = tip
            widget.setToolTip(f"<p>{tip}</p>")
            widget.setStatusTip(tip)

    def _connect(self) -> None:
        change = self._change
        self.net.activated.connect(lambda: change(net=self.net.currentData()))
        self.data.activated.connect(lambda: change(data=self.data.currentData()))
        self.loss.activated.connect(lambda: change(loss=self.loss.currentData()))
        self.optimizer.activated.connect(lambda: change(optimizer=self.optimizer.currentData()))
        self.lr.committed.connect(lambda value: change(lr=value))
        self.momentum.committed.connect(lambda value: change(momentum=value))
        self.seed.committed.connect(lambda value: change(seed=value))
        self.batch.valueChanged.connect(lambda value: change(batch=value))
        self.batch.lineEdit().returnPressed.connect(self.batch.clearFocus)
        self.batched.clicked.connect(lambda on: change(batched=on))
        self.device.activated.connect(self._move)
        for field in (self.lr, self.momentum, self.seed):
            field.complained.connect(self._complain)

    def _show_own(self, settings: messages.Settings) -> None:
        """Show a model of the person's own as an entry of the nets, while it is open."""
        own = settings.own if settings.net == messages.OWN else None
        self.own.show_own(own)
        if (self.net.itemData(0) == messages.OWN) != (own is not None):
            if own is None:
                self.net.removeItem(0)
            else:
                self.net.insertItem(0, "", messages.OWN)
        if own is not None:
            self.net.setItemText(0, target.title(own.target))
        for row in (self.data, self.loss, self.batch):
            self.form.setRowVisible(row, own is None)
        self.batched.setVisible(own is None)
        words = self.tr("its own")
        for box in (self.data, self.loss):
            box.setPlaceholderText(words)
        self.optimizer.setPlaceholderText(own.optimizer if own is not None else "")

    # --- what it does -----------------------------------------------------------------------

    def _change(self, **field: Any) -> None:
        ((name, value),) = field.items()
        if getattr(self._settings, name) != value:
            self.configured.emit(messages.Configure(**field))

    def _move(self) -> None:
        name = self.device.currentData(Qt.ItemDataRole.UserRole)
        if name and name != self._settings.device:
            self.moved.emit(name)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(f"⚠ {sentence}" if sentence else "")
        self.problem.setVisible(bool(sentence))

    def _say_look(self, net: str) -> None:
        """What to look at in an example; nothing for the built-in nets."""
        tip = self.net.itemData(self.net.findData(net), Qt.ItemDataRole.ToolTipRole)
        self.look.setText(tip or "")
        self.look.setVisible(bool(tip))

    def _show_device(self, name: str) -> None:
        index = self.device.findData(name)
        if self.device.currentIndex() != index:
            self.device.setCurrentIndex(index)

    def _show_shapes(self, state: messages.State) -> None:
        rows = []
        if state.input_shape is not None:
            rows.append(self.tr("Input: {0}").format(_shape(state.input_shape)))
        if state.output_shape is not None:
            rows.append(self.tr("Output: {0}").format(_shape(state.output_shape)))
        text = "\n".join(rows)
        if self.shapes.text() != text:
            self.shapes.setText(text)


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "()"
