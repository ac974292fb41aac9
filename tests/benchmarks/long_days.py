"""The lounge's board over days, minute by minute, in a process of its own: `python -m tests.benchmarks.long_days URL`.

Prints as JSON the memory the process held after the first night, when everything was shown once, and 48 hours later.
"""

import gc
import json
import sys
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from deskapp import start
from deskapp.data import Act, close_database, open_database, trust_server_clock
from tests.benchmarks.population import MANAGER, OPENED, PC
from tests.benchmarks.process import memory_mib
from ui.app import make_app
from ui.kit import work
from ui.kit.garbage import Collector
from ui.lounge_app import LoungeWindow

FIRST_HOURS, HOURS = 18, 48


def main() -> None:
    """Open it in the morning and let the clock run."""
    gc.disable()  # as main.py does
    trust_server_clock(trusted=False)
    app = make_app(["lounge"])
    now = [OPENED + timedelta(days=1)]
    window = LoungeWindow(clock=lambda: now[0], pc=PC)
    work.start(lambda: open_database(sys.argv[1]), closer=close_database)
    work.call(lambda: start.seed(Act(MANAGER, OPENED, PC, "seed")))
    window.show()
    window.board.begin()
    Collector(app).begin()
    pulse = QTimer()
    pulse.start(50)

    def live(hours: int) -> float:
        for _ in range(hours * 60):
            now[0] += timedelta(minutes=1)
            window.board.tick()
            while not work.quiet():
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return memory_mib()

    print(json.dumps({"before": live(FIRST_HOURS), "after": live(HOURS)}))
    window.may_close = True
    window.close()
    work.stop()


if __name__ == "__main__":
    main()
