"""What is remembered between two runs: looks, layout, switches and the last settings."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QByteArray, QObject, QSettings, QTemporaryDir

from .. import catalogue
from ..engine import messages

TEXT_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "zh_CN")
LAYOUT = 2  # raised when the docks change, so that an old layout is not forced on new panels
MODELS = 20  # of a person's own that are remembered, with their choices


class Opened(msgspec.Struct, frozen=True):
    """A model that was opened, and which of its fields a person filled in."""

    own: messages.OwnModel
    chosen: tuple[str, ...] = ()


class Preferences(QObject):
    """Typed values over QSettings; a broken or foreign value counts as not set."""

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._folder: QTemporaryDir | None = None

    @classmethod
    def fleeting(cls) -> Preferences:
        """Preferences at their defaults that are forgotten with the object."""
        folder = QTemporaryDir()
        preferences = cls(QSettings(folder.filePath("fleeting.ini"), QSettings.Format.IniFormat))
        preferences._folder = folder  # removed with the last reference
        return preferences

    @property
    def theme(self) -> str:
        """One of THEMES."""
        return self._choice("theme", THEMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("theme", value)

    @property
    def language(self) -> str:
        """One of LANGUAGES."""
        return self._choice("language", LANGUAGES)

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("language", value)

    @property
    def text_scale(self) -> float:
        """One of TEXT_SCALES."""
        value = self._number("text_scale", 1.0)
        return min(TEXT_SCALES, key=lambda scale: abs(scale - value))

    @text_scale.setter
    def text_scale(self, value: float) -> None:
        self._store.setValue("text_scale", value)

    def larger(self, steps: int) -> float:
        """The text scale `steps` away from the present one, within TEXT_SCALES."""
        index = TEXT_SCALES.index(self.text_scale) + steps
        return TEXT_SCALES[max(0, min(index, len(TEXT_SCALES) - 1))]

    @property
    def pace(self) -> float:
        """Iterations per second, 0 for flat out."""
        return self._number("pace", 0.0)

    @pace.setter
    def pace(self, value: float) -> None:
        self._store.setValue("pace", value)

    @property
    def overview(self) -> bool:
        """Whether the overview map may appear."""
        return str(self._store.value("overview", "true")) == "true"

    @overview.setter
    def overview(self, value: bool) -> None:
        self._store.setValue("overview", "true" if value else "false")

    @property
    def lines(self) -> bool:
        """Whether forwards record source lines."""
        return self._choice("lines", ("off", "on")) == "on"

    @lines.setter
    def lines(self, value: bool) -> None:
        self._store.setValue("lines", "on" if value else "off")

    @property
    def reload_on_save(self) -> bool:
        """Whether a model is built again when its file was saved."""
        return self._choice("reload_on_save", ("on", "off")) == "on"

    @reload_on_save.setter
    def reload_on_save(self, value: bool) -> None:
        self._store.setValue("reload_on_save", "on" if value else "off")

    @property
    def models(self) -> tuple[Opened, ...]:
        """The models of their own that a person opened, the last one first."""
        text = str(self._store.value("models", "[]"))
        try:
            return msgspec.json.decode(text.encode(), type=tuple[Opened, ...])
        except (msgspec.DecodeError, msgspec.ValidationError):
            return ()

    def remember(self, opened: Opened) -> None:
        """Put a model first; the oldest of too many is forgotten."""
        others = [model for model in self.models if model.own.target != opened.own.target]
        self._keep_models([opened, *others])

    def forget_models(self) -> None:
        """Forget every model and its choices."""
        self._keep_models([])

    def _keep_models(self, models: list[Opened]) -> None:
        kept = models[:MODELS]
        self._store.setValue("models", msgspec.json.encode(kept).decode())

    @property
    def settings(self) -> messages.Settings:
        """The session's last settings; the device is chosen anew at every start."""
        text = str(self._store.value("session", ""))
        try:
            kept = msgspec.json.decode(text.encode(), type=messages.Settings)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return messages.Settings()
        if kept.net not in (*messages.NETS, *catalogue.names()):
            return messages.Settings()
        return msgspec.structs.replace(kept, device=messages.Settings().device)

    @settings.setter
    def settings(self, value: messages.Settings) -> None:
        self._store.setValue("session", msgspec.json.encode(value).decode())

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty if never kept."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def layout(self) -> QByteArray:
        """Where the panels are; empty if never kept."""
        return self._bytes(f"layout{LAYOUT}")

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._store.setValue(f"layout{LAYOUT}", value)

    def _choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self._store.value(key, choices[0])
        return value if value in choices else choices[0]

    def _number(self, key: str, default: float) -> float:
        try:
            return float(self._store.value(key, default))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return default

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
