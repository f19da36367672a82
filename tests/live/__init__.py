"""Running servers for end-to-end tests and benchmarks. No test lives here."""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
