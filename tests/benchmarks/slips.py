"""One-page slips in a process of their own: `python -m tests.benchmarks.slips program|plain FILE COUNT`.

`program` renders the receipt of a redemption; `plain` draws the page that was written down in FILE on a bare reportlab canvas.
Prints as JSON when the first slip was done, how long each took, and the memory after the hundredth and the last.
"""

import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

from tests.benchmarks.process import memory_mib

FONTS = ("NotoSansSC_400Regular", "NotoSansSC_700Bold")
SETTLED = 100  # slips after which a process has loaded what it ever will


def program() -> Callable[[int], bytes]:
    """The receipt of the program, another number each time."""
    from dataclasses import replace

    from deskapp.gifts.receipt import render
    from deskapp.papers import NCR_241X140
    from tests.benchmarks.receipts import NOON, receipt

    first = receipt()

    def slip(number: int) -> bytes:
        redemption = replace(first.redemption, number=f"DH-20261123-{number:03d}")
        one = replace(first, redemption=redemption, code=f"1220261123{number:04d}")
        return render(one, paper=NCR_241X140, store="鹏城汽车", printed_at=NOON, printed_by="王芳", department="客服部").pdf

    return slip


def plain(file: Path) -> Callable[[int], bytes]:
    """The page of FILE on a bare canvas with the two fonts registered."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from tests.benchmarks.canvas import draw

    for name in FONTS:
        pdfmetrics.registerFont(TTFont(name, f"resources/fonts/{name}.ttf"))
    calls, size = pickle.loads(file.read_bytes())
    return lambda _number: draw(calls, size=size, font=FONTS[0])


def measure(slip: Callable[[int], bytes], count: int) -> None:
    """Make so many slips and tell what it cost, as JSON."""
    taken: list[float] = []
    memory: list[float] = []
    done = 0.0
    for number in range(1, count + 1):
        begun = perf_counter()
        slip(number)
        taken.append((perf_counter() - begun) * 1000)
        done = done or monotonic()
        if number in (min(SETTLED, count), count):
            memory.append(memory_mib())
    print(json.dumps({"done": done, "taken": taken, "memory": memory}))


def main() -> None:
    """Make the slips and tell what it cost."""
    which, file, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    measure(program() if which == "program" else plain(file), count)


if __name__ == "__main__":
    main()
