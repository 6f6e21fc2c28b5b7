"""Paints boxes and chips close by: one card each, with as much text as there is room for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ..panels.numbers import SIGN
from . import levels
from .camera import Camera
from .fold.names import short
from .grounds import FINE, GroundPainter
from .levels import Flows
from .look import NEEDED, Look, Writer
from .marks import Marks, only_row_grows, rows_of_text
from .measure import BEHIND, alive_text, freed_text, leaf_text, root_text
from .places import Floats, Ints
from .store import Store
from .words import norm_text, times_text

LEAST = "Abc…"  # what is left of a name at least; less says nothing
Rectangle = tuple[float, float, float, float]


def has_room(head: float, look: Look) -> bool:
    """Whether a box whose upper part is `head` pixels high has room for its name."""
    return head >= NEEDED * look.sized(look.smallest)[1].height()


def in_few_words(names: list[str]) -> str:
    """Several parameters' names, what they share written once.

    >>> in_few_words(["conv1.weight", "conv1.bias"]), in_few_words(["a.weight", "b.weight"])
    ('conv1.weight, bias', 'a.weight, b.weight')
    """
    module = names[0].rpartition(".")[0]
    if not module or any(name.rpartition(".")[0] != module for name in names):
        return ", ".join(names)
    return ", ".join([names[0], *(name.rpartition(".")[2] for name in names[1:])])


def shortened(name: str) -> list[str]:
    """A parameter's name with ever less of the path to it.

    >>> shortened("u1.3.weight, bias")
    ['u1.3.weight, bias', '3.weight, bias', 'weight, bias']
    """
    parts = name.split(".")
    return [".".join(parts[i:]) for i in range(len(parts))]


class CardPainter:
    """Paints the operations in sight one by one, and the chips on all boxes.

    Parameters
    ----------
    draft : bool
        Without what many cards at once would take too long for: the picture is moving.
    """

    def __init__(
        self, painter: QPainter, store: Store, flows: Flows | None, look: Look,
        camera: Camera, marks: Marks, whole: bool, draft: bool = False,
    ) -> None:  # fmt: skip
        geometry = store.geometry
        self._painter = painter
        self._store = store
        self._geometry = geometry
        self._scene = geometry.scene
        self._draft = draft
        self._flows = flows
        self._look = look
        self._palette = look.palette
        self._camera = camera
        self._marks = marks
        scale, sizes = camera.scale, geometry.sizes
        self._pixels = max(int(look.pixels * scale), look.smallest)
        self._head, self._pad, self._band = (
            sizes.head * scale,
            sizes.pad * scale,
            sizes.band * scale,
        )
        line = look.sized(self._pixels)[1].height()
        self._lines = 2 if self._head >= 1.84 * line else int(self._head >= NEEDED * line)
        self._first = 0.3 if self._head >= 2.1 * line else 0.28  # where the upper line is
        self._grow, self._chip_text = rows_of_text(sizes, scale, look)
        self._line = line
        self._whole = whole
        self._writer = Writer(painter, look, plain=whole)

    @property
    def shapes_shown(self) -> bool:
        """Whether boxes bear more than their names at this zoom."""
        return self._lines == 2

    def paint(self, boxes: npt.NDArray[np.intp]) -> None:
        """Draw these boxes, which are operations, with their chips."""
        rectangles = self._on_screen(self._geometry.boxes[boxes])
        grounds = self._grounds(len(boxes))
        grounds.boxes(boxes, rectangles, self._scene.root, self._flows, self._band)
        if self._lines:
            for box, rectangle in zip(boxes.tolist(), rectangles.tolist(), strict=True):
                self._texts(box, rectangle)
        self.chips(boxes)

    def blank(self, boxes: npt.NDArray[np.intp]) -> None:
        """Draw these boxes as mere shapes in their colours."""
        rectangles = self._on_screen(self._geometry.boxes[boxes])
        grounds = self._grounds(len(boxes))
        grounds.boxes(boxes, rectangles, self._scene.root, self._flows, self._band)

    def _grounds(self, many: int) -> GroundPainter:
        fine = self._whole or (many <= FINE and not self._draft)
        return GroundPainter(self._painter, self._look, fine, self._camera.scale, self._draft)

    def _on_screen(self, rectangles: Floats) -> Floats:
        camera = self._camera
        return rectangles * camera.scale + np.array([camera.x, camera.y, 0.0, 0.0])

    def chips(self, boxes: npt.NDArray[np.intp]) -> None:
        """Draw the chips of these boxes, and all texts that were written so far."""
        scene, grounds = self._scene, self._grounds(len(boxes))
        first, last = scene.chip_rows[boxes], scene.chip_rows[boxes + 1]
        many = last - first
        chips = np.repeat(first - (np.cumsum(many) - many), many) + np.arange(many.sum())
        spots = self._on_screen(self._geometry.chips[chips])
        if self._chip_text:
            spots[:, 3] += self._grow
        ends = np.cumsum(many)
        starts = (ends - many)[many > 0]
        if not self._chip_text:
            self._raise(boxes[many > 0], spots, starts)
        high = spots[ends[many > 0] - 1, 1] + spots[ends[many > 0] - 1, 3] - spots[starts, 1]
        joined = (high >= NEEDED * self._line - 0.01) & (not self._chip_text)
        apart = ~np.repeat(joined, many[many > 0])
        if apart.any():
            self._chips(chips[apart], spots[apart], grounds)
        if joined.any():
            spots[starts, 3] = high
            groups = np.split(chips, starts[1:])
            self._chips_in_one(
                spots[starts[joined]], [groups[i] for i in np.flatnonzero(joined)], grounds
            )
        self._writer.flush()

    def _raise(self, boxes: npt.NDArray[np.intp], spots: Floats, starts: Ints) -> None:
        """Give the only parameter of a box some of the room above it, if its name then fits."""
        alone = np.diff(self._scene.chip_rows)[boxes] == 1
        for box, row in zip(boxes[alone].tolist(), starts[alone].tolist(), strict=True):
            top = float(self._geometry.boxes[box, 1]) * self._camera.scale + self._camera.y
            grows = self._grows(box, float(spots[row, 1]) - top)
            spots[row, 1] -= grows
            spots[row, 3] += grows

    def _grows(self, box: int, above: float) -> float:
        """By how much its only parameter's row does."""
        if self._chip_text:
            return 0.0
        folded = self._scene.group[box] >= 0
        if folded:
            cards = 2 if times_text(self._scene, box) else 1
            above -= cards * BEHIND * self._camera.scale
        elif self._lines != 1:
            return 0.0
        return only_row_grows(self._geometry, box, above, self._camera.scale, self._look)

    # --- operations -------------------------------------------------------------------------

    def _texts(self, box: int, rectangle: Rectangle) -> None:
        x, y, wide, _high = rectangle
        left = x + max(self._band, 4.0) + self._pad / 2 + 1.0
        right = x + wide - self._pad / 2 - 1.0
        head = self._head - self._grows(box, self._head)
        middle = y + head * (self._first if self._lines == 2 else 0.5)
        palette, writer = self._palette, self._writer
        title = self._scene.titles[box]
        failed = self._flows is not None and bool(self._flows.failed[box])
        if failed:
            title = f"{SIGN} {title}"
        room = right - left
        if self._scene.root[box]:
            tag = root_text(self._scene, box)
            took = writer.write(
                tag, right, middle, room * 0.6, self._pixels, palette.root, bold=True, right=True
            )
            room -= took + self._pad * bool(took)
            if self._look.width(f"{SIGN} {LEAST}", self._pixels, True) > room:
                title = SIGN if failed else ""  # nothing is left of a name but dots
        ink = palette.danger if failed else palette.text
        title = self._fitting([title, short(title)], room)
        writer.write(title, left, middle, room, self._pixels, ink, bold=True)
        if self._lines == 2:
            self._second_line(box, left, right, y + self._head * (1.02 - self._first))

    def _fitting(self, texts: list[str], room: float) -> str:
        """The first of several bold texts that fits, else the last."""
        width = self._look.width
        return next((t for t in texts[:-1] if width(t, self._pixels, True) <= room), texts[-1])

    def _second_line(self, box: int, left: float, right: float, middle: float) -> None:
        """Shape, state and norm; what has no room is left out, the norm last of all."""
        flows, writer, palette = self._flows, self._writer, self._palette
        taken = 0.0
        if flows is not None and flows.ran:
            code, norm = int(flows.boxes[box]), float(flows.box_norms[box, 1])
            taken = self._norm(norm, code, right, middle, right - left)
        shape = self._store.modules.second(box)
        state = self._state(box)
        whole = f"{shape} · {state}" if state else shape
        room = right - left - taken - self._pad * bool(taken)
        if state and self._look.width(whole, self._pixels, False) > room:
            whole = shape
        writer.write(whole, left, middle, room, self._pixels, palette.muted)

    def _state(self, box: int) -> str:
        if self._flows is None:
            return ""
        if self._flows.freed[box]:
            return freed_text()
        return alive_text() if self._flows.alive[box] else ""

    def _norm(self, value: float, code: int, right: float, middle: float, room: float) -> float:
        """Write a norm that ends at `right` if it fits whole; its width."""
        text = norm_text(value, code)
        strange = code == levels.STRANGE
        if self._look.width(text, self._pixels, strange) > room:
            return 0.0
        ink = self._palette.danger if strange else self._palette.muted
        ink = self._palette.text if code >= 0 else ink
        return self._writer.write(
            text, right, middle, room + 1, self._pixels, ink, bold=strange, right=True
        )

    # --- chips ------------------------------------------------------------------------------

    def _chips(self, chips: npt.NDArray[np.int64], spots: Floats, grounds: GroundPainter) -> None:
        """A row for each chip, with its texts if they fit."""
        lit = np.isin(chips, list(self._marks.chips))
        codes = self._flows.chips[chips] if self._flows is not None else None
        bar = self._band * 0.7
        grounds.chips(spots, lit, codes, bar)
        self._writer.forget()
        if self._chip_text:
            shown = codes if codes is not None else np.full(len(chips), levels.NONE)
            rows = zip(chips.tolist(), spots.tolist(), lit.tolist(), shown.tolist(), strict=True)
            for chip, spot, shine, code in rows:
                left = spot[0] + 5.0 + max(bar, 3.0)
                self._chip_texts(chip, QRectF(*spot), left, shine, code)

    def _chips_in_one(
        self, spots: Floats, groups: list[npt.NDArray[np.int64]], grounds: GroundPainter
    ) -> None:
        """One row for all chips of a box, where rows of their own are too low for text."""
        lit = np.array([any(c in self._marks.chips for c in group.tolist()) for group in groups])
        grounds.chips(spots, lit, None, 0.0)
        self._writer.forget()
        names = self._scene.chips.names
        for group, spot, shine in zip(groups, spots.tolist(), lit.tolist(), strict=True):
            row = QRectF(*spot)
            text = in_few_words([names[chip] or leaf_text() for chip in group.tolist()])
            text = self._fitting(shortened(text), row.width() - 8.0)
            ink = self._palette.on_accent if shine else self._palette.parameter
            self._writer.write(
                text, row.left() + 5.0, row.center().y(), row.width() - 8.0, self._pixels, ink,
                bold=True,
            )  # fmt: skip

    def _chip_texts(self, chip: int, spot: QRectF, left: float, lit: bool, code: int) -> None:
        chips, palette, writer, flows = self._scene.chips, self._palette, self._writer, self._flows
        left += self._pad / 4
        right, middle = spot.right() - self._pad / 2, spot.center().y()
        name, shape = chips.names[chip] or leaf_text(), chips.shapes[chip]
        measure = self._look.width
        room = right - left
        name = self._fitting(shortened(name), room)
        needed = measure(name, self._pixels, True)
        if flows is not None and flows.ran and not lit:
            norm = flows.chip_norm(chips, chip)
            took = self._norm(norm, code, right, middle, room - needed - self._pad)
            room -= took + self._pad * bool(took)
        elif flows is not None and flows.ran:
            text = norm_text(flows.chip_norm(chips, chip), code)
            if measure(text, self._pixels, False) < room - needed - self._pad:
                room -= self._pad + writer.write(
                    text, right, middle, room, self._pixels, palette.on_accent, right=True
                )
        ink = palette.on_accent if lit else palette.parameter
        left += self._pad / 2 + writer.write(name, left, middle, room, self._pixels, ink, bold=True)
        room -= needed + self._pad / 2
        if measure(shape, self._pixels, False) <= room:
            ink = palette.on_accent if lit else palette.muted
            writer.write(shape, left, middle, room + 1, self._pixels, ink)
