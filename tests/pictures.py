"""The pictures of the README, taken from a tour: `make pictures`."""

import sys
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
COLOURS = 128  # of a flat window nobody sees a difference, and the file has a third of the size
WIDTH = 1366
WINDOWS = (
    "today",
    "customer-card",
    "enrol-duplicate",
    "hand-over",
    "redeem",
    "points",
    "board",
    "check-failed",
    "rectification-board",
    "complaints-board",
    "receive",
    "daily-report",
)
PAPERS = ("receipt-241x140-p1", "complaint-slip-p1")


def main(tour: Path) -> int:
    """Take each picture by its name, whatever its number in the tour is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for folder, names in (("pictures", WINDOWS), ("papers", PAPERS)):
        for name in names:
            found = sorted((tour / folder).glob(f"*-{name}.png"))
            found = [path for path in found if path.stem.partition("-")[2] == name]
            if not found:
                sys.stderr.write(f"the tour has no picture {name}\n")
                return 1
            image = Image.open(found[0]).convert("RGB")
            if image.width > WIDTH:
                image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
            image.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
