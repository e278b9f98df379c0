"""From a folder of rule files to one checked, frozen rule book.

All slips of all files are found in one run, each with file, line and column.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from triage.errors import Place, shortened
from triage.late_import import importing
from triage.rulebook import check_ids, strict_yaml
from triage.rulebook.bands import bands_within, span
from triage.rulebook.files import FOLDERS, OPTIONAL, SINGLE_FILES, rule_files, stop
from triage.rulebook.limits import MOST_CUT_POINTS, MOST_NAMED, beyond
from triage.rulebook.medicine_text import key as exact_name
from triage.rulebook.medicine_text import plain as plain_name
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition, core_id
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, UNKNOWN_NAME
from triage.rulebook.parts.questions import Question
from triage.rulebook.parts.regions import Region
from triage.rulebook.parts.signatures import Reviews, Signature
from triage.rulebook.reading import Leaf, Reader, Unusable
from triage.rulebook.reviews import day_of, subjects
from triage.rulebook.urgency import LADDER, below
from triage.rulebook.variables import Variable, variables_of
from triage.rulebook.when import UNSURE, Holds, Is

LONGEST_COMPARISON = 40
RESERVED = {UNSURE, "none", "all", "any", "not", "finding", "at-least", "yes", "no"}
"""Words that an answer or a question may not be called."""


def load_rulebook(folder: Path) -> Rulebook:
    """Read, check and freeze the rule book in a folder.

    Raises:
        RulesError: with every slip of every file.
    """
    return load_with(Reader(), folder)


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
        book = _assemble(parts)
        if book is not None and not _lacks_names(parts):
            _Checker(book, reader).run()
        stop(*reader.problems)
    book = _assemble(parts)
    assert book is not None
    _Checker(book, reader).run()
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
    meaning = msgspec.json.encode([plain, asked], order="deterministic")
    return hashlib.sha256(meaning).hexdigest()


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


def _lacks_names(parts: Mapping[str, Any]) -> bool:
    """Whether so much is unreadable that checking names would raise false alarms."""
    naming = ("questions/", "findings.yaml", "sources.yaml", "medicines.yaml", "rulebook.yaml")
    return any(
        isinstance(part, Unusable) and name.startswith(naming) for name, part in parts.items()
    )


def _assemble(parts: Mapping[str, Any]) -> Rulebook | None:
    """The parts as one rule book, each in its canonical order; None where a part is missing."""
    needed = [name for name in SINGLE_FILES if name not in OPTIONAL]
    if any(name not in parts or isinstance(parts[name], Unusable) for name in needed):
        return None
    head = parts["rulebook.yaml"]
    questions: dict[str, Question] = {}
    section_of: dict[str, str] = {}
    for section in head.sections:
        file = parts.get(f"questions/{section.id}.yaml")
        if file is None or isinstance(file, Unusable):
            continue
        for id, question in file.questions.items():
            questions.setdefault(id, question)
            section_of.setdefault(id, section.id)
    conditions = {
        Path(name).stem: _sorted_condition(part)
        for name, part in sorted(parts.items())
        if name.startswith("conditions/") and isinstance(part, Condition)
    }
    regions = {
        Path(name).stem: part
        for name, part in sorted(parts.items())
        if name.startswith("regions/") and isinstance(part, Region)
    }
    findings = parts.get("findings.yaml")
    medicines = parts.get("medicines.yaml")
    ordinary = parts.get("ordinary-medicines.yaml")
    return Rulebook(
        version=head.version,
        title=head.title,
        sections=head.sections,
        other_person_when=head.other_person_when,
        danger_gates=head.danger_gates,
        questions=questions,
        section_of=section_of,
        findings=_sorted(getattr(findings, "findings", {})),
        red_flags=_sorted(parts["red-flags.yaml"].red_flags),
        conditions=conditions,
        classes=_sorted(getattr(medicines, "classes", {})),
        medicines=_sorted(getattr(medicines, "medicines", {})),
        purposes=_sorted(getattr(medicines, "purposes", {})),
        ordinary=_sorted(getattr(ordinary, "ordinary", {})),
        ordinary_sources=getattr(ordinary, "sources", ()),
        sources=_sorted(parts["sources.yaml"].sources),
        regions=regions,
        glossary=_sorted(getattr(parts.get("glossary.yaml"), "terms", {})),
        scoring=parts["scoring.yaml"],
        advisory=parts["advisory.yaml"],
        reviews=_known_reviews(parts.get("reviews.yaml")),
    )


def _known_reviews(part: Any) -> Reviews:
    return part if isinstance(part, Reviews) else Reviews()


def _sorted(named: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(named.items()))


def _sorted_condition(condition: Condition) -> Condition:
    return msgspec.structs.replace(
        condition,
        supports=_sorted(condition.supports),
        against=_sorted(condition.against),
        blocked_by=_sorted(condition.blocked_by),
    )


NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


class _Checker:
    """Checks of names and relations that need the whole rule book."""

    def __init__(self, book: Rulebook, reader: Reader) -> None:
        self.book = book
        self.reader = reader
        self.variables: dict[str, Variable] = {}
        self.unread = {
            "questions": self._unread("questions", book.questions),
            "findings": self._unread("findings", book.findings),
            "classes": self._unread("classes", book.classes),
            "sources": self._unread("sources", book.sources),
        }
        """Names that are written down but could not be read: no slip to use them."""
        for id, question in book.questions.items():
            for variable in variables_of(id, question, book.classes):
                self.variables[variable.name] = variable

    def _unread(self, group: str, known: Mapping[str, Any]) -> set[str]:
        broken = {path[:3] for path in self.reader.broken}
        return {
            str(path[2])
            for path in self.reader.keys
            if len(path) == 3 and path[1] == group and (path in broken or path[2] not in known)
        }

    def run(self) -> None:
        self._sections()
        for id, question in self.book.questions.items():
            if id not in self.unread["questions"]:
                self._question(id, question, self._questions_file(id))
        for path, leaves in self.reader.leaves.items():
            for leaf in leaves:
                self._leaf(leaf)
            if path[-1] == "ask-when":
                self._ask_when(str(path[2]), leaves)
            if path[-1] == "other-person-when":
                self._no_findings("other-person-when", leaves)
        self._findings()
        self._flags()
        self._rule_ids()
        self._scoring()
        self._sources()
        self._medicines()
        self._reviews()
        for name in self.book.conditions:
            if not re.fullmatch(NAME, name):
                place = Place(f"conditions/{name}.yaml", 1, 1)
                what = f"`{shortened(name)}` cannot be used as a name"
                self.reader.problem(place, what, "name the file like `two-words.yaml`")

    def _questions_file(self, question: str) -> str:
        return f"questions/{self.book.section_of[question]}.yaml"

    def _value(self, *path: str | int) -> Place | None:
        return self.reader.values.get(path)

    def _key(self, *path: str | int) -> Place | None:
        return self.reader.keys.get(path) or self._value(*path)

    def _sections(self) -> None:
        declared = {section.id for section in self.book.sections}
        found = {
            str(path[0])[len("questions/") : -len(".yaml")]: path
            for path in self.reader.values
            if len(path) == 1 and str(path[0]).startswith("questions/")
        }
        for section in sorted(found.keys() - declared):
            place = Place(f"questions/{section}.yaml", 1, 1)
            advice = self.reader.advice(
                section, declared, "list it under `sections` in rulebook.yaml"
            )
            self.reader.problem(
                place, f"unknown section `{shortened(section)}`", advice, check_ids.UNKNOWN_NAME
            )
        for index, id in enumerate(self.book.danger_gates):
            if id not in self.book.questions:
                written = self._value("rulebook.yaml", "danger-gates", index)
                advice = self.reader.advice(id, self.book.questions, "see the folder questions")
                self.reader.problem(
                    written, f"unknown question `{shortened(id)}`", advice, check_ids.UNKNOWN_NAME
                )
        listed: set[str] = set()
        for index, entry in enumerate(self.book.sections):
            named = self._value("rulebook.yaml", "sections", index, "id")
            if entry.id in listed:
                what = f"section `{entry.id}` stands here a second time"
                self.reader.problem(named, what, "keep one of them", check_ids.ORDER_DECIDES)
            elif entry.id not in found:
                advice = f"add the file questions/{entry.id}.yaml"
                self.reader.problem(named, f"section `{entry.id}` has no questions", advice)
            listed.add(entry.id)
        seen: dict[str, str] = {}
        for path in self.reader.keys:
            if len(path) == 3 and path[1] == "questions":
                file, id = str(path[0]), str(path[2])
                if id in seen:
                    what = f"the question `{shortened(id)}` stands in two files"
                    advice = f"the other one is in {seen[id]}"
                    self.reader.problem(self._key(*path), what, advice, check_ids.ORDER_DECIDES)
                seen.setdefault(id, file)

    def _question(self, id: str, question: Question, file: str) -> None:
        at = (file, "questions", id)
        if id in RESERVED or id == MEDICINES_PREFIX:
            self.reader.problem(self._key(*at), f"a question cannot be called `{id}`", "rename it")
        if question.kind in ("pick-one", "tick-all") and not question.answers:
            what = f"the {question.kind} question `{id}` has no answers"
            self.reader.problem(self._key(*at), what, "list them under `answers:`")
            self.unread["questions"].add(id)
        if question.kind not in ("pick-one", "tick-all") and question.answers:
            what = f"a {question.kind} question has no `answers`"
            self.reader.problem(self._key(*at, "answers"), what, "delete them")
        for name in question.answers:
            if name in RESERVED and not (question.kind == "pick-one" and name in ("yes", "no")):
                what = f"an answer cannot be called `{name}`"
                self.reader.problem(self._key(*at, "answers", name), what, "rename it")
        if question.kind == "tick-all":
            for name, answer in question.answers.items():
                if answer.no is None:
                    what = f"the answer `{name}` has no `no`"
                    advice = "say what it means when it is left unticked"
                    self.reader.problem(self._key(*at, "answers", name), what, advice)
        if question.kind == "yes-no" and not (question.yes and question.no):
            what = f"the yes-no question `{id}` needs `yes` and `no`"
            self.reader.problem(self._key(*at), what, "say what each answer means")
        if question.kind == "number":
            self._number(id, question, at)

    def _number(self, id: str, question: Question, at: tuple[str, ...]) -> None:
        cuts = question.cut_points
        if len(cuts) > MOST_CUT_POINTS:
            what = f"`{id}` has {len(cuts)} cut points"
            advice = f"at most {MOST_CUT_POINTS} are read"
            self.reader.problem(self._value(*at, "cut-points"), what, advice)
            self.unread["questions"].add(id)
            return
        if not question.clause or "{number}" not in question.clause:
            what = f"the number question `{id}` needs a `clause` with `{{number}}` in it"
            self.reader.problem(self._key(*at), what, "for example: you are {number} years old")
        lowest, highest = question.lowest, question.highest
        if lowest < 0:
            what = f"the `lowest` of `{id}` is `{lowest}`"
            self.reader.problem(
                self._value(*at, "lowest"), what, "numbers start at 0", check_ids.BANDS
            )
        elif highest <= lowest:
            what = f"the `highest` of `{id}` is `{highest}`, its `lowest` is `{lowest}`"
            self.reader.problem(
                self._key(*at), what, "the highest must be the higher", check_ids.BANDS
            )
        if list(cuts) != sorted(set(cuts)):
            what = f"the `cut-points` of `{id}` do not rise"
            self.reader.problem(
                self._value(*at, "cut-points"), what, "write them from low to high", check_ids.BANDS
            )
        elif cuts and lowest < highest and not lowest < cuts[0] <= cuts[-1] <= highest:
            what = f"the `cut-points` of `{id}` leave its range"
            advice = f"they must be above {lowest} and not above {highest}"
            self.reader.problem(self._value(*at, "cut-points"), what, advice, check_ids.BANDS)

    def _leaf(self, leaf: Leaf) -> None:
        match leaf.part:
            case Holds(conclusion):
                id = conclusion.id
                if id not in self.book.findings and id not in self.unread["findings"]:
                    advice = self.reader.advice(
                        id, self.book.findings, "findings are in findings.yaml"
                    )
                    what = f"unknown finding `{shortened(id)}`"
                    self.reader.problem(leaf.answers[0], what, advice, check_ids.UNKNOWN_NAME)
            case Is(name, answers):
                variable = self.variables.get(name)
                if variable is None:
                    self._unknown_variable(name, leaf.key)
                    return
                for answer, place in zip(answers, leaf.answers, strict=True):
                    self._answer(variable, answer, place)
                if len(set(answers)) < len(answers):
                    what = f"`{name}` lists an answer twice"
                    self.reader.problem(leaf.key, what, "keep one", check_ids.ORDER_DECIDES)

    def _unknown_variable(self, name: str, place: Place) -> None:
        question, _, item = name.partition(".")
        if self._may_be_unread(question, item):
            return
        advice = self.reader.advice(name, self.variables, "questions are in the folder questions")
        if question in self.variables:
            what = f"the question `{question}` takes no answer after a dot"
            advice = f"write `{question}: answer`"
        elif item and question in self.book.questions:
            what = f"the question `{question}` has no answer `{shortened(item)}`"
        elif item and question == MEDICINES_PREFIX:
            what = f"unknown medicine class `{shortened(item)}`"
        elif name in self.book.questions:
            kind = self.book.questions[name].kind
            what = f"`{name}` is a {kind} question and needs an answer after a dot"
            items = [v for v in self.variables if self.variables[v].question == name]
            advice = f"for example `{items[0]}: yes`" if items else advice
        else:
            what = f"unknown question `{shortened(name)}`"
        self.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)

    def _may_be_unread(self, question: str, item: str) -> bool:
        unread = self.unread["questions"]
        if question != MEDICINES_PREFIX:
            return question in unread
        return item in self.unread["classes"] or (bool(unread) and not self._asks_for_medicines())

    def _asks_for_medicines(self) -> list[str]:
        return [id for id, q in self.book.questions.items() if q.kind == "medicines"]

    def _answer(self, variable: Variable, answer: str, place: Place) -> None:
        question = self.book.questions[variable.question]
        if variable.question in self.unread["questions"]:
            return
        if question.kind != "number":
            if answer not in variable.answers:
                known = f"answers: {', '.join(variable.answers)}"
                what = f"unknown answer `{shortened(answer)}` for `{variable.name}`"
                advice = self.reader.advice(answer, variable.answers, known)
                self.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)
            return
        if answer == UNSURE:
            return
        readable = answer.isascii() and len(answer) <= LONGEST_COMPARISON
        wanted = span(answer) if readable else None
        if wanted is None:
            what = f"`{shortened(answer)}` cannot be compared with `{variable.name}`"
            advice = "write `under 18`, `at least 60`, `30 to 59` or `unsure`"
            self.reader.problem(place, what, advice, check_ids.BANDS)
            return
        low, high = wanted
        starts = {question.lowest, 0, *question.cut_points}
        ends = {cut - 1 for cut in question.cut_points} | {None}
        if low not in starts or high not in ends or not bands_within(question.cut_points, answer):
            cuts = ", ".join(str(cut) for cut in question.cut_points) or "none"
            what = f"`{shortened(answer)}` does not start and end at a cut point"
            advice = f"the cut points of `{variable.name}` are: {cuts}"
            self.reader.problem(place, what, advice, check_ids.BANDS)

    def _ask_when(self, id: str, leaves: list[Leaf]) -> None:
        order = list(self.book.questions)
        self._no_findings("ask-when", leaves)
        for leaf in leaves:
            variable = self.variables.get(leaf.part.variable) if isinstance(leaf.part, Is) else None
            if variable and id in order and order.index(variable.question) >= order.index(id):
                what = f"`{variable.name}` is asked after `{id}`"
                if variable.question == id:
                    what = f"`{id}` depends on its own answer"
                advice = "`ask-when` can only use earlier questions"
                self.reader.problem(leaf.key, what, advice, check_ids.SKIP_LOGIC)

    def _no_findings(self, name: str, leaves: list[Leaf]) -> None:
        for leaf in leaves:
            if isinstance(leaf.part, Holds):
                what = f"`{name}` cannot use a finding"
                self.reader.problem(leaf.key, what, "name the answers that decide it")

    def _too_many(self, file: str, group: str, named: Mapping[str, Any]) -> bool:
        if len(named) <= MOST_NAMED:
            return False
        what = f"there are {len(named)} {group}"
        self.reader.problem(self._value(file, group), what, f"at most {MOST_NAMED} are read")
        return True

    def _findings(self) -> None:
        if self._too_many("findings.yaml", "findings", self.book.findings):
            return
        uses: dict[str, list[str]] = {}
        for id in self.book.findings:
            for leaf in self.reader.leaves.get(("findings.yaml", "findings", id, "when"), []):
                if isinstance(leaf.part, Holds):
                    uses.setdefault(id, []).append(leaf.part.conclusion.id)
        for id in uses:
            if _reaches_itself(id, uses):
                place = self._key("findings.yaml", "findings", id)
                what = f"the finding `{id}` depends on itself"
                self.reader.problem(place, what, "take the circle apart", check_ids.SKIP_LOGIC)

    def _flags(self) -> None:
        for id, flag in self.book.red_flags.items():
            if below(flag.urgency, flag.if_unsure):
                place = self._value("red-flags.yaml", "red-flags", id, "if-unsure")
                what = f"`if-unsure` is `{flag.if_unsure}`, above the `{flag.urgency}` of {id}"
                advice = "it can be the same level or lower"
                self.reader.problem(place, what, advice, check_ids.OUTRANKED)

    def _rule_ids(self) -> None:
        seen = {core_id(name): f"conditions/{name}.yaml" for name in self.book.conditions}
        for name, condition in self.book.conditions.items():
            file = f"conditions/{name}.yaml"
            groups = {
                "supports": condition.supports,
                "against": condition.against,
                "blocked-by": condition.blocked_by,
            }
            for group, rules in groups.items():
                for id in rules:
                    if id in seen:
                        what = f"the rule `{id}` stands in two places"
                        advice = f"the other one is in {seen[id]}, rename one of them"
                        self.reader.problem(
                            self._key(file, group, id), what, advice, check_ids.ORDER_DECIDES
                        )
                    seen.setdefault(id, file)

    def _scoring(self) -> None:
        scoring = self.book.scoring
        if not 0 < scoring.fits_partly < scoring.fits_well:
            place = self._value("scoring.yaml", "fits-well")
            what = f"`fits-well` is `{scoring.fits_well}`, `fits-partly` is `{scoring.fits_partly}`"
            self.reader.problem(place, what, "fits-well must be the higher, both above 0")
        at = ("advisory.yaml", "urgency")
        unread = any(path[:2] == at for path in self.reader.broken)
        for level in () if unread else LADDER:
            if level not in self.book.advisory.urgency:
                place = self._value("advisory.yaml", "urgency")
                self.reader.problem(place, f"there is no text for `{level}`", "add it")

    def _sources(self) -> None:
        known = self.book.sources
        unread = self.unread["sources"]
        for path, cited in self.reader.texts.items():
            is_source = len(path) >= 2 and path[-2] == "sources" and isinstance(path[-1], int)
            if is_source and cited not in known and cited not in unread:
                advice = self.reader.advice(cited, known, "sources are in sources.yaml")
                what = f"unknown source `{shortened(cited)}`"
                self.reader.problem(self.reader.values[path], what, advice, check_ids.UNKNOWN_NAME)

    def _reviews(self) -> None:
        at = ("reviews.yaml", "signatures")
        known = {str(subject) for subject in subjects(self.book)}
        # what could not be read may well have been signed
        all_read = not any(path[0] != at[0] for path in self.reader.broken)
        for name, signatures in self.book.reviews.signatures.items():
            if name not in known and all_read:
                what = f"`{shortened(name)}` is signed, but it is not in the rule book"
                advice = self.reader.advice(name, known, "delete what was signed with it")
                self.reader.problem(self._key(*at, name), what, advice)
            signed: set[tuple[str, str]] = set()
            for index, signature in enumerate(signatures):
                self._signature(signature, (*at, name, index))
                who = (signature.by.casefold(), signature.role.casefold())
                if who in signed:
                    what = f"`{shortened(signature.by)}` has signed `{shortened(name)}` twice"
                    self.reader.problem(self._value(*at, name, index), what, "keep the newer one")
                signed.add(who)

    def _signature(self, signature: Signature, at: tuple[str | int, ...]) -> None:
        days: list[date] = []
        for key, text in (("date", signature.date), ("due", signature.due)):
            day = None if text is None else day_of(text)
            if day is not None:
                days.append(day)
            elif text is not None:
                what = f"`{shortened(text)}` is not a day"
                advice = "write year, month and day, like 2026-05-03"
                self.reader.problem(self._value(*at, key), what, advice)
        if len(days) == 2 and days[1] < days[0]:
            what = f"`due` is `{signature.due}`, before the day of signing"
            self.reader.problem(self._value(*at, "due"), what, "write a later day")
        if not re.fullmatch("[0-9a-f]{64}", signature.digest):
            what = f"`{shortened(signature.digest)}` is not a digest"
            advice = "sign with `triage rules review sign`, which writes it"
            self.reader.problem(self._value(*at, "digest"), what, advice)

    def _medicines(self) -> None:
        classes, medicines = self.book.classes, self.book.medicines
        at = "medicines.yaml"
        unread = self.unread["classes"]
        if self._too_many(at, "classes", classes):
            return
        if UNKNOWN_NAME in classes:
            place = self._key(at, "classes", UNKNOWN_NAME)
            what = f"a class cannot be called `{UNKNOWN_NAME}`"
            self.reader.problem(place, what, "rename it")
        parents = {id: [c.part_of] for id, c in classes.items() if c.part_of}
        for id, (parent,) in parents.items():
            place = self._value(at, "classes", id, "part-of")
            if parent in unread:
                continue
            if parent not in classes:
                known = "classes are at the top of medicines.yaml"
                advice = self.reader.advice(parent, classes, known)
                what = f"unknown medicine class `{shortened(parent)}`"
                self.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)
            elif _reaches_itself(id, parents):
                what = f"the class `{id}` is part of itself"
                self.reader.problem(place, what, "choose another", check_ids.SKIP_LOGIC)
        for id, medicine in medicines.items():
            self._classes_named((at, "medicines", id, "classes"), medicine.classes)
        for id, purpose in self.book.purposes.items():
            self._classes_named((at, "purposes", id, "could-be"), purpose.could_be)
        self._names_of_medicines()
        asking = self._asks_for_medicines()
        if medicines and not asking and not self.unread["questions"]:
            what = "no question asks for medicines"
            self.reader.problem(Place(at, 1, 1), what, "add a question of kind `medicines`")
        for id in asking[1:]:
            what = f"`{id}` is a second question about medicines"
            place = self._key(self._questions_file(id), "questions", id)
            self.reader.problem(place, what, "ask for all of them in one question")

    def _classes_named(self, at: tuple[str, ...], classes: tuple[str, ...]) -> None:
        known = self.book.classes
        for index, wanted in enumerate(classes):
            if wanted not in known and wanted not in self.unread["classes"]:
                advice = self.reader.advice(wanted, known, "classes are at the top of the file")
                what = f"unknown medicine class `{shortened(wanted)}`"
                self.reader.problem(self._value(*at, index), what, advice, check_ids.UNKNOWN_NAME)

    def _names_of_medicines(self) -> None:
        """Every name leads to one medicine or purpose only, whichever file it stands in."""
        names: dict[tuple[bool, str], tuple[str, str]] = {}
        for group, id, name, place in self._written_names():
            # words for a purpose are no names, and a form may tell them from one
            purpose = group == "purposes"
            plain = " ".join(exact_name(name)) if purpose else plain_name(name)
            if not re.search("[a-z0-9]", plain):
                what = f"the name `{shortened(name)}` cannot be looked up"
                self.reader.problem(place, what, "write it with letters from a to z")
                continue
            other = names.setdefault((purpose, plain), (group, id))
            if other != (group, id):
                what = f"the name `{shortened(name)}` belongs to `{other[1]}` too"
                advice = "a name may lead to one medicine only"
                self.reader.problem(place, what, advice, check_ids.ORDER_DECIDES)

    def _written_names(self) -> Iterator[tuple[str, str, str, Place | None]]:
        """Group, id, name and place of everything that a text about medicines is read by."""
        groups: tuple[tuple[str, str, Mapping[str, Any], tuple[str, ...]], ...] = (
            ("medicines.yaml", "medicines", self.book.medicines, ("brands", "also")),
            ("ordinary-medicines.yaml", "ordinary", self.book.ordinary, ("brands", "also")),
            ("medicines.yaml", "purposes", self.book.purposes, ("for", "called")),
        )
        for file, group, things, lists in groups:
            for id, thing in things.items():
                written = {} if group == "purposes" else {id: self._key(file, group, id)}
                for part in lists:
                    for index, name in enumerate(getattr(thing, _FIELDS.get(part, part))):
                        written.setdefault(name, self._value(file, group, id, part, index))
                for name, place in written.items():
                    yield group, id, name, place


_FIELDS = {"for": "for_"}


def _reaches_itself(start: str, edges: Mapping[str, Any]) -> bool:
    todo = list(edges.get(start, ()))
    seen: set[str] = set()
    while todo:
        step = todo.pop()
        if step == start:
            return True
        if step not in seen:
            seen.add(step)
            todo += edges.get(step, ())
    return False
