"""Templates with versions, checks carried out by them, marks, score and the draw of a spot check: what lounge and inspection share."""
