"""Which XPath functions the engine on the phones has, and which of those in an expression are not among them.

Evaluates nothing: it only reads the names before brackets.
"""

from __future__ import annotations

import re

# What @getodk/xforms-engine 0.22 has.
_NAMES = (
    # XPath 1.0
    "boolean false lang not true count id last local-name name namespace-uri position ceiling floor "
    "number round sum concat contains normalize-space starts-with string string-length substring "
    "substring-after substring-before translate "
    # XForms and ODK
    "boolean-from-string checklist once weighted-checklist date date-time decimal-date-time "
    "decimal-time format-date format-date-time now today area distance geofence abs acos asin atan "
    "atan2 cos exp exp10 int log log10 max min pi pow random sin sqrt tan count-non-empty current "
    "indexed-repeat instance randomize count-selected selected selected-at base64-decode coalesce "
    "digest ends-with if join pulldata regex substr uuid "
    # JavaRosa
    "jr:choice-name jr:itext "
)
ENGINE_FUNCTIONS = frozenset(_NAMES.split())

_NODE_TESTS = frozenset({"node", "text", "comment", "processing-instruction", "and", "or", "div", "mod"})
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_CALL = re.compile(r"([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")


def find_unknown_functions(expression: str) -> list[str]:
    """Names of functions in the expression that phones do not have, sorted."""
    return sorted(set(_CALL.findall(_LITERAL.sub("''", expression))) - ENGINE_FUNCTIONS - _NODE_TESTS)
