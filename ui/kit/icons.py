"""Icons: Lucide drawings (ISC licence beside them) tinted with a token, sharp at every screen scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from ui.kit import theme


def pixmap(name: str, colour: str = theme.INK_2, size: int = theme.ICON, *, ratio: float | None = None) -> QPixmap:
    """The drawing `name` in one colour, `size` pixels square, rendered at `size` × `ratio` (default: the screen's ratio).

    Raises FileNotFoundError for a name that is not in `resources/icons`: a spelling mistake of ours, never of the data.
    """
    if ratio is None:
        ratio = _screen_ratio()
    return _render(name, colour, size, ratio)


def icon(name: str, colour: str = theme.INK_2, size: int = theme.ICON) -> QIcon:
    """The same as a QIcon, for menus and line edit actions."""
    return QIcon(pixmap(name, colour, size))


def draw(painter: QPainter, name: str, colour: str, x: float, y: float, size: int = theme.ICON) -> None:
    """Paint the drawing with its top left corner at (x, y), at the resolution of the device painted on."""
    ratio = round(painter.deviceTransform().m11(), 2)
    painter.drawPixmap(QPointF(x, y), _render(name, colour, size, ratio))


def _screen_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=512)  # the ratio is part of the key: a window moved to a 125 % screen must not show the blurred 100 % drawing
def _render(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # the first window has no icon

    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    # Lucide draws lines of 2 on a field of 24; at 16 to 18 pixels beside Regular text 1.75 has the weight of the letters.
    return (theme.RESOURCES / "icons" / f"{name}.svg").read_text("utf-8").replace('stroke-width="2"', 'stroke-width="1.75"')
