"""The lounge: the board its attendants touch, and the page on which customer service looks at it."""
