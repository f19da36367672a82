"""Journeys in browser engines, Chromium where it is not told elsewhere: one line of steps, one adapter for each engine."""
