"""Figures over several features, as of any day: the member daily report and the flow of points."""
