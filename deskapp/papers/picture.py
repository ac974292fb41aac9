"""A photo as a cell of a paper: the whole of it in the middle, its words above."""

from dataclasses import KW_ONLY, dataclass
from io import BytesIO

from deskapp.papers.cells import PAD, check_height
from deskapp.papers.pen import Pen
from deskapp.papers.sizes import POINT, Box
from deskapp.papers.typesetting import Typesetter

_HEAD = 5.6
"""Room for the words, mm."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`jpeg` None = its file is gone, which the cell says. The words are shortened where they do not fit one line."""

    words: str
    jpeg: bytes | None
    _: KW_ONLY
    span: int = 1
    height: float = 36.0

    def need(self, _width: float, _t: Typesetter, /) -> float:
        return self.height

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        check_height(self.height, box, "photo")
        size = t.look.label
        words = t.fit(self.words, box.w - 2 * PAD, size)
        pen.text(box.x + PAD, box.y + _HEAD - 1.6, words, size=size, colour=t.look.ink_2)
        room = Box(box.x + PAD, box.y + _HEAD, box.w - 2 * PAD, box.h - _HEAD - PAD)
        if self.jpeg is None:
            pen.text(room.x + room.w / 2, room.y + room.h / 2, "照片丢失", size=size, align="center", colour=t.look.ink_2)
        else:
            _place(pen, room, self.jpeg)

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None


def _place(pen: Pen, room: Box, jpeg: bytes) -> None:
    from reportlab.lib.utils import ImageReader

    image = ImageReader(BytesIO(jpeg))
    wide, high = image.getSize()
    scale = min(room.w / wide, room.h / high)
    w, h = wide * scale, high * scale
    left, bottom = room.x + (room.w - w) / 2, room.y + (room.h + h) / 2
    pen.canvas.drawImage(image, left / POINT, (pen.paper.height - bottom) / POINT, w / POINT, h / POINT)
