"""Cases that would notice what no case notices, and the plainest answers in a box."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.conftest import the_book
from tests.small_book import write_book
from triage import Rulebook, answers_from, load_rulebook
from triage.cases.coverage import coverage
from triage.cases.loading import Case, Expect, load_cases
from triage.cases.mutation import mutants
from triage.cases.noticing import PreparedCases
from triage.cases.recording import suggested
from triage.cases.suggesting import reaching, reason, telling
from triage.errors import AnswersError, Place
from triage.inference.answers import Answers
from triage.inference.examples import complete
from triage.inference.prepared import prepared
from triage.rulebook.box_cover import UNANSWERED, domain, remainder
from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.when import Box, within


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


class TestTelling:
    def test_a_suggested_case_holds_now_and_fails_after_the_change(self, hiccups: Rulebook) -> None:
        """What is suggested guards the rule: nobody can undo it without a red case."""
        found = 0
        for mutant in mutants(hiccups):
            case = telling(hiccups, mutant)
            if case is not None:
                found += 1
                prepared_cases = PreparedCases(hiccups, [case])

                assert () == prepared_cases.failing
                assert case.name in (prepared_cases.verdict(mutant).noticed_by or "")
        assert found > 20

    def test_a_change_without_a_case_has_a_proved_reason(self, hiccups: Rulebook) -> None:
        """Where nothing can notice a change of a level or a strength, it is said why."""
        silent = [m for m in mutants(hiccups) if telling(hiccups, m) is None]

        assert not any(mutant.red_flag for mutant in silent)
        assert all(reason(hiccups, mutant) for mutant in silent)

    def test_a_change_that_a_case_can_notice_has_no_reason(self, hiccups: Rulebook) -> None:
        """An excuse is given only where there is no answer set."""
        for mutant in mutants(hiccups):
            case = telling(hiccups, mutant)
            if case is not None and (case.expect.fits or case.expect.includes):
                assert reason(hiccups, mutant) is None

    def test_suggested_cases_read_back_as_they_were(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """The file that is written for review says the same answers and expectations."""
        cases = [case for m in mutants(hiccups) if (case := telling(hiccups, m)) is not None]
        file = tmp_path / "suggested.case.yaml"
        file.write_text(suggested(cases), encoding="utf-8")

        again = load_cases(file, hiccups)
        assert [(c.name, c.answers, c.expect) for c in cases] == [
            (c.name, c.answers, c.expect) for c in again
        ]

    def test_a_line_that_nobody_was_shown_is_not_written_as_ticked(self) -> None:
        """A parent of a small child reads no line about driving, so the case does not tick it."""
        given = {"signs": {"walk": "yes", "daily": "no", "not-safe": NOT_ASKED}}
        case = Case("a walk", Place("a.case.yaml", 1, 1), Answers(given), Expect())

        assert "    answers: {signs: [walk]}\n" in suggested([case])


class TestReaching:
    def test_with_the_suggested_cases_every_box_is_reached(self, hiccups: Rulebook) -> None:
        """Nothing is left that no case has tried."""
        found = coverage(hiccups, [])
        cases = reaching(hiccups, found)

        assert found.missing("boxes")
        assert [] == coverage(hiccups, cases).missing("boxes")


class TestComplete:
    @pytest.mark.parametrize("kind", ["red-flag", "evidence", "finding"])
    def test_there_are_answers_in_every_box_of_the_rules(self, kind: str) -> None:
        """Every way in which a rule can fire is one that somebody can type in."""
        book = the_book()
        for rule in book.rules:
            if rule.concludes.kind != kind:
                continue
            for box in prepared(book).relevance.expanded(rule.id, rule.when):
                answers = complete(book, box)
                assert answers is not None
                variables = answers.variables(book)

                assert all(variables[key] in allowed for key, allowed in box.items())
                assert answers == answers_from(book, answers.given)

    def test_none_means_that_nobody_can_answer_so(self, hiccups: Rulebook) -> None:
        """For every pair of answers, answers are found exactly where they can be given."""
        names = [n for n in hiccups.variables if not n.startswith("medicine.")]
        for one, other in product(names, names):
            for word in hiccups.variables[one].answers:
                for second in hiccups.variables[other].answers:
                    if one < other:
                        box = {one: frozenset({word}), other: frozenset({second})}
                        assert can_be_given(hiccups, box) == (complete(hiccups, box) is not None)


def can_be_given(book: Rulebook, box: Box) -> bool:
    """By trying: all answers to every other question that leads to these."""
    gates = {"chest-pain": ["no", "yes", "unsure"]}
    for pain in gates["chest-pain"]:
        given: dict[str, object] = {"chest-pain": pain}
        for key, (word,) in ((key, tuple(words)) for key, words in box.items()):
            question = book.variables[key].question
            if question == "chest-pain" and word != pain:
                break
            item = book.variables[key].item
            if item is not None:
                items = dict(given.get(question, {}))  # type: ignore[call-overload]
                given[question] = {**items, item: word}
            elif book.questions[question].kind == "number":
                given[question] = word if word == "unsure" else word.split()[-1]
        else:
            for key, (word,) in ((key, tuple(words)) for key, words in box.items()):
                if book.questions[key.split(".")[0]].kind in ("yes-no", "pick-one"):
                    given[key] = word
                elif book.questions[key.split(".")[0]].kind == "number" and word != "unsure":
                    numbers = range(121)
                    given[key] = next(
                        n
                        for n in numbers
                        if answers_from(book, {key: n}).variables(book)[key] == word
                    )
            try:
                found = answers_from(book, given).variables(book)
            except AnswersError:
                continue
            if all(found.get(key) in words for key, words in box.items()):
                return True
    return False


class TestRemainder:
    def test_the_parts_are_what_is_left_and_do_not_overlap(self, hiccups: Rulebook) -> None:
        """Taking boxes off a box leaves exactly the answers that none of them has."""
        names = list(hiccups.variables)[:4]
        box: Box = {names[0]: frozenset(hiccups.variables[names[0]].answers)}
        cover: list[Box] = [
            {names[0]: frozenset({"yes"}), names[1]: frozenset({"unsure"})},
            {names[2]: frozenset(hiccups.variables[names[2]].answers[:1])},
        ]
        parts = list(remainder(hiccups, box, cover))

        for words in product(*(sorted(domain(hiccups, name)) for name in names)):
            point = {n: frozenset({w}) for n, w in zip(names, words, strict=True)}
            wanted = within(point, box) and not any(within(point, other) for other in cover)
            assert wanted == (1 == sum(within(point, part) for part in parts))
        assert UNANSWERED in domain(hiccups, names[1])
