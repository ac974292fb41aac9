"""The lounge: today's duty by time slot, rounds, cups, absences, goods, guests, repairs, and how each day is signed off."""
