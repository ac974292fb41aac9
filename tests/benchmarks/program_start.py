"""The program as `main.py` starts it: `python -m tests.benchmarks.program_start URL`.

Prints as JSON when its window was first painted, and when the sign-in took keys and was painted with it, the store open behind it.
"""

import gc
import json
import sys
from importlib import import_module
from time import monotonic
from typing import Any


def main() -> None:
    """Start it, watch it, end it."""
    gc.disable()  # as main.py does before it imports the program
    app: Any = import_module("ui.app")
    from tests.benchmarks.first_paint import FirstPaint

    program = app.Reception
    begin, show_sign_in = program.begin, program._show_sign_in
    seen: dict[str, float] = {}

    def usable(at: float) -> None:
        seen["usable"] = at
        app.QApplication.instance().quit()

    def watched(reception: Any) -> None:
        FirstPaint(reception.window, lambda at: seen.setdefault("painted", at))
        begin(reception)

    def watched_sign_in(reception: Any) -> None:
        show_sign_in(reception)
        asked = reception.sign_in.begin

        def ask() -> None:
            asked()
            FirstPaint(reception.sign_in, usable)
            reception.sign_in.update()

        reception.sign_in.begin = ask

    program.begin, program._show_sign_in = watched, watched_sign_in
    app.run(url=sys.argv[1], demo=False)
    print(json.dumps({**seen, "ended": monotonic()}))


if __name__ == "__main__":
    main()
