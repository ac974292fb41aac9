"""The store itself: name, hours, closures, holidays, its rules, how often a paper was printed, the first day."""
