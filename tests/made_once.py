"""What every app of a test run would make anew though it comes out the same: read addresses and compiled templates.

Changes nothing of what an app does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import CodeType

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from tests.postgres_server import RUN_FOLDER


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's own cache of compiled templates, which the processes of a run share; each reads a template's file once."""

    def __init__(self) -> None:
        folder = Path(os.environ[RUN_FOLDER]) / "templates"
        folder.mkdir(exist_ok=True)
        super().__init__(str(folder))
        self._read: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        key = (bucket.key, bucket.checksum)
        if key in self._read:
            bucket.code = self._read[key]
            return
        super().load_bytecode(bucket)
        if bucket.code is not None:
            self._read[key] = bucket.code


def make_reading_once() -> Callable[[Rule], None]:
    """To stand in for `Rule.compile`: werkzeug's reading of two hundred addresses is most of making an app."""
    compile_rule = Rule.compile
    made: dict[tuple[object, ...], Rule] = {}

    def compile_once(rule: Rule) -> None:
        assert rule.map is not None
        known_by = (tuple(rule.map.converters.items()), rule.map.host_matching, rule.host, rule.subdomain)
        key = (rule.rule, repr(rule.defaults), rule.merge_slashes, *known_by)
        if (like := made.get(key)) is None:
            compile_rule(rule)
            made[key] = rule
            return
        rule._parts, rule._trace, rule._converters = like._parts, like._trace, like._converters
        rule.arguments |= like.arguments
        rule._build = like._build.__func__.__get__(rule, None)  # type: ignore[attr-defined]
        rule._build_unknown = like._build_unknown.__func__.__get__(rule, None)  # type: ignore[attr-defined]

    return compile_once
