"""The real program, telling on standard output what a person would see.

Commands come on standard input, one word and one argument a line; answers and every State go out
as JSON lines. Nothing is replaced: the program's own Conductor is only looked at.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget

from gradwalk.__main__ import main
from gradwalk.engine import messages
from gradwalk.gui import app


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def middle(widget: QWidget) -> list[int]:
    at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    return [at.x(), at.y()]


class Watched(app.Conductor):
    def __init__(self, window: Any, link: Any, *rest: Any) -> None:
        super().__init__(window, link, *rest)
        self.seen = window
        link.state.connect(self.tell_state)
        link.health.connect(lambda health: tell(health=health.kind, pid=link.pid))
        self.notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, window)
        self.notifier.activated.connect(self.hear)

    def tell_state(self, state: messages.State) -> None:
        rows = {
            row.name: [row.weight_norm, row.gradient_norm, row.accumulations]
            for row in state.parameters
        }
        tell(
            phase=state.phase,
            loss=state.loss,
            iteration=state.iteration,
            training=state.training,
            position=state.position,
            reply_to=state.reply_to,
            rows=rows,
        )

    def hear(self) -> None:
        line = sys.stdin.readline()
        if not line:  # whoever asked is gone, and a closed pipe can be read from for ever
            self.notifier.setEnabled(False)
            self.seen.close()
            return
        word, _, rest = line.strip().partition(" ")
        tell(answer=getattr(self, f"on_{word}")(rest))

    def on_button(self, action: str) -> list[int] | None:
        for button in self.seen.toolbar.findChildren(QToolButton):
            chosen = button.defaultAction()
            if chosen is not None and chosen.objectName() == action and button.isVisible():
                return middle(button)
        return None

    def on_restore(self, _: str) -> list[int] | None:
        for button in self.seen.engine.findChildren(QAbstractButton):
            at = button.mapTo(self.seen, QPoint(button.width() // 2, button.height() // 2))
            laid_out = self.seen.rect().contains(at)
            if button.isVisible() and laid_out and "estore" in button.text():
                return middle(button)
        return None

    def on_banner(self, _: str) -> str:
        banner = self.seen.failure
        return banner.words.toPlainText() if banner.isVisible() else ""

    def on_dialog(self, _: str) -> dict[str, Any] | None:
        """What the dialog that opens a model shows; None while there is none."""
        flow = self._opening.flow
        if flow._dialog is None or not flow.dialog.isVisible():
            return None
        dialog = flow.dialog
        return {
            "chosen": dialog.list.name,
            "inputs": dialog.form.inputs.text(),
            "size": dialog.figures.text(),
            "complaint": dialog.complaint.view.words.toPlainText()
            if dialog.complaint.view.isVisible()
            else "",
            "title": dialog.complaint.title.text() if dialog.complaint.isVisible() else "",
            "stop": middle(dialog.busy.button) if dialog.busy.button.isVisible() else None,
            "cancel": middle(dialog.cancel),
        }

    def on_title(self, _: str) -> str:
        return self.seen.windowTitle()

    def on_console(self, _: str) -> list[Any]:
        console = self.seen.console
        focus = QApplication.focusWidget()
        return [console.text.toPlainText(), console.isVisible(), focus is console.text]

    def on_note(self, _: str) -> str:
        note = self.seen.note
        return note.details.text() if note.isVisible() else ""

    def on_clipboard(self, _: str) -> str:
        return QApplication.clipboard().text()

    def on_selected(self, _: str) -> list[Any]:
        return [self.seen.selection.node, self.seen.selection.parameter]

    def on_scene(self, _: str) -> dict[str, list[str]]:
        scene = self.seen.canvas.scene
        if scene is None or self.seen.canvas.busy:
            return {"boxes": [], "frames": []}
        counted = zip(scene.titles, scene.count.tolist(), strict=True)
        boxes = [f"{title} ×{count}" if count > 1 else title for title, count in counted]
        return {"boxes": boxes, "frames": list(scene.frames.titles)}

    def on_place(self, title: str) -> list[int] | None:
        """Where a box, or a frame's title, is on the screen."""
        canvas = self.seen.canvas
        surface, scene = canvas.focusProxy(), canvas.scene
        if scene is None or canvas.busy:
            return None
        geometry = surface.geometry_shown
        if title in scene.titles:
            x, y, wide, high = geometry.boxes[scene.titles.index(title)].tolist()
            x, y = x + wide / 2, y + high / 2
        elif title in scene.frames.titles:
            frame = scene.frames.titles.index(title)
            written = [t.strip.center() for t in surface._titles() if t.frame == frame]
            if not written:
                return None
            x, y = surface.camera.to_scene(written[0].x(), written[0].y())
        else:
            return None
        camera = surface.camera
        inside = QPoint(round(x * camera.scale + camera.x), round(y * camera.scale + camera.y))
        at = surface.mapToGlobal(inside)
        return [at.x(), at.y()] if surface.rect().contains(inside) else None


app.Conductor = Watched
sys.exit(main(sys.argv[1:]))
