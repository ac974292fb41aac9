"""The start: read arguments, open and migrate the database, show the window."""

import argparse
import gc
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the program; the exit status is 0 when it ended as the person wanted."""
    parser = argparse.ArgumentParser(prog="deskapp", description="Customer-service desk and lounge of a car dealership")
    parser.add_argument(
        "--database", metavar="URL", help="sqlite:///FILE or postgresql://…; default: DESKAPP_DATABASE, else the store's file"
    )
    parser.add_argument("--demo", action="store_true", help="open a practice store with sample data; nothing in it is real")
    parser.add_argument("--lounge", action="store_true", help="show the lounge's touch board instead of the reception")
    parser.add_argument("--tour", metavar="DIR", type=Path, help="drive the windows through a day and write pictures and papers to DIR")
    parser.add_argument("--only", metavar="PART", help="with --tour: one part of it")
    parser.add_argument("--copy-to", metavar="URL", help="copy the whole store into another, empty database and stop")
    args = parser.parse_args()

    if args.copy_to:
        from deskapp.data.copying import copy_from_command_line

        return copy_from_command_line(args.database or os.environ.get("DESKAPP_DATABASE", ""), args.copy_to)
    gc.disable()  # a start leaves no garbage, and looking for it takes a tenth of the time to the first paint; later see ui/kit/garbage.py
    if args.tour:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from ui.tour import run_tour

        return run_tour(args.tour, only=args.only)
    url = args.database or os.environ.get("DESKAPP_DATABASE", "")
    if args.lounge:
        from ui.lounge_app import run_lounge

        return run_lounge(url=url, demo=args.demo)
    from ui.app import run

    return run(url=url, demo=args.demo)


if __name__ == "__main__":
    sys.exit(main())
