"""What a paper draws, written down call by call, to be drawn again on a plain reportlab canvas without any layout."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskapp.papers import Printed

Call = tuple[str, tuple[Any, ...], dict[str, Any], list[Any]]
"""Method, arguments, and for a text or a path what is called on it before it is drawn."""


class Recorder:
    """Stands before a real canvas, a text or a path, and writes down what passes."""

    def __init__(self, real: Any, calls: list[Call]) -> None:
        self._real = real
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if name in ("beginText", "beginPath"):
                return _Part(method(*args, **kwargs), args)
            if name in ("drawText", "drawPath"):
                part, *rest = args
                self._calls.append((name, (part.begun, *rest), kwargs, part.calls))
                return method(part.real, *rest, **kwargs)
            self._calls.append((name, args, kwargs, []))
            return method(*args, **kwargs)

        return call


class _Part:
    """A text or a path that is being put together."""

    def __init__(self, real: Any, begun: tuple[Any, ...]) -> None:
        self.real, self.begun = real, begun
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.real, name)

        def call(*args: Any) -> Any:
            self.calls.append((name, args))
            return method(*args)

        return call


def written_down(render: Callable[[], "Printed"]) -> tuple[list[Call], tuple[float, float], bytes]:
    """What a paper of one page draws, the size of its page in points, and the PDF it makes."""
    from deskapp.papers import form

    calls: list[Call] = []
    sizes: list[tuple[float, float]] = []
    kit: Any = form
    real = kit.new_canvas

    def recording(*args: Any, **kwargs: Any) -> Any:
        canvas = real(*args, **kwargs)
        sizes.append(canvas._pagesize)
        return Recorder(canvas, calls)

    kit.new_canvas = recording
    try:
        printed = render()
    finally:
        kit.new_canvas = real
    if printed.pages != 1:
        raise RuntimeError("the slip is no longer one page")
    return calls, sizes[0], printed.pdf


def draw(calls: list[Call], *, size: tuple[float, float], font: str) -> bytes:
    """Draw it all again; the same PDF, byte for byte."""
    from reportlab.pdfgen import canvas as reportlab

    make: Any = reportlab.Canvas
    canvas = make(BytesIO(), pagesize=size, invariant=1, pageCompression=1, initialFontName=font)
    pdf = b""
    for name, args, kwargs, parts in calls:
        if name in ("drawText", "drawPath"):
            begun, *rest = args
            part = canvas.beginText(*begun) if name == "drawText" else canvas.beginPath(*begun)
            for method, values in parts:
                getattr(part, method)(*values)
            getattr(canvas, name)(part, *rest, **kwargs)
        else:
            found = getattr(canvas, name)(*args, **kwargs)
            pdf = found if name == "getpdfdata" else pdf
    return pdf
