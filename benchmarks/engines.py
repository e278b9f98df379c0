"""The rule book on three engines: experta as used here, the reference evaluator, and CLIPS.

python benchmarks/engines.py              build times, people a second, and ratios
python benchmarks/engines.py --rounds 9   more turns

CLIPS is the engine that experta was modelled on, reached through clipspy (the extra
`benchmarks`). It gets one CLIPS rule for each box, generated from the same rule book, and the
same people, who are those in tests/people. Before anything is timed, all three must fire the
same rules for the same reasons. The engines take turns, and the medians are told.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from triage.inference.reference import Evaluator

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from triage.inference import reference  # noqa: E402
from triage.inference.engine import Engine  # noqa: E402
from triage.inference.reference import Fired  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402
from triage.rulebook.when import RuleBox, boxes  # noqa: E402

ROUNDS = 5


class Reference:
    """The reference evaluator, as an engine."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    def fire(self, answers: Mapping[str, str]) -> Fired:
        """Every rule that fires on these answers."""
        return reference.fire(self.book, answers)


class Clips:
    """CLIPS, with one rule for each box of the rule book.

    Variables and conclusions are templates with one slot, as in `triage.inference.engine`; they
    get numbers for names, since CLIPS reads some characters of ours in its own way.

    Raises:
        ModuleNotFoundError: clipspy is not installed.
    """

    def __init__(self, book: Rulebook) -> None:
        import clips

        self._fired: list[int] = []
        self._environment = clips.Environment()
        self._environment.define_function(self._note, name="fired")
        self._boxes = [(rule, box) for rule in book.rules for box in boxes(rule.when, book.allowed)]
        used = {key for _, box in self._boxes for key in box}
        names = {key: f"t{number}" for number, key in enumerate(sorted(used, key=str))}
        for name in names.values():
            self._environment.build(f"(deftemplate {name} (slot value (type STRING)))")
        for number, (rule, box) in enumerate(self._boxes):
            self._environment.build(clips_rule(number, box, names, names.get(rule.concludes)))
        accepted: dict[str, set[str]] = {}
        for _, box in self._boxes:
            for key, words in box.items():
                accepted.setdefault(key, set()).update(words)
        self._templates: dict[tuple[str, str], Any] = {
            (key, word): self._environment.find_template(names[key])
            for key, words in accepted.items()
            for word in words
        }

    def _note(self, number: int) -> int:
        self._fired.append(number)
        return number  # clipspy would keep a None, which CLIPS does not know, for ever

    def fire(self, answers: Mapping[str, str]) -> Fired:
        """Every rule that fires on these answers."""
        self._environment.reset()
        self._fired.clear()
        for variable, answer in answers.items():
            template = self._templates.get((variable, answer))
            if template is not None:  # as with experta, what no pattern accepts is left out
                template.assert_fact(value=answer)
        self._environment.run()
        bases: dict[str, set[tuple[str, str]]] = {}
        for number in self._fired:
            rule, box = self._boxes[number]
            basis = bases.setdefault(rule.id, set())
            basis.update((key, answers.get(key, "holds")) for key in box)
        return {id: frozenset(bases[id]) for id in sorted(bases)}


def clips_rule(number: int, box: RuleBox, names: Mapping[str, str], concludes: str | None) -> str:
    """One box in the language of CLIPS: when it fires it tells its number, and its conclusion."""
    patterns = " ".join(
        f"({names[key]} (value {'|'.join(map(quoted, sorted(answers)))}))"
        for key, answers in sorted(box.items(), key=lambda part: str(part[0]))
    )
    conclusion = f' (assert ({concludes} (value "holds")))' if concludes else ""
    return f"(defrule box{number} {patterns} => (fired {number}){conclusion})"


def quoted(text: str) -> str:
    """A text as a string of CLIPS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


ENGINES: dict[str, Callable[[Rulebook], Evaluator]] = {
    "experta": Engine,
    "reference": Reference,
    "CLIPS": Clips,
}


def everybody(book: Rulebook) -> list[dict[str, str]]:
    """The answers of everybody in tests/people, as rules see them."""
    from triage.cases.people import SUFFIX, load_people

    files = sorted((ROOT / "tests" / "people").rglob(f"*{SUFFIX}"))
    people = [person for file in files for person in load_people(file, book)]
    return [person.answers.variables(book) for person in people]


def differing(
    engines: Mapping[str, Evaluator], people: Sequence[Mapping[str, str]]
) -> list[tuple[int, str]]:
    """Person and engine, wherever an engine does not fire what the first one does."""
    found = []
    for place, answers in enumerate(people):
        first, *others = ((name, engine.fire(answers)) for name, engine in engines.items())
        found += [(place, name) for name, fired in others if fired != first[1]]
    return found


def built(make: Callable[[Rulebook], Evaluator], book: Rulebook) -> tuple[Evaluator, float]:
    """An engine, ready, and the seconds of processor time that it took."""
    start = time.process_time()
    engine = make(book)
    return engine, time.process_time() - start


def people_a_second(engine: Evaluator, people: Sequence[Mapping[str, str]]) -> float:
    """How many people an engine evaluates in a second of processor time."""
    start = time.process_time()
    for answers in people:
        engine.fire(answers)
    return len(people) / (time.process_time() - start)


def main() -> int:
    from triage import own_rulebook

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    book = own_rulebook()
    people = everybody(book)
    engines: dict[str, Evaluator] = {}
    for name, make in ENGINES.items():
        try:
            engines[name] = make(book)
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error}; install the extra `benchmarks`")
    wrong = differing(engines, people)
    for place, name in wrong:
        print(f"person {place}: {name} does not fire what the others do")
    if wrong:
        return 1
    count = sum(len(boxes(rule.when, book.allowed)) for rule in book.rules)
    print(f"{len(people)} people, {len(book.rules)} rules in {count} boxes; all fire the same")
    builds: dict[str, list[float]] = {name: [] for name in engines}
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name in engines:
            # a new one each time: through clipspy, CLIPS gets slower the longer it is used
            engine, seconds = built(ENGINES[name], book)
            builds[name].append(seconds)
            rates[name].append(people_a_second(engine, people))
    for name in engines:
        ratios = [one / base for one, base in zip(rates[name], rates["experta"], strict=True)]
        print(
            f"{name:10} built in {statistics.median(builds[name]) * 1000:6.1f} ms,"
            f" {statistics.median(rates[name]):7.0f} people a second,"
            f" {statistics.median(ratios):6.2f} x experta"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
