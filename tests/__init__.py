"""Mirrors the house. A package of its own, so that no library's stray `tests` folder can stand in for it."""
