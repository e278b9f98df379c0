"""What was built, as a list of digests, and what differs from it where it was installed.

The list is made when the package is built, in the form that `b2sum` reads. Its last line is
a digest of all lines above, so the list itself cannot be damaged unseen either. It tells what a
disk, a copy or an installer has changed. Whoever changes a file on purpose can change the list.

Names are seen from the folder of the package; the rule files stand in `_rules` there, as they
are installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

try:
    # hashlib loads a whole cryptographic library, which would cost more of the start than all
    # the rest of looking at the files
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - a Python that is built otherwise
    from hashlib import blake2b

COMPILED = "_compiled/rulebook.msgpack"
LIST = "_compiled/B2SUMS"
RULES = "_rules/"
_HEAD = re.compile(r"# triage (\S+), rule book ([0-9a-f]{64})")
_LINE = re.compile(r"([0-9a-f]{128})  (\S.*)")
_LAST = "# lines above: "


class Manifest(NamedTuple):
    """What the list says."""

    version: str
    """Of the program that was built."""
    meaning: str
    """The digest of the rule book, as results name it."""
    digests: Mapping[str, str]
    """For each file the digest of its bytes."""


def written(manifest: Manifest) -> bytes:
    """The list as it stands in its file."""
    lines = [f"# triage {manifest.version}, rule book {manifest.meaning}"]
    lines += [f"{digest}  {name}" for name, digest in sorted(manifest.digests.items())]
    above = "".join(f"{line}\n" for line in lines).encode()
    return above + f"{_LAST}{digest_of(above)}\n".encode()


def read(data: bytes) -> Manifest | None:
    """The list in a file; None where it is not as it was written."""
    above, mark, last = data.rpartition(_LAST.encode())
    if not mark or last != f"{digest_of(above)}\n".encode():
        return None
    head, *lines = above.decode().splitlines()
    first = _HEAD.fullmatch(head)
    found = [_LINE.fullmatch(line) for line in lines]
    if first is None or None in found:
        return None
    return Manifest(first[1], first[2], {line[2]: line[1] for line in found if line})


def digest_of(data: bytes) -> str:
    """BLAKE2b of some bytes."""
    return blake2b(data).hexdigest()


def differences(
    manifest: Manifest, files: Mapping[str, bytes], missing: Iterable[str]
) -> list[str]:
    """In words, how files differ from what was built; empty where none does.

    `missing` are the names of files that are not there, or that cannot be read.
    """
    said = {name: f"`{name}` is missing" for name in missing}
    for name, data in files.items():
        if name not in manifest.digests:
            said[name] = f"`{name}` does not belong to it"
        elif digest_of(data) != manifest.digests[name]:
            said[name] = f"`{name}` is not as it was built"
    return [said[name] for name in sorted(said)]
