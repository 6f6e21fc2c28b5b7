"""The dialog's keys, fields and size."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from gradwalk.engine import messages

from .desk import Desk


def test_every_key_of_the_dialog_is_its_own(desk: Desk) -> None:
    texts = [label.text() for label in desk.dialog.findChildren(QLabel)]
    texts += [button.text() for button in desk.dialog.findChildren(QAbstractButton)]
    keys = [match[1].lower() for text in texts for match in re.finditer(r"&(\w)", text)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert len(keys) > 12


def test_it_fits_a_small_screen_with_a_complaint_in_it(desk: Desk) -> None:
    desk.window.action_set["open_model"].trigger()
    dialog = desk.dialog
    dialog.complaint.show_failure(
        messages.Failure(
            statement="net = Net()", kind="RuntimeError", text="words " * 40,
            why=messages.Sentence("Why. " * 9), instead=messages.Sentence("Do. " * 9),
            file="/m/model.py", line=3, source="x = y", caret="    ^",
        )
    )  # fmt: skip
    desk.qtbot.wait(50)
    assert dialog.width() <= 1280
    assert dialog.height() <= 720
    for widget in (dialog.opens, dialog.complaint, dialog.form, dialog.list):
        assert dialog.rect().contains(widget.geometry().center())


def test_tab_goes_through_every_field_in_the_order_that_is_read(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    form = dialog.form
    dialog.activateWindow()
    dialog.target.setFocus()
    order = [dialog.target]
    while len(order) < 30:
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is dialog.target:
            break
        order.append(widget)
    wanted = [
        dialog.target, dialog.browse, dialog.list, form.arguments.line, form.inputs,
        form.batch.box, form.root.box, form.loss.box, form.loss_arguments.line,
        form.optimizer.box, dialog.command, dialog.opens, dialog.cancel,
    ]  # fmt: skip
    places = [order.index(widget) for widget in wanted]
    assert places == sorted(places)


def test_return_opens_from_whatever_field(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    dialog.form.loss.box.setFocus()
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.state.settings.net == messages.OWN
