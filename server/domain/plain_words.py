"""A form's label or hint as plain words: without the marks of Markdown and without elements, as a phone names a question.

Pure. Source: ODK documentation, "Form styling": emphasis, headings, links, inline elements; two bullets or more are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKS = re.compile(r"[*_`#<>\[\]\\&~\n]|^\s*[-+]\s")
_ELEMENT = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)?[^>]*>")
_BLOCK = re.compile(r"br|p|div|ul|ol|li|h[1-6]", re.IGNORECASE)
_BULLET = re.compile(r"[-+*](?=[ \t]|$)")
_ITEM = re.compile(r"[ \t]*([-+*])[ \t]+\S")
_NUMBER = re.compile(r"(\d{1,9})(?=[.)](?:[ \t]|$))")
_QUOTE_OR_FENCE = re.compile(r"(?=>|```|~~~)")
_READER = MarkdownIt("commonmark")
_LINE_ENDS = frozenset({"softbreak", "hardbreak"})


@lru_cache(maxsize=4096)
def plain_words(marked: str) -> str:
    """What is left to read on one line: of a link its words, of an element what stands in it, a number as it was typed."""
    if not _MARKS.search(marked):
        return marked.strip()
    return " ".join(" ".join(_read(_READER.parse(_keep_as_typed(marked)))).split())


def _keep_as_typed(text: str) -> str:
    """Escape what CommonMark reads as markup and XLSForm does not: numbers, lone bullets, quotes, code, pictures.

    pwa/src/forms/label_marks.ts does the same; tests/contract/labels holds both to it.
    """
    lines = text.replace("![", "[").split("\n")
    marks = [item[1] for line in lines if (item := _ITEM.match(line))]
    return "\n".join(_escape_start(line.lstrip(), marks) for line in lines)


def _escape_start(line: str, marks: list[str]) -> str:
    if _BULLET.match(line) and marks.count(line[0]) < 2:
        return f"\\{line}"
    number = _NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[number.end() :]}"
    return f"\\{line}" if _QUOTE_OR_FENCE.match(line) else line


def _read(blocks: list[Token]) -> Iterator[str]:
    for block in blocks:
        if block.type == "inline":
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
    return " " if _BLOCK.fullmatch(element[1] or "") else ""
