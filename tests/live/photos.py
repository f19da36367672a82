"""Photos for tests: real JPEGs that no two calls with different seeds make alike."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw


def make_photo(seed: int, *, width: int = 1600, height: int = 1200) -> bytes:
    """A JPEG of coloured shapes over noise, some hundreds of kB; two calls never give the same bytes."""
    chance = random.Random(seed)
    picture = Image.effect_noise((width // 4, height // 4), 60).convert("RGB").resize((width, height))
    picture = Image.blend(picture, Image.new("RGB", (width, height), _colour(chance)), 0.5)
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = chance.randrange(width), chance.randrange(height)
        draw.rectangle((x, y, x + chance.randrange(40, 400), y + chance.randrange(40, 400)), fill=_colour(chance))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
