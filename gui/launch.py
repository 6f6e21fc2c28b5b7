"""What is started first: the application, and the engine's process, in which torch then loads."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from .application import begin
from .arguments import Request
from .link import EngineLink
from .preferences import Preferences
from .theme import Theme


@dataclass(frozen=True)
class Launched:
    """An application without a window yet, and the way to its engine."""

    application: QApplication
    preferences: Preferences
    theme: Theme
    link: EngineLink


def launch(request: Request) -> Launched:
    """Start both."""
    application, preferences, theme = begin(request)
    link = EngineLink(application)
    link.start(request.settings(preferences.settings))
    return Launched(application, preferences, theme, link)
