"""Members and customers in and out of the house: the import in four steps, the export, their logs."""
