"""Before and around the work: first run, sign-in, lock, the own PIN, the clock."""
