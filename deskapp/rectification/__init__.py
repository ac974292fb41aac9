"""Notices to departments: a row for each failed item, its measure, person and promised day, recheck, and who is late by name."""
