"""The parts of the day, in their order; each begins where the one before ended or, alone, at the signed-in desk."""

from ui.tour.desk import Part
from ui.tour.opening import first_run, lock_and_switch, sign_in, sit_down

FIRST_RUN = Part("first_run", first_run)
PARTS = (
    Part("sign_in", sign_in),
    Part("lock", lock_and_switch),
)

__all__ = ["FIRST_RUN", "PARTS", "sit_down"]
