"""What happens when: clicks to commands, events to panels. It holds no numbers of its own."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject

from ..engine import messages
from . import dialogs
from .actions import EXAMPLES, TABLE
from .contextmenu import context_menu
from .handlers import Handlers, usual
from .health import Health, in_words
from .link import EngineLink
from .looks import Looks
from .naming import name_history, name_train
from .opening.opening import Opening
from .outputs import Outputs
from .preferences import Preferences
from .roots import RootsMenu
from .theme import Theme
from .window import MainWindow

WELL = ("ready", "busy")  # kinds of health in which the engine takes commands
GONE = ("dead", "stopped")
TOLD_MS = 6000  # how long a sentence stays in the status line


class Conductor(QObject):
    """Ties one window to one engine."""

    def __init__(
        self, window: MainWindow, link: EngineLink, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._link = link
        self._preferences = preferences
        self._actions = window.action_set
        self._outputs = Outputs(window, link)
        self._roots = RootsMenu(window.menus["backward_from"], self._actions, self)
        self._opening = Opening(window, link, theme, preferences)
        self._looks = Looks(self._actions, theme, preferences, self)
        self._looks.told.connect(lambda sentence: window.status.showMessage(sentence, TOLD_MS))
        self._hello: messages.Hello | None = None
        self._state: messages.State | None = None
        self._graph = False
        self._graph_key = 0
        self._health: Health | None = None
        self._refused = 0  # the command whose failure is shown
        self._training = False
        self._watched: tuple[str, ...] = ()
        self._handlers = self._handle()
        self._commands = {spec.id: spec.command for spec in TABLE if spec.command is not None}
        self._examples = {spec.id for spec in EXAMPLES}
        self._connect_panels()
        self._connect_engine()
        self._actions.choose("pace", preferences.pace)
        self._actions["overview"].setChecked(preferences.overview)
        window.canvas.show_overview(preferences.overview)
        if preferences.lines:
            self._actions["record_lines"].setChecked(True)
            link.send(messages.Lines(on=True))
        if link.current_health.kind != "stopped":  # it was started before
            self._show_health(link.current_health)
        self._learn()

    # --- connections ------------------------------------------------------------------------

    def _connect_panels(self) -> None:
        window = self._window
        self._actions.triggered.connect(self._triggered)
        self._roots.chosen.connect(self._link.send)
        window.setup.configured.connect(self._link.send)
        window.setup.moved.connect(lambda name: self._link.send(messages.MoveTo(name)))
        window.heatmaps.watch_changed.connect(self._watch)
        window.inspector.inspect_requested.connect(self._inspect)
        window.selection.changed.connect(self._selected)
        window.canvas.offered.connect(self._offer)
        window.canvas.menu_wanted.connect(lambda at: context_menu(self._actions, window).popup(at))
        window.closing.connect(self._close)
        self._opening.learned.connect(self._learn)

    def _connect_engine(self) -> None:
        link, window = self._link, self._window
        link.hello.connect(self._greet)
        link.state.connect(self._show_state)
        link.graph.connect(self._show_graph)
        link.storages.connect(self._window.canvas.show_storages)
        link.graph_gone.connect(self._clear_graph)
        link.flow.connect(self._show_flow)
        link.values.connect(window.heatmaps.show_values)
        link.curve.connect(window.curves.show_curve)
        link.statements.connect(window.statements.show_statements)
        link.detail.connect(window.inspector.show_detail)
        link.failure.connect(self._show_failure)
        link.progress.connect(self._show_progress)
        link.health.connect(self._show_health)

    # --- clicks -----------------------------------------------------------------------------

    def _handle(self) -> Handlers:
        """What each action does that is no plain command to the engine."""
        groups = {
            "pace": self._change_pace,
            "others": self._choose_others,
            "theme": self._looks.change_theme,
            "language": self._looks.change_language,
        }
        return {
            **usual(self._window, self._outputs, self._looks),
            **self._opening.handlers,
            **{spec.id: groups[spec.group] for spec in TABLE if spec.group in groups},
            "train": self._train,
            "record_lines": self._record_lines,
            "start_over": self._start_over,
            "tutorial": self._tutorial,
            "stop_engine": self._link.interrupt,
            "restore": self._link.restore,
            "overview": self._show_overview,
            "dismiss": self._dismiss,
            "about": lambda: dialogs.show_about(self._hello, self._window),
        }

    def _triggered(self, name: str, _checked: bool) -> None:
        if name in self._commands:
            self._link.send(self._commands[name](self._actions.options))
            if name in self._examples:
                self._window.status.showMessage(self._actions[name].statusTip(), TOLD_MS)
        else:
            self._handlers[name]()

    def _train(self) -> None:
        if self._training:
            self._link.send(messages.Pause())
        else:
            self._link.send(messages.Train(pace=self._actions.options.pace))
        self._training = not self._training

    def _change_pace(self) -> None:
        pace = self._actions.options.pace
        self._preferences.pace = pace
        if self._training:
            self._link.send(messages.Train(pace=pace))

    def _record_lines(self) -> None:
        self._preferences.lines = on = self._actions["record_lines"].isChecked()
        self._link.send(messages.Lines(on=on))

    def _choose_others(self) -> None:
        self._window.canvas.focus.choose(str(self._actions.chosen("others")))

    def _offer(self) -> None:
        """The canvas shows a part alone, or another one, or has found something."""
        self._actions.choose("others", self._window.canvas.focus.manner)
        self._learn()

    def _show_overview(self) -> None:
        wanted = self._actions["overview"].isChecked()
        self._preferences.overview = wanted
        self._window.canvas.show_overview(wanted)

    def _start_over(self) -> None:
        if self._state is not None:
            self._link.send(messages.Configure(seed=self._state.settings.seed))

    def _tutorial(self) -> None:
        usual = msgspec.structs.asdict(messages.Settings())
        device = usual.pop("device")
        self._link.send(messages.Configure(**usual))
        if self._state is not None and self._state.settings.device != device:
            self._link.send(messages.MoveTo(device))

    def _dismiss(self) -> None:
        self._window.failure.hide()
        self._window.note.hide()
        self._learn()

    def _selected(self) -> None:
        self._rewatch()
        if self._window.selection.node is not None:
            self._inspect(self._window.selection.node)
        self._learn()

    def _watch(self, names: tuple[str, ...]) -> None:
        self._watched = tuple(names)
        self._rewatch()

    def _rewatch(self) -> None:
        node = self._window.selection.node
        self._link.send(messages.Watch(self._watched, () if node is None else (node,)))

    def _inspect(self, node: int) -> None:
        if self._graph:
            self._link.send(messages.Inspect(node))

    # --- events -----------------------------------------------------------------------------

    def _greet(self, hello: messages.Hello) -> None:
        self._hello = hello
        self._window.status.show_hello(hello)
        self._window.setup.show_hello(hello)
        self._learn()

    def _show_state(self, state: messages.State) -> None:
        self._state = state
        self._training = state.training
        window = self._window
        for panel in (window.setup, window.status, window.heatmaps, window.parameters,
                      window.inspector, window.curves, self._roots, self._opening):  # fmt: skip
            panel.show_state(state)
        window.progress.hide()
        if state.reply_to not in (0, self._refused):
            window.failure.hide()
        name_train(self._actions, self._training)
        if not state.training and state.settings.net != messages.OWN:
            self._preferences.settings = state.settings
        self._learn()

    def _show_graph(self, graph: messages.GraphFound) -> None:
        self._graph = True
        if graph.key != self._graph_key and self._window.selection.of_graph:
            self._window.selection.clear()  # an index means another operation in another graph
        self._graph_key = graph.key
        self._window.canvas.show_graph(graph)
        self._window.inspector.show_graph(graph)
        self._learn()

    def _clear_graph(self, *_: object) -> None:
        self._graph = False
        self._window.canvas.clear_graph()
        if self._window.selection.of_graph:
            self._window.selection.clear()
        self._learn()

    def _show_flow(self, flow: messages.Flow) -> None:
        self._window.canvas.show_flow(flow)
        self._window.inspector.show_flow(flow)

    def _show_failure(self, failure: messages.Failure) -> None:
        if self._opening.claims(failure):
            return
        self._refused = failure.reply_to
        self._window.failure.show_failure(failure, self._opening.title(failure))
        self._learn()

    def _show_progress(self, progress: messages.Progress) -> None:
        words = {
            "undo": self.tr("Taking it back"),
            "redo": self.tr("Doing it again"),
            "restore": self.tr("Restoring the session"),
        }
        text = words.get(progress.text, progress.text)
        self._window.progress.show_progress(msgspec.structs.replace(progress, text=text))

    def _show_health(self, health: Health) -> None:
        self._health = health
        words, role, sentence = in_words(health)
        self._window.status.show_engine(words, role)
        banner = self._window.engine
        if health.kind in GONE:
            self._halt()
            self._window.canvas.go_without_storages()
            banner.show_dead(sentence)
        elif sentence:
            banner.show_silent(sentence)
        else:
            banner.clear()
        self._learn()

    def _halt(self) -> None:
        """The engine is gone: nothing trains, whatever the last state said."""
        self._training = False
        name_train(self._actions, self._training)
        self._window.status.show_halted()
        self._window.progress.hide()

    # --- what is possible now ---------------------------------------------------------------

    def _learn(self) -> None:
        state, health = self._state, self._health
        well = self._hello is not None and (health is None or health.kind in WELL)
        gone = health is not None and health.kind in GONE
        coming = health is not None and health.command == messages.Restore.__name__
        facts = {
            "engine": well,
            "alive": health is not None and not gone,
            "session": self._link.restorable or gone or coming,
            "undo": state is not None and bool(state.undo),
            "redo": state is not None and bool(state.redo),
            "graph": self._graph,
            "selection": not self._window.selection.nothing,
            "group": self._window.selection.group is not None,
            "message": not (self._window.failure.isHidden() and self._window.note.isHidden()),
        }
        known = {name for name, holds in facts.items() if holds} | self._window.canvas.facts
        known |= self._opening.facts
        self._actions.learn(known)
        self._window.setup.set_ready(well)
        self._roots.set_ready(well)
        name_history(self._actions, self._state)

    def _close(self) -> None:
        self._link.close()
