"""The program as `main.py` starts it: `python -m tests.benchmarks.program_start URL`.

Prints as JSON when its window was first painted, and when the sign-in took keys and was painted with it.
"""

import json
import sys
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication

import ui.app
from tests.benchmarks.first_paint import FirstPaint


def main() -> None:
    """Start it, watch it, end it."""
    program: Any = ui.app.Reception
    begin, show_sign_in = program.begin, program._show_sign_in
    seen: dict[str, float] = {}

    def application() -> QCoreApplication:
        app = QCoreApplication.instance()
        if app is None:
            raise RuntimeError("no application")
        return app

    def usable(at: float) -> None:
        seen["usable"] = at
        application().quit()

    def watched(reception: Any) -> None:
        FirstPaint(application(), lambda at: seen.setdefault("painted", at))
        begin(reception)

    def watched_sign_in(reception: Any) -> None:
        show_sign_in(reception)
        asked = reception.sign_in.begin

        def ask() -> None:
            asked()
            FirstPaint(application(), usable)
            reception.sign_in.update()

        reception.sign_in.begin = ask

    program.begin, program._show_sign_in = watched, watched_sign_in
    ui.app.run(url=sys.argv[1], demo=False)
    print(json.dumps({**seen, "ended": monotonic()}))


if __name__ == "__main__":
    main()
