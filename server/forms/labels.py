"""Labels, hints and choices of an XForm in every language it has.

Computes nothing: an embedded value is shown as an ellipsis.
"""

from __future__ import annotations

import re
from typing import Any

from server.forms.xml_reading import Element, local_name

_XF = "{http://www.w3.org/2002/xforms}"
_ITEXT = re.compile(r"jr:itext\(\s*'([^']+)'\s*\)")
_SOURCE = re.compile(r"instance\(\s*'([^']+)'\s*\)/root/item")
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_MEDIA = frozenset({"image", "big-image", "audio", "video"})
UNTRANSLATED = "default"


def language_code(name: str) -> str:
    """`Cymraeg (cy)` is `cy`; a name without a code stands for itself."""
    match = _CODE.search(name)
    return match.group(1).lower() if match else name


class Labels:
    """The texts of one form. `languages` has the default first; a form without translations has the one `default`."""

    def __init__(self, model: Element) -> None:
        self._texts: dict[str, dict[str, str]] = {}
        self._media: dict[str, set[str]] = {}
        self._items: dict[str, list[Element]] = {}
        order: list[tuple[bool, str]] = []
        for translation in model.findall(f"{_XF}itext/{_XF}translation"):
            code = language_code(str(translation.get("lang")))
            order.append((translation.get("default") is None, code))
            for text in translation:
                value = next((v for v in text if v.get("form") is None), None)
                if value is not None and (words := _flat(value)):
                    self._texts.setdefault(str(text.get("id")), {})[code] = words
                forms = {str(v.get("form")) for v in text} & _MEDIA
                self._media.setdefault(str(text.get("id")), set()).update(forms)
        self.languages = tuple(code for _, code in sorted(order, key=lambda pair: pair[0])) or (UNTRANSLATED,)
        for instance in model.findall(f"{_XF}instance"):
            if instance.get("id") and len(instance):
                self._items[str(instance.get("id"))] = [item for item in instance[0] if local_name(item) == "item"]

    def of(self, node: Element | None, part: str) -> dict[str, str]:
        """The `label` or `hint` of a control or group, by language."""
        found = None if node is None else node.find(f"{_XF}{part}")
        if found is None:
            return {}
        match = _ITEXT.search(str(found.get("ref") or ""))
        if match:
            return self.text(match.group(1))
        words = _flat(found)
        return {self.languages[0]: words} if words else {}

    def text(self, text_id: str) -> dict[str, str]:
        """One text by its id, by language; empty for one that is not there."""
        return dict(self._texts.get(text_id, {}))

    def media_of(self, node: Element) -> set[str]:
        """Which of image, big-image, audio and video the label of a control or group has, in any language."""
        label = node.find(f"{_XF}label")
        match = None if label is None else _ITEXT.search(str(label.get("ref") or ""))
        return set(self._media.get(match.group(1), ())) if match else set()

    def media_of_choices(self, control: Element) -> set[str]:
        """The same of everything that a select or rank offers."""
        found = [self.media_of(item) for item in control.findall(f"{_XF}item")]
        found += [self._media.get(parts.get("itextId", ""), set()) for parts in self._list_parts(control)]
        return set().union(*found)

    def choices(self, control: Element) -> list[dict[str, Any]]:
        """What a select offers: its own items or those of an internal list, before any choice filter."""
        items = [
            {"name": item.findtext(f"{_XF}value") or "", "label": self.of(item, "label")}
            for item in control.findall(f"{_XF}item")
        ]
        for parts in self._list_parts(control):
            label = self._texts.get(parts.get("itextId", ""), {}) or {self.languages[0]: parts.get("label", "")}
            items.append({"name": parts.get("name", ""), "label": dict(label)})
        return items

    def _list_parts(self, control: Element) -> list[dict[str, str]]:
        """The rows of the internal list that it offers, by column."""
        itemset = control.find(f"{_XF}itemset")
        match = None if itemset is None else _SOURCE.search(str(itemset.get("nodeset")))
        rows = self._items.get(match.group(1), []) if match else []
        return [{local_name(part): part.text or "" for part in row} for row in rows]


def _flat(node: Element) -> str:
    return "".join([node.text or "", *("…" + (child.tail or "") for child in node)]).strip()
