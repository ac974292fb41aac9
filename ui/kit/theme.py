"""The look: the only file that names a colour or a size.

Everything else in `ui/` says `theme.PRIMARY` or `theme.CONTROL`. Sizes are device-independent pixels.
"""

from enum import Enum
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

RESOURCES = Path(__file__).parents[2] / "resources"
"""Not by importlib.resources: loading that costs a hundredth of the time to the first paint."""

# Colours -------------------------------------------------------------------------------------------------------------
CANVAS = "#F4F6F8"  # the window
SURFACE = "#FFFFFF"  # cards, tables, fields
LINE = "#DCE2E8"  # hairlines
EDGE = "#B6C1CC"  # borders of controls
EDGE_TOUCH = "#AEBAC6"  # borders of controls on a touch board
HEAD = "#F9FAFB"  # table heads, group rows, side panels
LANE = "#EAEEF2"  # board lanes
NEUTRAL = "#EEF1F4"  # grey pills, controls that cannot be used
INK = "#1F2A37"  # text
INK_2 = "#4B5966"  # labels, hints
INK_3 = "#6B7784"  # placeholders, on SURFACE only
PRIMARY = "#1F5FD0"  # the one main button, selection, links
PRIMARY_HOVER = "#184CA8"
PRIMARY_WASH = "#E8F0FD"
PRIMARY_EDGE = "#A9C6F6"  # border of a key cap on the primary button, rule beside quoted words
ON_PRIMARY = "#FFFFFF"
GOOD = "#1B7A4B"  # done, on time, passed
GOOD_WASH = "#E3F4EA"
WARN = "#8A5800"  # due today, unusual input
WARN_WASH = "#FFF3D6"
WARN_FILL = "#F3C14B"  # small cells only, with WARN_INK on it
WARN_INK = "#4A3200"
WARN_EDGE = "#E8C97E"  # border of a warning panel
BAD = "#BF2A2A"  # overdue, failed, refused
BAD_WASH = "#FCE6E6"
BAD_PANEL = "#FFF7F7"
NAV = "#1C2733"  # navigation
NAV_INK = "#C7D1DB"
NAV_ON = "#2B6BE4"
NAV_HOVER = "#263443"
NAV_LINE = "#34424F"
BADGE = "#34424F"
SCRIM = "#8C1C2733"  # over the window behind a dialog (ARGB)

# Type ----------------------------------------------------------------------------------------------------------------
FAMILY = "Noto Sans SC"
HINT = 12
BODY = 14
SECTION = 16
TITLE = 20
FIGURE = 28
BALANCE = 36
LOUNGE_SIZES = (20, 28, 44)
LINE_HEIGHT = 1.45  # a line of Noto Sans SC in em: 44 px text needs a label of 64

# Sizes ---------------------------------------------------------------------------------------------------------------
STEP = 8
HALF_STEP = 4  # inside a control
GAP = 12  # between controls and cards
GAP_WIDE = 16
MARGIN_X = 24  # of a page
MARGIN_Y = 16
RADIUS = 6
RADIUS_DIALOG = 8
RADIUS_CAP = 4

CONTROL = 34
CONTROL_MAIN = 40  # the one full-width primary button
CONTROL_SMALL = 28  # inside cards
CONTROL_PADDING = 12
KEY_CAP = 20
PILL = 22
ICON = 18
ICON_SMALL = 16
ICON_PILL = 14
ROW = 36
ROW_GROUP = 32
ROW_HEAD = 32
ROW_PANEL = 28
FOLDED = 44
CONSENT_ROW = 41
TOGGLE = 88  # width of one half of 同意 / 不同意 in a dialog
SEGMENT = 68
STEPPER = (84, 28)
CHECK_ROW = 64
CHECK_TOGGLE = (96, 40)
TOUCH = 56
TOUCH_LARGE = 104

NAV_WIDTH = 168
NAV_PITCH = 40
NAV_ICON_X = 20
NAV_TEXT_X = 48
NAV_BADGE = 20
TOP_BAR = 56
STATUS_BAR = 28
SEARCH = (440, 34)
PAGE_HEAD = 34
PANEL = 376
PANEL_LABELS = 72
CARD_HEIGHT = 152  # the three cards of the customer card
DIALOG_WIDTHS = (560, 760, 960)
DIALOG_HEIGHT = 664  # the tallest that 1366×696 leaves
COLUMN = 328  # a column of a form


class Tone(Enum):
    """What a colour says. Never alone: word + icon + colour."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NEUTRAL = "neutral"
    ALARM = "alarm"  # the worst item only: white on solid red

    @property
    def ink(self) -> str:
        return _TONES[self][0]

    @property
    def wash(self) -> str:
        return _TONES[self][1]


_TONES: dict[Tone, tuple[str, str]] = {
    Tone.INFO: (PRIMARY, PRIMARY_WASH),
    Tone.GOOD: (GOOD, GOOD_WASH),
    Tone.WARN: (WARN, WARN_WASH),
    Tone.BAD: (BAD, BAD_WASH),
    Tone.NEUTRAL: (INK_2, NEUTRAL),
    Tone.ALARM: (SURFACE, BAD),
}

# Every pair of text and ground the program uses; a test holds each at 4.5 : 1 or better.
TEXT_ON: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in (INK, INK_2) for ground in (CANVAS, SURFACE, HEAD, LANE, NEUTRAL, PRIMARY_WASH, WARN_WASH, BAD_PANEL)),
    (INK_3, SURFACE),
    *((PRIMARY, ground) for ground in (SURFACE, CANVAS, HEAD, PRIMARY_WASH, WARN_WASH)),
    (PRIMARY_HOVER, SURFACE),
    (ON_PRIMARY, PRIMARY),
    (ON_PRIMARY, PRIMARY_HOVER),
    *_TONES.values(),
    *((ink, ground) for ink in (GOOD, WARN, BAD) for ground in (SURFACE, HEAD, PRIMARY_WASH)),
    (BAD, BAD_PANEL),
    (WARN_INK, WARN_FILL),
    (NAV_INK, NAV),
    (NAV_INK, NAV_HOVER),
    (SURFACE, NAV),
    (SURFACE, NAV_ON),
    (SURFACE, BADGE),
    (SURFACE, BAD),
    (BAD, SURFACE),
)


def colour(token: str) -> QColor:
    """The colour of a token, for a painter."""
    return QColor(token)


@cache
def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Noto Sans SC at `size` pixels, everybody's: never change it. Its digits are tabular already."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made


@lru_cache(maxsize=8192)
def width(text: str, size: int = BODY, *, bold: bool = False) -> int:
    """What a line of text needs, in pixels; remembered, because lists measure the same words at every paint."""
    return QFontMetrics(font(size, bold=bold)).horizontalAdvance(text)


def line_height(size: int) -> int:
    """The height one line of `size` pixels needs without being cut."""
    return ceil(size * LINE_HEIGHT)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet selects on ('' = none), and let the style look again."""
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


_DRESSED = "dressed"


def apply(app: QApplication) -> None:
    """Dress the application. The order matters: a font set before the style is overruled by the system font in item views on Windows."""
    if app.property(_DRESSED):
        return  # a second style sheet would polish every widget there is again
    app.setProperty(_DRESSED, True)  # noqa: FBT003
    app.setStyle("Fusion")
    _load_fonts()
    font.cache_clear()
    width.cache_clear()
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(_style_sheet())


def _load_fonts() -> None:
    if FAMILY in QFontDatabase.families():
        return
    for name in ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, CANVAS),
        (role.WindowText, INK),
        (role.Base, SURFACE),
        (role.AlternateBase, HEAD),
        (role.Text, INK),
        (role.PlaceholderText, INK_3),
        (role.Button, SURFACE),
        (role.ButtonText, INK),
        (role.ToolTipBase, INK),
        (role.ToolTipText, SURFACE),
        (role.Highlight, PRIMARY),
        (role.HighlightedText, ON_PRIMARY),
        (role.Link, PRIMARY),
        (role.Mid, LINE),
        (role.Dark, EDGE),
    ):
        palette.setColor(which, QColor(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(INK_2))
    return palette


def _style_sheet() -> str:
    values = {name: value for name, value in globals().items() if name.isupper() and isinstance(value, str | int)}
    return Template((RESOURCES / "style.qss").read_text("utf-8")).substitute({name: str(value) for name, value in values.items()})


def align_right() -> Qt.AlignmentFlag:
    """Figures stand to the right, on the middle of their row."""
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
