"""An empty PySide6 window: the least a program with a window costs. Prints as JSON when it was painted and the memory it holds."""

import json
import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from tests.benchmarks.first_paint import FirstPaint
from tests.benchmarks.process import memory_mib


def main() -> None:
    """Show it, wait for the paint, go."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)

    def painted(at: float) -> None:
        print(json.dumps({"painted": at, "memory": memory_mib()}))
        app.quit()

    FirstPaint(window, painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
