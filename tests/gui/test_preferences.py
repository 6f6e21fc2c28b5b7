"""What is remembered, and what is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gradwalk.engine import messages
from gradwalk.gui.preferences import TEXT_SCALES, Preferences


def store(path: Path) -> QSettings:
    return QSettings(str(path / "kept.ini"), QSettings.Format.IniFormat)


def test_what_was_set_is_there_the_next_time(tmp_path: Path) -> None:
    first = Preferences(store(tmp_path))
    first.theme, first.language, first.text_scale, first.pace = "dark", "zh_CN", 1.5, 5.0
    first.lines = True
    first.layout = QByteArray(b"docks")
    first.settings = messages.Settings(net="neuron", lr=1e-5, device="cuda:3")
    del first
    again = Preferences(store(tmp_path))
    assert (again.theme, again.language, again.text_scale, again.pace) == ("dark", "zh_CN", 1.5, 5)
    assert again.lines
    assert again.layout == QByteArray(b"docks")
    assert again.settings == messages.Settings(net="neuron", lr=1e-5, device="cpu")


@pytest.mark.parametrize(
    "key",
    [
        "theme",
        "language",
        "text_scale",
        "pace",
        "lines",
        "session",
        "geometry",
        "models",
        "reload_on_save",
    ],
)
def test_a_broken_value_counts_as_not_set(tmp_path: Path, key: str) -> None:
    broken = store(tmp_path)
    broken.setValue(key, "\x00 nonsense")
    kept, usual = Preferences(broken), Preferences.fleeting()
    for name in (
        "theme", "language", "text_scale", "pace", "lines", "settings", "geometry", "layout",
        "models", "reload_on_save",
    ):  # fmt: skip
        assert getattr(kept, name) == getattr(usual, name)


def test_text_grows_and_shrinks_within_limits() -> None:
    preferences = Preferences.fleeting()
    for _ in range(20):
        preferences.text_scale = preferences.larger(1)
    assert preferences.text_scale == TEXT_SCALES[-1]
    for _ in range(20):
        preferences.text_scale = preferences.larger(-1)
    assert preferences.text_scale == TEXT_SCALES[0]
