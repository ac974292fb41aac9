"""`main.py --tour DIR`: the real windows driven through a day, as pictures, papers and a report. It is the end-to-end test."""

from ui.tour.run import run_tour

__all__ = ["run_tour"]
