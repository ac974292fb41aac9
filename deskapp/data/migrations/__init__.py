"""Numbered, frozen steps from an empty database to today's. A step never imports live tables: it must run the same in ten years."""
