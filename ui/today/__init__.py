"""The first page: everything owed."""
