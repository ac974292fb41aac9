"""A practice store: invented people, gifts and a year of history, written through the same services as a real one."""
