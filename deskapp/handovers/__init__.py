"""The desk hands bills over, customer service books the points: rates, the hand-over slip and its inbox, awards, manual entries."""
