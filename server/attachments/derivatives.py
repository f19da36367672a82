"""Makes the pictures that are shown in place of an original: upright, sRGB, without metadata, JPEG of 320 and 1600 px.

Parses what strangers send, so it runs in a process of its own (`render_apart.py`); touches no file and no network.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageCms, ImageDraw, ImageOps
from pillow_heif import register_heif_opener

from server.attachments.arrival_checks import DAMAGED, LOCKED, MOST_PIXELS, NO_PAGES, TOO_MANY_PIXELS
from server.domain.picture import LARGE_PICTURE, QUARTERS, SMALL_PICTURE, WHOLE_LENGTH, Area, Drawing

_SIDES = (LARGE_PICTURE, SMALL_PICTURE)
_QUALITY = 82
_WHITE = (255, 255, 255)
_BLACK = (0, 0, 0)
_TURNED = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
UNTOUCHED = Drawing()

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # told in words below


class UnreadableError(ValueError):
    """The file cannot be made into a picture; the text is the plain reason."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One picture to be shown. `longest_side` is the size it was made for; a small original stays small."""

    longest_side: int
    width: int
    height: int
    jpeg: bytes


def render(content: bytes, content_type: str, drawing: Drawing = UNTOUCHED) -> list[Rendered]:
    """Both pictures of a JPEG, PNG, WebP, HEIC or PDF (its first page), the larger first; raises UnreadableError."""
    try:
        picture = _first_page(content) if content_type == "application/pdf" else _upright(content)
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError) as error:
        raise error if isinstance(error, UnreadableError) else UnreadableError(DAMAGED) from error
    rendered = []
    picture.thumbnail((LARGE_PICTURE, LARGE_PICTURE), Image.Resampling.LANCZOS)
    for area in drawing.areas:
        _black_out(picture, area)
    turn = _TURNED[drawing.turns % QUARTERS]
    picture = picture if turn is None else picture.transpose(turn)
    for side in _SIDES:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        rendered.append(Rendered(side, picture.width, picture.height, out.getvalue()))
    return rendered


def _black_out(picture: Image.Image, area: Area) -> None:
    """Paint over every pixel that the area touches."""
    left, top = area.left * picture.width // WHOLE_LENGTH, area.top * picture.height // WHOLE_LENGTH
    right = -(-(area.left + area.width) * picture.width // WHOLE_LENGTH)
    bottom = -(-(area.top + area.height) * picture.height // WHOLE_LENGTH)
    last = (max(left, right - 1), max(top, bottom - 1))
    ImageDraw.Draw(picture).rectangle(((left, top), last), fill=_BLACK)


def _upright(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise UnreadableError(TOO_MANY_PIXELS)
        opened.draft("RGB", (LARGE_PICTURE, LARGE_PICTURE))  # JPEG: decode no more than is needed
        opened.load()
        turned = ImageOps.exif_transpose(opened)
    profile = turned.info.get("icc_profile")
    picture = _flat(turned)
    if profile:
        # A broken colour profile is no reason to show nothing.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = converted or picture
    picture.info.clear()
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on white: a JPEG knows no transparency."""
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.getextrema()
        scale = 255.0 / (float(high) - float(low) or 1.0)  # type: ignore[arg-type]  # one band: two numbers
        return picture.convert("F").point(lambda value: (value - float(low)) * scale).convert("RGB")  # type: ignore[arg-type]
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        flat = Image.new("RGB", layered.size, _WHITE)
        flat.paste(layered, mask=layered.getchannel("A"))
        return flat
    return picture.convert("RGB")


def _first_page(content: bytes) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(LOCKED if "assword" in str(error) else DAMAGED) from error
    with contextlib.closing(document):
        if len(document) == 0:
            raise UnreadableError(NO_PAGES)
        with contextlib.closing(document[0]) as page:
            width, height = page.get_size()
            longest = max(width, height)
            if not 1 <= longest <= 1_000_000 or min(width, height) * LARGE_PICTURE < longest:
                raise UnreadableError(DAMAGED)
            bitmap = page.render(scale=LARGE_PICTURE / longest, may_draw_forms=False)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            return picture
