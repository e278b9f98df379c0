"""What the cases reach: rules, boxes, single answers and bands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.small_book import write_book
from triage import Rulebook, load_rulebook
from triage.cases.coverage import GROUPS, KINDS, Coverage, Share, coverage
from triage.cases.loading import load_cases
from triage.cli.coverage import command
from triage.cli.main import TriageGroup

EVERYTHING = """\
people:
  meal: {chest-pain: no, age: 30, lasted: minutes, after: [big-meal], medicines: []}
  long: {chest-pain: no, age: 30, lasted: days, after: [], medicines: []}
cases:
  meal:      {like: meal, expect: {first: short-hiccups}}
  fizz:      {like: meal, but: {after: [fizzy-drink]}, expect: {first: short-hiccups}}
  long:      {like: long, expect: {first: long-hiccups}}
  steroid:   {like: long, but: {medicines: [soothine]}, expect: {first: long-hiccups}}
  child:     {like: long, but: {age: 3}, expect: {first: long-hiccups}}
  with meal: {like: long, but: {after: [big-meal]}, expect: {first: long-hiccups}}
  unsure:    {like: long, but: {lasted: unsure}, expect: {first: long-hiccups}}
  pain:      {like: long, but: {chest-pain: yes}, without: [lasted], expect: {urgency: emergency}}
  pain unsure:
    {like: long, but: {chest-pain: unsure}, expect: {urgency: same-day}}
"""


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def covered(book: Rulebook, folder: Path, *without: str) -> Coverage:
    path = folder / "small.case.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    return coverage(book, [c for c in load_cases(path, book) if c.name not in without])


def named(found: Coverage, kind: str, group: str = "all") -> list[str]:
    return [str(item) for item in found.missing(kind, group)]


class TestCoverage:
    def test_cases_that_reach_everything_miss_no_rule_and_no_box(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """A handful of cases is enough for a small rule book."""
        found = covered(hiccups, tmp_path)

        assert [] == named(found, "rules")
        assert [] == named(found, "boxes")
        assert 100 == found.lowest()

    def test_without_any_case_everything_is_missing(self, hiccups: Rulebook) -> None:
        """No case, no coverage, in any group that has something to reach."""
        found = coverage(hiccups, [])

        for kind in KINDS:
            for group in GROUPS:
                assert 0 == found.share(kind, group).reached
        assert ["HF01", "HF01?"] == named(found, "rules", "red-flags")
        assert ["long-hiccups-core", "short-hiccups-core"] == named(found, "rules", "core")
        assert 0 == found.lowest()

    @pytest.mark.parametrize(
        ("case", "kind", "group", "missing"),
        [
            ("pain", "rules", "red-flags", "HF01"),
            ("pain", "boxes", "red-flags", "HF01: chest-pain: yes"),
            ("pain", "rules", "all", "long-with-pain"),
            ("pain unsure", "rules", "red-flags", "HF01?"),
            ("fizz", "boxes", "all", "finding:full-stomach: after.fizzy-drink: yes"),
            ("steroid", "rules", "all", "long-on-steroid"),
            ("steroid", "bands", "all", "long-hiccups: fits-partly"),
            ("unsure", "answers", "core", "long-hiccups-core: lasted: unsure (in lasted:"),
        ],
    )
    def test_what_only_one_case_reaches_is_missing_without_it(
        self, hiccups: Rulebook, tmp_path: Path, case: str, kind: str, group: str, missing: str
    ) -> None:
        """What is missing is named by rule, and by box, answer or band."""
        whole = named(covered(hiccups, tmp_path), kind, group)
        less = named(covered(hiccups, tmp_path, case), kind, group)

        assert not [name for name in whole if name.startswith(missing)]
        assert [name for name in less if name.startswith(missing)]

    def test_an_answer_decides_only_where_the_rule_needs_it(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """Of three things of which two are needed, none decides while all three hold."""
        path = tmp_path / "three.case.yaml"
        answers = "{chest-pain: no, age: 30, lasted: days, after: [], medicines: []}"
        path.write_text(f"cases: {{three: {{answers: {answers}, expect: {{}}}}}}\n")
        found = coverage(hiccups, load_cases(path, hiccups))
        rule = "long-in-adults"

        assert not [item for item in found.missing("boxes") if item.rule == rule]
        assert not [i for i in found.reached if i.kind == "answers" and i.rule == rule]


def test_a_share_never_looks_whole_while_something_is_missing() -> None:
    """99.96 % is not rounded up."""
    assert "2999 of 3000 (99.9 %)" == str(Share(2999, 3000))
    assert "0 of 0 (100.0 %)" == str(Share(0, 0))


class TestCommand:
    def run(self, *words: str):
        group = TriageGroup("triage", commands=[command])
        return CliRunner().invoke(group, ["coverage", *words])

    def test_it_names_what_is_missing_and_exits_with_one_below_the_wanted_share(
        self, tmp_path: Path
    ) -> None:
        """A build can ask for a share; without asking, the report is just read."""
        rules = str(write_book(tmp_path / "rules"))
        path = tmp_path / "one.case.yaml"
        path.write_text("cases: {nothing: {answers: {}, expect: {urgency: routine}}}\n")

        told = self.run(str(path), "--rules", rules)
        asked = self.run(str(path), "--rules", rules, "--min-coverage", "95")

        assert 0 == told.exit_code
        assert "rules that no case reaches:\n  HF01\n  HF01?\n" in told.output
        assert 1 == asked.exit_code
        assert "the lowest share is 0.0 %, 95 % is wanted" in asked.output

    def test_enough_coverage_exits_with_nought(self, tmp_path: Path) -> None:
        """Cases that reach every rule and box satisfy any wanted share."""
        rules = str(write_book(tmp_path / "rules"))
        path = tmp_path / "all.case.yaml"
        path.write_text(EVERYTHING, encoding="utf-8")

        assert 0 == self.run(str(path), "--rules", rules, "--min-coverage", "100").exit_code

    def test_a_path_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        """A slip in a path gives a sentence and the exit code of unusable answers."""
        got = self.run(str(tmp_path / "none"))

        assert 4 == got.exit_code
        assert "error: " in got.output
        assert "Traceback" not in got.output
