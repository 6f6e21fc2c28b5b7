"""The theme's colours and the text size, put on the application."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QDockWidget, QToolTip, QWidget

from . import fonts
from .theme import Palette


def qt_palette(colours: Palette) -> QPalette:
    """The theme's palette in Qt's roles."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette(QColor(colours.raised), QColor(colours.window))
    for key, value in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.raised,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.parameter,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
    }.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(group.Disabled, key, QColor(colours.freed))
    result.setColor(group.Disabled, role.Highlight, QColor(colours.line))
    return result


def dress(application: QApplication, colours: Palette) -> None:
    """Give the whole application the theme's colours."""
    palette = qt_palette(colours)
    application.setPalette(palette)
    QToolTip.setPalette(palette)


def size_text(application: QApplication, scale: float) -> None:
    """Set the application's font to `scale` times the system's, never below the minimum."""
    font = fonts.general(scale)
    application.setFont(font)
    QToolTip.setFont(font)


def size_titles(docks: Iterable[QDockWidget], font: QFont) -> None:
    """Give docks this font, their titles too.

    A dock whose font is the application's gets its title in the desktop's own size, however large
    the text is. A strategy makes another font of it that looks the same.
    """
    own = QFont(font)
    own.setPointSizeF(font.pointSizeF())
    own.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    for dock in docks:
        dock.setFont(own)


def code_font(widget: QWidget) -> QFont:
    """The system's monospaced font in the widget's text size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(widget.font().pointSizeF())
    return font
