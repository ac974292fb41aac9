"""Whether there is a store at all: asked before the sign-in takes keys, so it loads no table but the acts."""

from deskapp.data import fetch_row

FIRST_RUN = "first_run"


def is_founded() -> bool:
    """Whether the first run is done; until then the program shows nothing else."""
    return fetch_row("SELECT 1 FROM acts WHERE use_case = ? LIMIT 1", FIRST_RUN) is not None
