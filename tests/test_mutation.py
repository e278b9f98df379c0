"""One thing changed in one rule, and whether a case notices."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from tests.conftest import ROOT
from tests.small_book import write_book
from tests.test_coverage import EVERYTHING
from triage import Rulebook, load_rulebook
from triage.cases import mutation, noticing
from triage.cases.loading import Case, Expect, load_cases
from triage.cases.mutation import equivalent, mutants
from triage.cases.noticing import PreparedCases
from triage.cases.replaying import asked
from triage.cli import progress
from triage.cli.main import TriageGroup
from triage.cli.mutants import Bench
from triage.cli.processes import Pool
from triage.cli.rules_mutate import command
from triage.inference.assessing import assess
from triage.presentation.result import result_text
from triage.rulebook.bands import moved
from triage.rulebook.conclusions import finding
from triage.rulebook.when import All, Any, AtLeast, Holds, Is

LOWER = "urgency: emergency -> same-day"
PAIN = "{chest-pain: no, age: 30, lasted: days, after: [], medicines: []}"


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def cases_of(book: Rulebook, folder: Path, text: str) -> list[Case]:
    path = folder / "small.case.yaml"
    path.write_text(text, encoding="utf-8")
    return load_cases(path, book)


def one_case(answers: str, expect: str) -> str:
    return f"cases:\n  one: {{answers: {answers}, expect: {expect}}}\n"


class TestMutants:
    def test_every_kind_of_change_is_listed_in_the_order_of_the_files(
        self, hiccups: Rulebook
    ) -> None:
        """Red flags come first; the same book gives the same list."""
        ids = [mutant.id for mutant in mutants(hiccups)]

        assert ids == [mutant.id for mutant in mutants(hiccups)]
        assert len(ids) == len(set(ids))
        assert [
            "HF01/chest-pain: yes -> no",
            "HF01/urgency: emergency -> same-day",
            "HF01/if-unsure: same-day -> two-weeks",
            "HF01/if-unsure: same-day -> emergency",
        ] == ids[:4]
        assert {
            "finding:full-stomach/without part 1",
            "short-hiccups/urgency: routine -> two-weeks",
            "short-hiccups-core/lasted: minutes -> days",
            "short-after-meal/strength: strong -> moderate",
            "long-in-adults/age at 1: at least 18 -> at least 60",
            "long-in-adults/without part 3",
            "long-with-pain/chest-pain: yes -> no",
        } <= set(ids)
        assert ids[:4] == [mutant.id for mutant in mutants(hiccups, only_red_flags=True)]

    def test_a_mutant_differs_from_the_book_in_one_rule(self, hiccups: Rulebook) -> None:
        """Everything but the changed rule is as it was."""
        for mutant in mutants(hiccups):
            changed = [
                name
                for name in hiccups.__struct_fields__
                if getattr(hiccups, name) != getattr(mutant.book, name)
            ]
            assert 1 == len(changed), mutant.id
            before, after = (getattr(b, changed[0]) for b in (hiccups, mutant.book))
            assert 1 == sum(before[id] != after[id] for id in before), mutant.id

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("under 18", ["under 60"]),
            ("under 60", ["under 18"]),
            ("at least 18", ["at least 60"]),
            ("at least 60", ["at least 18"]),
            ("18 to 59", ["under 60", "at least 18"]),
        ],
    )
    def test_an_age_moves_to_the_next_cut_point(self, text: str, expected: list[str]) -> None:
        """An end moves either way, as long as the comparison still says something."""
        assert expected == moved((18, 60), text)


class TestEquivalent:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (
                Any((Is("lasted", ("days",)), Is("lasted", ("minutes",)))),
                Is("lasted", ("minutes", "days")),
                True,
            ),
            (Any((Is("chest-pain", ("yes",)),)), All((Is("chest-pain", ("yes",)),)), True),
            (
                Holds(finding("full-stomach")),
                Any((Is("after.fizzy-drink", ("yes",)), Is("after.big-meal", ("yes",)))),
                True,
            ),
            (
                AtLeast(1, (Is("chest-pain", ("yes",)), Is("lasted", ("days",)))),
                Any((Is("lasted", ("days",)), Is("chest-pain", ("yes",)))),
                True,
            ),
            (Is("age", ("under 60",)), Is("age", ("under 18", "18 to 59")), True),
            # an answer of any kind is not the same as no answer
            (
                All((Is("chest-pain", ("yes",)), Is("lasted", ("minutes", "days", "unsure")))),
                Is("chest-pain", ("yes",)),
                False,
            ),
            (Is("chest-pain", ("yes",)), Is("chest-pain", ("yes", "unsure")), False),
            # a box that only several others cover together
            (
                Any(
                    (
                        Is("chest-pain", ("yes",)),
                        All((Is("chest-pain", ("no",)), Is("lasted", ("days",)))),
                    )
                ),
                Any(
                    (
                        Is("chest-pain", ("yes",)),
                        All((Is("chest-pain", ("yes", "no")), Is("lasted", ("days",)))),
                    )
                ),
                True,
            ),
        ],
    )
    def test_two_conditions_mean_the_same_when_they_hold_on_the_same_answers(
        self, hiccups: Rulebook, one, other, expected: bool
    ) -> None:
        """How a condition is written does not matter."""
        assert expected == equivalent(hiccups, one, other)
        assert expected == equivalent(hiccups, other, one)

    def test_a_change_without_a_meaning_is_not_listed(self, tmp_path: Path) -> None:
        """Dropping a line that another line already says cannot be noticed by anybody."""
        from tests.small_book import FILES

        twice = FILES["findings.yaml"].replace(
            "        - after.fizzy-drink: yes\n",
            "        - after.fizzy-drink: yes\n"
            "        - all: [after.fizzy-drink: yes, after.big-meal: yes]\n",
        )
        book = load_rulebook(write_book(tmp_path, {**FILES, "findings.yaml": twice}))
        ids = [mutant.id for mutant in mutants(book)]

        assert "finding:full-stomach/without part 3" not in ids
        assert "finding:full-stomach/without part 1" in ids

    def test_it_agrees_with_trying_all_answers(self, hiccups: Rulebook) -> None:
        """Exact over every combination of answers, the missing ones as well."""
        from triage.inference.answers import holds

        names = ("age", "lasted", "after.big-meal")
        spaces = [(None, *hiccups.variables[name].answers) for name in names]
        every = [
            {name: word for name, word in zip(names, words, strict=True) if word is not None}
            for words in product(*spaces)
        ]
        when = hiccups.conditions["long-hiccups"].supports["long-in-adults"].when
        for what, new in mutation.changes(hiccups, when):
            same = all(holds(when, a, hiccups) == holds(new, a, hiccups) for a in every)
            assert same == equivalent(hiccups, when, new), what


class TestNoticed:
    @pytest.mark.parametrize(
        ("mutant", "answers", "expect"),
        [
            ("HF01/chest-pain: yes -> no", PAIN, "{red-flags: []}"),
            ("HF01/urgency: emergency -> same-day", "{chest-pain: yes}", "{urgency: emergency}"),
            (
                "HF01/if-unsure: same-day -> two-weeks",
                "{chest-pain: unsure}",
                "{urgency: same-day}",
            ),
            (
                "finding:full-stomach/without part 2",
                "{lasted: minutes, chest-pain: no, after: [fizzy-drink]}",
                "{because-of: [short-after-meal]}",
            ),
            ("long-hiccups/urgency: two-weeks -> routine", PAIN, "{urgency: two-weeks}"),
            ("long-hiccups-core/lasted: unsure -> minutes", PAIN, None),
            (
                "long-hiccups-core/lasted: unsure -> minutes",
                PAIN.replace("days", "minutes"),
                "{suggested: [short-hiccups]}",
            ),
            (
                "long-in-adults/age at 1: at least 18 -> at least 60",
                PAIN.replace("after: []", "after: [big-meal]"),
                "{because-of: [long-in-adults]}",
            ),
            (
                "short-after-meal/strength: strong -> moderate",
                "{lasted: minutes, chest-pain: no, after: [fizzy-drink]}",
                None,
            ),
            (
                "long-on-steroid/strength: moderate -> strong",
                PAIN.replace("medicines: []", "medicines: [soothine]").replace(
                    "after: []", "after: [big-meal, fizzy-drink]"
                ),
                None,
            ),
            (
                "long-with-pain/chest-pain: yes -> no",
                PAIN,
                "{suggested: [long-hiccups]}",
            ),
        ],
    )
    def test_a_case_that_says_so_notices_and_one_that_does_not_lets_it_live(
        self, hiccups: Rulebook, tmp_path: Path, mutant: str, answers: str, expect: str | None
    ) -> None:
        """Every kind of change is noticed where an expectation rests on it, and only there."""
        wanted = next(m for m in mutants(hiccups) if m.id == mutant)
        cases = cases_of(hiccups, tmp_path, one_case(answers, expect or "{}"))
        expected = "small.case.yaml: one" if expect else None

        assert expected == PreparedCases(hiccups, cases).verdict(wanted).noticed_by

    def test_a_strength_is_noticed_where_it_changes_a_fit(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """Points matter where they carry a condition over a threshold."""
        answers = PAIN.replace("medicines: []", "medicines: [soothine]")
        cases = cases_of(
            hiccups, tmp_path, one_case(answers, "{fits: {long-hiccups: fits-partly}}")
        )
        prepared_cases = PreparedCases(hiccups, cases)
        by_id = {m.id: prepared_cases.verdict(m).noticed_by for m in mutants(hiccups)}

        assert by_id["long-on-steroid/strength: moderate -> strong"]
        assert by_id["long-in-adults/strength: weak -> moderate"]
        assert by_id["long-on-steroid/strength: moderate -> weak"] is None

    def test_the_shelf_says_the_same_as_assessing_every_case(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """Leaving out cases that a change cannot touch changes no verdict."""
        cases = cases_of(hiccups, tmp_path, EVERYTHING)
        prepared_cases = PreparedCases(hiccups, cases)
        for mutant in mutants(hiccups):
            noticed = any(noticing._wrong(mutant.book, case) for case in cases)

            assert noticed == (prepared_cases.verdict(mutant).noticed_by is not None), mutant.id

    def test_a_case_that_looks_at_words_or_questions_hears_of_every_change(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """What was not asked, and what is asked, follow from the changed rules as well."""
        cases = []
        for case in cases_of(hiccups, tmp_path, EVERYTHING):
            said, met = result_text(assess(hiccups, case.answers)), asked(hiccups, case.answers)
            others = tuple(hiccups.questions.keys() - set(met))
            cases.append(replace(case, expect=Expect(says=(said,))))
            cases.append(replace(case, expect=Expect(asked=tuple(met), not_asked=others)))
        prepared_cases = PreparedCases(hiccups, cases)
        for mutant in mutants(hiccups):
            noticed = any(noticing._wrong(mutant.book, case) for case in cases)

            assert noticed == (prepared_cases.verdict(mutant).noticed_by is not None), mutant.id

    def test_the_rules_of_a_mutant_come_after_what_they_use(self, hiccups: Rulebook) -> None:
        """Only changed rules are put in, and none before a finding that it asks for now."""
        flag = replace(hiccups.red_flags["HF01"], when=Holds(finding("full-stomach")))
        asking = replace(hiccups, red_flags={**hiccups.red_flags, "HF01": flag})
        for book in (asking, *(mutant.book for mutant in mutants(hiccups))):
            found = noticing._rules(hiccups, book)

            assert {rule.id: rule for rule in book.rules} == {rule.id: rule for rule in found}
            for place, rule in enumerate(found):
                assert noticing._uses(rule).isdisjoint(later.concludes for later in found[place:])

    def test_a_rule_that_is_gone_no_longer_fires(self, hiccups: Rulebook, tmp_path: Path) -> None:
        """A case that names the rule of a level notices that the level is another one."""
        rule = next(r.id for r in hiccups.rules if r.id.startswith("urgency") and "HF01" in r.id)
        cases = cases_of(hiccups, tmp_path, one_case("{chest-pain: yes}", "{}"))
        cases = [replace(case, expect=Expect(because_of=(rule,))) for case in cases]
        wanted = next(m for m in mutants(hiccups) if m.id == f"HF01/{LOWER}")

        assert "emergency" in rule
        assert PreparedCases(hiccups, cases).verdict(wanted).noticed_by is not None

    def test_a_case_that_fails_already_notices_nothing(
        self, hiccups: Rulebook, tmp_path: Path
    ) -> None:
        """A broken case guards no rule."""
        prepared_cases = PreparedCases(
            hiccups, cases_of(hiccups, tmp_path, one_case(PAIN, "{first: short-hiccups}"))
        )

        assert ("one",) == prepared_cases.failing
        assert not any(prepared_cases.verdict(mutant).noticed_by for mutant in mutants(hiccups))


GUARDED = """\
cases:
  yes:    {answers: {chest-pain: yes}, expect: {urgency: emergency, red-flags: [HF01]}}
  unsure: {answers: {chest-pain: unsure}, expect: {urgency: same-day, red-flags: [HF01]}}
"""


class TestCommand:
    def run(self, folder: Path, text: str, *words: str):
        rules = folder / "rules"
        if not rules.exists():
            write_book(rules)
        (folder / "small.case.yaml").write_text(text, encoding="utf-8")
        group = TriageGroup("triage", commands=[command])
        path = str(folder / "small.case.yaml")
        return CliRunner().invoke(group, ["mutate", path, "--rules", str(rules), *words])

    def test_red_flags_that_are_guarded_exit_with_nought(self, tmp_path: Path) -> None:
        """Survivors of other rules are named and do not fail the run."""
        got = self.run(tmp_path, GUARDED)

        assert 0 == got.exit_code
        assert got.output.startswith("red flags: 4 changes, 0 not noticed\nother rules: ")
        assert "  long-with-pain/chest-pain: yes -> no\n" in got.output

    def test_a_red_flag_that_no_case_guards_exits_with_one(self, tmp_path: Path) -> None:
        """The change that nobody noticed is named."""
        got = self.run(tmp_path, GUARDED.partition("  unsure:")[0], "--only", "red-flags")

        assert 1 == got.exit_code
        assert (
            "red flags: 4 changes, 2 not noticed\n"
            "  HF01/if-unsure: same-day -> two-weeks\n"
            "  HF01/if-unsure: same-day -> emergency\n"
        ) == got.output

    def test_json_says_the_same_to_programs(self, tmp_path: Path) -> None:
        """Counts, and every survivor with its rule, its change and whether it is a red flag."""
        text = GUARDED.partition("  unsure:")[0]
        printed = json.loads(self.run(tmp_path, text, "--format", "json").stdout)
        alone = json.loads(
            self.run(tmp_path, text, "--format", "json", "--only", "red-flags").stdout
        )
        flags = [
            {"rule": "HF01", "change": f"if-unsure: same-day -> {level}", "red-flag": True}
            for level in ("two-weeks", "emergency")
        ]

        assert {"changes": 4, "not-noticed": 2} == printed["red-flags"]
        assert flags == printed["survivors"][:2]
        assert printed["other-rules"]["not-noticed"] == len(printed["survivors"]) - 2
        assert {
            "rule": "long-with-pain",
            "change": "chest-pain: yes -> no",
            "red-flag": False,
        } in printed["survivors"]
        assert {"red-flags": printed["red-flags"], "survivors": flags} == alone

    def test_several_processes_say_the_same(self, tmp_path: Path) -> None:
        """The number of processes changes nothing but the time."""
        assert self.run(tmp_path, EVERYTHING).output == (
            self.run(tmp_path, EVERYTHING, "--jobs", "2").output
        )

    def test_it_goes_on_from_where_it_was_interrupted(self, tmp_path: Path) -> None:
        """Verdicts are kept line by line, and half a line is found again."""
        kept = tmp_path / "kept.jsonl"
        whole = self.run(tmp_path, GUARDED, "--resume", str(kept))
        lines = kept.read_bytes().splitlines(keepends=True)
        kept.write_bytes(b"".join(lines[:5]) + lines[5][:9])
        again = self.run(tmp_path, GUARDED, "--resume", str(kept))

        assert whole.output == again.output
        assert lines == kept.read_bytes().splitlines(keepends=True)

    def test_verdicts_about_other_cases_are_refused(self, tmp_path: Path) -> None:
        """What was found with other cases says nothing about these."""
        kept = tmp_path / "kept.jsonl"
        self.run(tmp_path, GUARDED, "--resume", str(kept))
        got = self.run(tmp_path, EVERYTHING, "--resume", str(kept))

        assert 4 == got.exit_code
        assert "is about other rules or other cases\n  help: name a new file" in got.output

    def test_another_file_is_never_written_over(self, tmp_path: Path) -> None:
        """A file of something else stays as it is."""
        other = tmp_path / "notes.txt"
        for text in ("my notes\n", "my notes"):
            other.write_text(text)
            got = self.run(tmp_path, GUARDED, "--resume", str(other))

            assert 4 == got.exit_code
            assert "was not written by `triage rules mutate`" in got.output
            assert text == other.read_text()

    def test_cases_that_fail_already_are_said_first(self, tmp_path: Path) -> None:
        """A run with broken cases would count nothing rightly."""
        got = self.run(tmp_path, one_case(PAIN, "{first: short-hiccups}"))

        assert 4 == got.exit_code
        assert "1 case fails already, for example `one`" in got.output

    def test_suggested_cases_notice_what_was_missed(self, tmp_path: Path) -> None:
        """With the cases that it writes, nothing that can be noticed is missed again."""
        extra = tmp_path / "extra.case.yaml"
        text = GUARDED.partition("  unsure:")[0]
        first = self.run(tmp_path, text, "--suggest", str(extra))
        written = extra.read_text(encoding="utf-8")
        again = self.run(tmp_path, text + written.partition("cases:\n")[2])

        assert 1 == first.exit_code
        assert written.startswith("# Recorded from what the rules do now.")
        assert 0 == again.exit_code
        assert "red flags: 4 changes, 0 not noticed" in again.output

    def test_suggestions_are_never_written_over_a_file(self, tmp_path: Path) -> None:
        """A file of cases that somebody has read stays as it is."""
        extra = tmp_path / "extra.case.yaml"
        extra.write_text("mine", encoding="utf-8")
        got = self.run(tmp_path, GUARDED, "--suggest", str(extra))

        assert 4 == got.exit_code
        assert "is already there\n  help: give `--suggest` a new name" in got.output
        assert "mine" == extra.read_text(encoding="utf-8")


KILLED = """\
import os, signal, sys
from triage.cli import processes
from triage.cli.main import main

class Progress(processes.Progress):
    def step(self):
        super().step()
        if self._done == {after}:
            os.kill(os.getpid(), signal.SIGKILL)

processes.Progress = Progress
if __name__ == "__main__":
    main(sys.argv[1:])
"""
"""The command, killed when so many changes have their verdict, without a chance to tidy up."""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_half_way_and_resumed_it_says_the_same(tmp_path: Path, jobs: str) -> None:
    """What was found before a power cut counts, and nothing is found twice or forgotten."""
    write_book(tmp_path / "rules")
    (tmp_path / "small.case.yaml").write_text(GUARDED, encoding="utf-8")
    (tmp_path / "killed.py").write_text(KILLED.format(after=12), encoding="utf-8")
    words = ["rules", "mutate", "small.case.yaml", "--rules", "rules", "--jobs", jobs]
    triage = [sys.executable, "-m", "triage", *words]
    killed = [sys.executable, "killed.py", *words, "--resume", "kept.jsonl"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(command: list[str]):
        return subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, timeout=60, check=False
        )

    # run() returns when the pipes are closed, so no other process of it is left then
    assert -signal.SIGKILL == run(killed).returncode
    kept = (tmp_path / "kept.jsonl").read_bytes()
    again = run([*triage, "--resume", "kept.jsonl"])
    whole = (tmp_path / "kept.jsonl").read_bytes()
    fresh = run([*triage, "--resume", "fresh.jsonl"])

    assert 1 + 12 == kept.count(b"\n")
    assert whole.startswith(kept)
    assert (tmp_path / "fresh.jsonl").read_bytes() == whole
    assert (fresh.returncode, fresh.stdout) == (again.returncode, again.stdout)
    assert fresh.stdout.startswith(b"red flags: 4 changes, 0 not noticed\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_a_long_run_is(
    hiccups: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line counts the changes, and nothing of it stays."""
    screen = Terminal()
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", screen)
    with Pool(1, Bench.of, hiccups, (), "red-flags") as pool:
        verdicts = [*pool.in_order(Bench.verdict, [*pool.own.listed], "changes")]

    assert 4 == len(verdicts)
    assert screen.getvalue().startswith("\r1 of 4 changes")
    assert screen.getvalue().endswith(f"\r{' ' * 14}\r")
