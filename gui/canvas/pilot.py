"""Keeps the selection and the surface together: clicks and keys select, selections light up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ..selection import Group, Selection
from .fold.tree import TIMES
from .geometry import Geometry
from .lit import Lit, lit
from .scene import Scene
from .surface import Surface
from .walk import Place, Walk


class Pilot(QObject):
    """Turns what the surface reports into selections, and selections into marks.

    `inspected(node)` comes when an operation was selected here, `escaped` with Esc where nothing
    was selected.
    """

    inspected = Signal(int)
    escaped = Signal()

    def __init__(self, selection: Selection, surface: Surface) -> None:
        super().__init__(surface)
        self._selection = selection
        self._surface = surface
        self._geometry: Geometry | None = None
        self._walk: Walk | None = None
        self._lit = Lit()
        self._cursor: Place | None = None
        self._came_from: int | None = None
        self._steering = False  # the selection is being changed from here
        surface.picked.connect(self.pick)
        surface.key.connect(self._act)
        selection.changed.connect(self._follow)
        self._acts: dict[str, Callable[[], None]] = {
            "up": lambda: self._step("up"),
            "down": lambda: self._step("down"),
            "left": lambda: self._step("left"),
            "right": lambda: self._step("right"),
            "home": self._home,
            "zoom": self.zoom,
            "clear": self._clear,
        }

    def show_geometry(self, geometry: Geometry | None) -> None:
        """Work on this scene from now on."""
        self._geometry = geometry
        self._walk = Walk(geometry) if geometry is not None else None
        self._cursor = self._came_from = None
        self._light()

    def pick(self, place: Place | None) -> None:
        """Select a box or a chip; None selects nothing."""
        self._came_from = None
        if place is None:
            self._selection.clear()
        else:
            self._select(place)

    def go_to(self, place: Place) -> None:
        """Select a place and bring it into sight, close enough to be read."""
        self.pick(place)
        if self._geometry is None:
            return
        if self._surface.readable:
            self._show(place)
        else:
            self._surface.glide.bring_close(self._rectangle(place))

    def go_to_node(self, node: int) -> None:
        """Select a node and bring what stands for it into sight."""
        if self._geometry is None:
            return
        scene = self._geometry.scene
        chip, box = int(scene.chip_of[node]), int(scene.box_of[node])
        if chip >= 0:
            self.go_to(Place("chip", chip))
        elif box >= 0:
            self.go_to(Place("box", box))

    def zoom(self) -> None:
        """Bring the selection close."""
        if self._geometry is None:
            return
        rectangles = [self._rectangle(place) for place in self._places()]
        if not rectangles:
            return
        left, top = min(r[0] for r in rectangles), min(r[1] for r in rectangles)
        right = max(r[0] + r[2] for r in rectangles)
        bottom = max(r[1] + r[3] for r in rectangles)
        self._surface.glide.bring_close((left, top, right - left, bottom - top))

    # --- selecting --------------------------------------------------------------------------

    def _select(self, place: Place) -> None:
        if self._geometry is None:
            return
        scene = self._geometry.scene
        self._cursor = place
        self._steering = True
        try:
            if place.kind == "chip" and scene.chips.names[place.index]:
                self._selection.select_parameter(scene.chips.names[place.index])
            elif (group := group_at(scene, place)) is not None:
                self._selection.select_group(group)
            else:
                of = scene.node if place.kind == "box" else scene.chips.leaf
                node = int(of[place.index])
                self._selection.select_node(node)
                self.inspected.emit(node)
        finally:
            self._steering = False
        self._light()

    def _follow(self) -> None:
        """The selection changed, here or elsewhere."""
        if self._steering:
            return
        self._light()
        places = self._places()
        if places and not any(self._surface.glide.in_sight(self._rectangle(p)) for p in places):
            self._show(places[0])

    def _light(self) -> None:
        marks = self._surface.marks
        if self._geometry is None or self._walk is None:
            self._lit = Lit()
        else:
            chosen = self._selection
            self._lit = lit(
                self._geometry.scene, chosen.parameter, chosen.node, chosen.group, self._cursor
            )
        self._cursor = self._lit.cursor
        marks.boxes, marks.chips = set(self._lit.boxes), set(self._lit.chips)
        marks.frames = set(self._lit.frames)
        marks.lineage = None
        if self._walk is not None and (marks.boxes or marks.chips):
            marks.lineage = self._walk.lineage(self._lit.boxes, self._lit.chips)
        self._surface.update()

    @property
    def cursor(self) -> Place | None:
        """Where the keyboard walks on from."""
        return self._cursor

    def _places(self) -> list[Place]:
        found = self._lit
        boxes, chips, frames = sorted(found.boxes), sorted(found.chips), sorted(found.frames)
        places = [*(Place("box", b) for b in boxes), *(Place("chip", c) for c in chips)]
        return places + [Place("frame", f) for f in frames]

    # --- walking ----------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        self._acts[name]()

    def _step(self, way: str) -> None:
        walk, here = self._walk, self._cursor
        if walk is None:
            return
        if here is None:
            self._home()
            return
        came_from = self._came_from
        if way == "down":
            there, came_from = walk.below(here), here.index
        elif way == "up":
            there, came_from = walk.above(here), None
        else:
            there = walk.beside(here, 1 if way == "right" else -1, came_from)
        if there is not None:
            self._select(there)
            self._came_from = came_from
            self._show(there)

    def _clear(self) -> None:
        if self._selection.nothing:
            self.escaped.emit()
        else:
            self._selection.clear()

    def _home(self) -> None:
        start = self._walk.start() if self._walk is not None else None
        if start is not None:
            self.pick(start)
            self._show(start)

    def _show(self, place: Place) -> None:
        self._surface.glide.bring_into_sight(self._rectangle(place))

    def rectangle_of(
        self, group: Group | None, geometry: Geometry | None = None
    ) -> tuple[float, float, float, float] | None:
        """Where a group is, folded or open, now or in `geometry`; None if it is nowhere."""
        geometry = geometry if geometry is not None else self._geometry
        if group is None or geometry is None:
            return None
        found = lit(geometry.scene, None, None, group, None)
        places = [Place("frame", f) for f in sorted(found.frames)]
        places += [Place("box", b) for b in sorted(found.boxes)]
        return self._rectangle(places[0], geometry) if places else None

    def _rectangle(
        self, place: Place, geometry: Geometry | None = None
    ) -> tuple[float, float, float, float]:
        geometry = geometry if geometry is not None else self._geometry
        assert geometry is not None
        of = {"box": geometry.boxes, "chip": geometry.chips, "frame": geometry.frames}[place.kind]
        x, y, wide, high = of[place.index].tolist()
        return x, y, wide, high


def group_at(scene: Scene, place: Place) -> Group | None:
    """The group that a folded box or a frame stands for; None for an operation or a parameter."""
    tree = scene.tree
    if place.kind == "frame":
        index = int(scene.frames.group[place.index])
        count = len(tree.children[index]) if tree.kind[index] == TIMES else 1
        return Group(index, 0, count, tree.titles[index], tree.details[index], tree.nodes(index))
    if place.kind == "chip" or scene.node[place.index] >= 0:
        return None
    box = place.index
    index, first, count = (int(column[box]) for column in (scene.group, scene.first, scene.count))
    nodes = scene.members(box)
    return Group(index, first, count, scene.titles[box], scene.shapes[box], nodes)
