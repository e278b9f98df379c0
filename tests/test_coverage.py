"""What the cases reach: rules, boxes, single answers and fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.small_book import write_book
from triage import Rulebook, load_rulebook
from triage.cases.coverage import GROUPS, KINDS, Coverage, Share, coverage, coverage_of
from triage.cases.loading import load_cases
from triage.cases.running import run_case
from triage.cli.main import TriageGroup
from triage.cli.replay import command
from triage.inference.engine import Engine

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
            ("steroid", "fits", "all", "long-hiccups: fits-partly"),
            ("unsure", "answers", "core", "long-hiccups-core: lasted: unsure (in lasted:"),
        ],
    )
    def test_what_only_one_case_reaches_is_missing_without_it(
        self, hiccups: Rulebook, tmp_path: Path, case: str, kind: str, group: str, missing: str
    ) -> None:
        """What is missing is named by rule, and by box, answer or fit."""
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


def test_cases_that_ran_cover_what_they_cover_unrun(hiccups: Rulebook, tmp_path: Path) -> None:
    """The rules that fired in a run are those that the answers reach."""
    path = tmp_path / "small.case.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    cases = load_cases(path, hiccups)
    engine = Engine(hiccups)
    rans = [run_case(hiccups, engine, case) for case in cases]

    assert coverage(hiccups, cases) == coverage_of(hiccups, rans)
    assert coverage(hiccups, cases[:3]) == coverage_of(hiccups, rans[:3])
    assert coverage(hiccups, cases) != coverage_of(hiccups, rans[:3])


NOTHING = "cases: {nothing: {answers: {}, expect: {urgency: routine}}}\n"
NO_CASE = """\
1 case, every one as expected

rules: red flags 0 of 2 (0.0 %), core 0 of 2 (0.0 %), all 0 of 9 (0.0 %)
"""


class TestReplayWithCoverage:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_book(tmp_path / "rules")
        (tmp_path / "none.case.yaml").write_text(NOTHING, encoding="utf-8")
        (tmp_path / "all.case.yaml").write_text(EVERYTHING, encoding="utf-8")
        monkeypatch.chdir(tmp_path)

    def run(self, *words: str):
        group = TriageGroup("triage", commands=[command])
        return CliRunner().invoke(group, ["replay", "--rules", "rules", *words])

    def test_it_names_what_no_case_reaches(self) -> None:
        """After the failures come the shares, then every rule, box and fit that is missed."""
        got = self.run("none.case.yaml", "--coverage")

        assert got.output.startswith(NO_CASE)
        assert "\n\nrules that no case reaches:\n  HF01\n  HF01?\n" in got.output
        assert "\n\nfits that no case reaches:\n" in got.output
        assert "answers that no case reaches" not in got.output
        assert 0 == got.exit_code

    def test_less_than_is_wanted_exits_with_one(self) -> None:
        """A build can ask for a share; without asking, the report is just read."""
        got = self.run("none.case.yaml", "--coverage", "--min-coverage", "95")

        assert got.stdout.startswith(NO_CASE)
        assert "the lowest share is 0.0 %, 95 % is wanted\n" == got.stderr
        assert 1 == got.exit_code

    def test_enough_coverage_exits_with_nought(self) -> None:
        """Cases that reach every rule and box satisfy any wanted share."""
        got = self.run("all.case.yaml", "--coverage", "--min-coverage", "100")

        assert "" == got.stderr
        assert 0 == got.exit_code

    def test_only_the_cases_that_ran_count(self) -> None:
        """A case that is left out reaches nothing."""
        got = self.run("all.case.yaml", "--coverage", "-k", "meal")

        assert "rules that no case reaches:\n  HF01\n  HF01?\n" in got.output

    def test_processes_do_not_change_it(self) -> None:
        """What cases reach is the same wherever they ran."""
        one = self.run("all.case.yaml", "--coverage", "--format", "json")
        two = self.run("all.case.yaml", "--coverage", "--format", "json", "--jobs", "2")

        assert one.output == two.output

    def test_json_has_the_numbers_and_every_missing_thing(self) -> None:
        """Programs get the missing single answers too, each with its rule."""
        printed = json.loads(self.run("none.case.yaml", "--coverage", "--format", "json").stdout)
        found = printed["coverage"]

        assert 0 == found["lowest"]
        assert {"reached": 0, "of": 2} == found["rules"]["red-flags"]
        assert ["all", "missing"] == list(found["bands"])
        assert {"rule": "HF01", "detail": "chest-pain: yes"} in found["boxes"]["missing"]
        assert {"rule": "HF01", "detail": "chest-pain: yes"} in found["answers"]["missing"]
        assert "coverage" not in json.loads(self.run("none.case.yaml", "--format", "json").stdout)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--min-coverage", "95"), "`--min-coverage` goes with `--coverage` only"),
        ],
    )
    def test_an_option_that_would_do_nothing_is_a_wrong_use(
        self, words: tuple[str, ...], said: str
    ) -> None:
        """Nobody believes that a share was asked for when it was not."""
        got = self.run("none.case.yaml", *words)

        assert said in got.stderr
        assert 2 == got.exit_code
