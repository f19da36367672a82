"""A form's label or hint as plain words: without the marks of Markdown and without elements, as a phone names a question.

Pure. Source: ODK XLSForm, "Styling prompts"; the phone's engine reads the same Markdown (CommonMark).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKS = re.compile(r"[*_`#<>\[\]\\&~\n]|^\s*[-+]\s")
_ELEMENT = re.compile(r"<[^>]*>")
_READER = MarkdownIt("commonmark")
_LINE_ENDS = frozenset({"softbreak", "hardbreak"})


@lru_cache(maxsize=4096)
def plain_words(marked: str) -> str:
    """What is left to read on one line. A list keeps its numbers, a link its words, an element what stands in it."""
    if not _MARKS.search(marked):
        return marked.strip()
    return " ".join(" ".join(_read(_READER.parse(marked))).split())


def _read(blocks: list[Token]) -> Iterator[str]:
    for block in blocks:
        if block.type == "list_item_open" and block.info:
            yield block.info + block.markup
        elif block.type == "inline":
            yield "".join(map(_say, block.children or []))
        elif not block.nesting:
            yield _say(block)


def _say(token: Token) -> str:
    if token.type in _LINE_ENDS:
        return " "
    if token.children:
        return "".join(map(_say, token.children))
    return _ELEMENT.sub(_leave, token.content) if token.type.startswith("html_") else token.content


def _leave(element: re.Match[str]) -> str:
    return " " if element[0].lower().startswith("<br") else ""
