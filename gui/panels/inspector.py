"""Everything about what is selected: an operation's gradients and saved tensors, a parameter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from ...engine import messages
from ..selection import Group, Selection
from ..style import code_font
from ..theme import Theme
from . import inspector_group as words_of_groups
from . import inspector_text as words
from . import numbers
from .cells import Row
from .found import FoundGraph
from .mosaic import Mosaic
from .sheet import Sheet

MOST_SLOTS = 4  # of one node, whose values are drawn


class Inspector(QWidget):
    """Shows the selected node or parameter; a click on a name walks there.

    `inspect_requested` asks for a node's Detail when something happened to the selected one;
    whoever selects a node asks for its first.
    """

    inspect_requested = Signal(int)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._theme = theme
        self._graph: FoundGraph | None = None
        self._flow: messages.Flow | None = None
        self._detail: messages.Detail | None = None
        self._state: messages.State | None = None
        self._subject: tuple[str | None, int | None, Group | None] = (None, None, None)
        self._known: object = None  # what the Detail that was last asked for depends on
        self._asked = False
        self._drawn: messages.Detail | None = None
        self._make()
        selection.changed.connect(self._select)
        theme.changed.connect(self._redraw)
        self._redraw()

    def _make(self) -> None:
        self._above, self._below = Sheet(), Sheet()
        self._mosaic = Mosaic(self._theme)
        self._mosaic.setAccessibleName(self.tr("Values of the gradient"))
        self._readout = QLabel()
        self._readout.setMinimumWidth(1)
        self._readout.setFont(code_font(self))
        self._mosaic.pointed.connect(self._point)
        self._mosaic.hide()
        self._readout.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        for widget in (self._above, self._mosaic, self._readout, self._below):
            column.addWidget(widget)
        column.addStretch(1)
        for sheet in (self._above, self._below):
            sheet.anchorClicked.connect(self._walk)
            sheet.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            sheet.customContextMenuRequested.connect(self._menu)
        self._above.setAccessibleName(self.tr("Inspector"))
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(6, 4, 6, 4)
        outer.addWidget(self._area)

    # --- events in --------------------------------------------------------------------------

    def show_state(self, state: messages.State) -> None:
        """Take the parameters' numbers; without a graph nothing of the last one is shown."""
        self._state = state
        if state.phase == "no graph":
            self._graph = self._flow = self._detail = None
        self._redraw()

    def show_graph(self, graph: messages.GraphFound) -> None:
        """Take a new graph."""
        self._graph = FoundGraph(graph)
        self._flow = self._detail = None
        self._known, self._asked = None, False
        self._redraw()

    def show_flow(self, flow: messages.Flow) -> None:
        """Take what backward did, and ask for the selected node's details if they changed."""
        self._flow = flow
        self._redraw()
        self._ask()

    def show_detail(self, detail: messages.Detail) -> None:
        """Take one node's details."""
        self._asked = False
        self._detail = detail
        self._redraw()
        self._ask()

    def text(self) -> str:
        """All that is shown, as plain text."""
        parts = [self._above.plain()]
        if self._mosaic.rows:
            parts.append(self._mosaic.text())
        parts.append(self._below.plain())
        return "\n".join(part for part in parts if part)

    # --- walking ----------------------------------------------------------------------------

    def _select(self) -> None:
        self._known, self._asked = self._facts(), True  # whoever selected it asked already
        self._redraw()
        self._area.verticalScrollBar().setValue(0)

    def _walk(self, link: QUrl) -> None:
        if link.scheme() != "node" or self._graph is None:
            return
        index = int(link.path())
        parameter = self._graph.parameter(index)
        if parameter:
            self._selection.select_parameter(numbers.own_name(parameter))
        else:
            self._selection.select_node(index)

    def _ask(self) -> None:
        """Ask for details again when a verb changed them; one question at a time."""
        node = self._selection.node
        facts = self._facts()
        if node is None or facts is None or facts == self._known or self._asked:
            return
        self._known, self._asked = facts, True
        self.inspect_requested.emit(node)

    def _facts(self) -> object:
        """What the selected node's details depend on."""
        flow, node = self._flow, self._selection.node
        if flow is None or node is None or node >= len(flow.states.numpy()):
            return None
        return flow.key, flow.backward, flow.iteration, int(flow.states.numpy()[node])

    # --- drawing ----------------------------------------------------------------------------

    def _redraw(self) -> None:
        subject = self._selection.parameter, self._selection.node, self._selection.group
        force, self._subject = subject != self._subject, subject
        above, below, detail = self._compose()
        self._above.show_html(above, force)
        self._below.show_html(below, force)
        self._below.setVisible(bool(below))
        if detail is not self._drawn:
            self._drawn = detail
            rows = () if detail is None else self._rows(detail)
            self._mosaic.show_rows(rows)
            self._mosaic.setVisible(bool(rows))
            self._readout.setVisible(bool(rows))
            if rows:
                self._mosaic.setFixedHeight(self._mosaic.sizeHint().height())

    def _compose(self) -> tuple[str, str, messages.Detail | None]:
        """The text above the values, the text below, and the details that have the values."""
        node, parameter, palette = (
            self._selection.node, self._selection.parameter, self._theme.palette,
        )  # fmt: skip
        if parameter is not None:
            row = self._row(numbers.own_name(parameter))
            text = words.parameter(parameter, row, self._graph, self._flow, palette)
            return text, "", None
        group = self._selection.group
        if group is not None and self._graph is not None:
            return words_of_groups.group(self._graph, group, self._flow, palette), "", None
        if node is None:
            return words.hint(), "", None
        if self._graph is None or node >= len(self._graph):
            return words.gone(), "", None
        detail = self._detail
        if detail is None or (detail.key, detail.node) != (self._graph.message.key, node):
            detail = None
        above = words.node(self._graph, node, self._flow, palette)
        above += words.gradients(node, self._flow, detail, palette)
        below = "" if detail is None else words.saved(detail.saved, palette)
        return above, below, detail

    def _row(self, name: str) -> messages.ParameterRow | None:
        rows = () if self._state is None else self._state.parameters
        return next((row for row in rows if row.name == name), None)

    def _rows(self, detail: messages.Detail) -> tuple[Row, ...]:
        """The values that were kept, one row per slot."""
        several = len(detail.gradients) > 1
        rows = []
        for slot, gradient in enumerate(detail.gradients[:MOST_SLOTS]):
            if gradient is not None and gradient.value is not None:
                title = self.tr("output {0}").format(slot) if several else self.tr("values")
                name = f"gradient_{slot}" if several else "gradient"
                teach = self.tr(
                    "The gradient of what backward started from, with respect to this node's "
                    "output."
                )
                rows.append(Row(title, name, gradient.value, teach=teach))
        return tuple(rows)

    def _point(self, text: str) -> None:
        self._readout.setText(f" {text}" if text else "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_readout"):
            self._readout.setFont(code_font(self))

    # --- copying ----------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copying."""
        self._open_menu(None, event.globalPos())

    def _menu(self, place: QPoint) -> None:
        sheet = self.sender()
        assert isinstance(sheet, Sheet)
        self._open_menu(sheet, sheet.mapToGlobal(place))

    def _open_menu(self, sheet: Sheet | None, place: QPoint) -> None:
        clipboard = QGuiApplication.clipboard()
        menu = QMenu(self)
        if sheet is not None:
            action = menu.addAction(self.tr("&Copy"), sheet.copy)
            action.setEnabled(sheet.textCursor().hasSelection())
        menu.addAction(self.tr("Copy &all as text"), lambda: clipboard.setText(self.text()))
        if self._mosaic.rows:
            menu.addAction(self.tr("Copy &values"), self._mosaic.copy_values)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)
