"""Standardized inspection: what must be checked today, the check itself, and the notices that follow from what failed."""
