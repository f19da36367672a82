"""The council's sealing keys in the proof: rotated, taken away and brought back, and put back to what the example starts with."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from server.keyring import Keyring
from server.use_cases.open_keyring import open_keyring


class Keys:
    """The folder of the app's keys, and one beside it where they lie while they are away."""

    def __init__(self, app: Flask) -> None:
        self._ring: Keyring = open_keyring(app.config)
        self._away: Path = self._ring.folder.with_name("keys_that_are_away")

    def reset(self, key_id: str) -> None:
        """Only this key is here, as when the council was founded."""
        self.bring_back()
        for path in self._ring.list_paths():
            if not path.stem.endswith(key_id):
                path.unlink()
        assert self._ring.list_ids() == [key_id]

    def rotate(self) -> None:
        self._ring.rotate()

    def take_away(self) -> None:
        """A machine that was set up anew: its first start makes a key, and nobody has the old ones."""
        self._away.mkdir(exist_ok=True)
        for path in self._ring.list_paths():
            path.rename(self._away / path.name)
        self._ring.prepare()

    def bring_back(self) -> None:
        """From the safe."""
        if self._away.is_dir():
            for path in self._away.iterdir():
                path.rename(self._ring.folder / path.name)
