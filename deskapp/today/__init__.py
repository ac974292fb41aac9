"""One list of everything due, over all features, by what the person may do."""
