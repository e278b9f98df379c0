"""Build hook: keep the checked rule book ready in binary form inside the wheel, with the digests
of all that is in it.

A rule book that cannot be used as written stops the build.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SnapshotHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from triage.rulebook.snapshot import write_snapshot

            write_snapshot(root / "triage", root / "rules")
        finally:
            sys.path.remove(str(root))
