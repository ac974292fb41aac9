"""Data shipped with the program: fonts, icons, style, default content, calendars, manual. Read through `importlib.resources`."""
