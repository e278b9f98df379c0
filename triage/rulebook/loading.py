"""From a folder of rule files to one checked, frozen rule book.

All slips of all files are found in one run, each with file, line and column.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

import msgspec

from triage.errors import Place, shortened
from triage.json_text import digest
from triage.late_import import importing
from triage.rulebook import check_ids, strict_yaml
from triage.rulebook.assembling import assemble, lacks_names, questions_in
from triage.rulebook.cross_checks.running import cross_check
from triage.rulebook.files import FOLDERS, OPTIONAL, SINGLE_FILES, rule_files, stop
from triage.rulebook.limits import beyond
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.signatures import Reviews
from triage.rulebook.reading import Reader, Unusable


def load_rulebook(folder: str | PathLike[str]) -> Rulebook:
    """Read, check and freeze the rule book in a folder.

    Raises:
        RulesError: with every slip of every file.
    """
    return load_with(Reader(), Path(folder))


def load_with(reader: Reader, folder: Path) -> Rulebook:
    """As `load_rulebook`; the reader knows afterwards where everything stands.

    Raises:
        RulesError: with every slip of every file.
    """
    parts: dict[str, Any] = {}
    names = rule_files(folder)
    own = _is_own(folder)
    for name in names:
        if not own and _leads_out(folder, name):
            what = f"`{shortened(name)}` is a link that leads out of the rule book"
            reader.problem(Place(name, 1, 1), what, "put the file itself in its place")
            parts[name] = Unusable()
            continue
        parts[name] = _read(folder / name, name, reader)
    for name in SINGLE_FILES:
        if name not in names and name not in OPTIONAL:
            check = check_ids.NO_ADVISORY if name == "advisory.yaml" else ""
            reader.problem(Place(name, 1, 1), f"the file `{name}` is missing", "add it", check)
    if any(isinstance(parts.get(name), Unusable) for name in parts) or reader.problems:
        # names can only be checked against parts that were read, so check what was
        book = assemble(parts)
        if book is not None and not lacks_names(parts):
            cross_check(book, questions_in(parts)[0], reader)
        stop(*reader.problems)
    book = assemble(parts)
    assert book is not None
    cross_check(book, questions_in(parts)[0], reader)
    if not reader.problems:
        for path, what, advice in beyond(book):
            reader.problem(reader.values[path], what, advice)
    if reader.problems:
        stop(*reader.problems)
    return msgspec.structs.replace(book, digest=digest_of(book))


def digest_of(book: Rulebook) -> str:
    """SHA-256 over the meaning of a rule book, as 64 hexadecimal digits.

    Who has signed it is no part of the meaning. The order of questions and of answers is: it
    is the order in which they are asked and told.
    """
    plain = msgspec.structs.replace(book, digest="", reviews=Reviews())
    asked = [[id, *question.answers] for id, question in book.questions.items()]
    return digest([plain, asked])


def _is_own(folder: Path) -> bool:
    """Whether these are the package's own rules: some installers make links of every file."""
    with importing():
        from triage.rulebook.installed import own_folder

    return folder.resolve() == own_folder().resolve()


def _leads_out(folder: Path, name: str) -> bool:
    """Whether a rule file is a link to a place that nobody has named."""
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a circle of links; reading it says so
        return False


def _read(path: Path, name: str, reader: Reader) -> Any:
    text, problems = strict_yaml.read_file(path, name)
    reader.problems += problems
    if problems:
        return Unusable()
    node, problems = strict_yaml.parse(text, name)
    reader.problems += problems
    if node is None:
        if not problems:
            reader.problem(Place(name, 1, 1), "the file is empty", "write the rules, or delete it")
        return Unusable()
    folder = name.split("/", maxsplit=1)[0]
    wanted = SINGLE_FILES.get(name) or FOLDERS[folder]
    before = len(reader.problems)
    part = reader.read(node, wanted, (name,))
    # where the text itself is at fault, what follows from that is not said too
    at_fault = {problem.place for problem in problems}
    found = [problem for problem in reader.problems[before:] if problem.place not in at_fault]
    reader.problems[before:] = found
    return part
