"""Doorstep's server: the only authority. Composition lives in app.py, cli.py and worker.py."""
