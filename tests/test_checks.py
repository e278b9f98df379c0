"""`triage rules check`: every check finds what is wrong, and is silent where all is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from tests.check_pages import PAGES, check_pages
from tests.conftest import RULES
from tests.rule_patches import BASE, CHECKS, TODAY, report_on, write_patched
from tests.small_book import FILES, SECTION, SHORT, with_slip, write_book, write_slip
from triage import Rulebook
from triage.cases.guarding import untested
from triage.cases.loading import load_cases
from triage.checks import danger, names, reporting
from triage.checks.context import Context
from triage.checks.registry import BY_ID
from triage.checks.registry import CHECKS as REGISTERED
from triage.checks.running import Report, check_folder
from triage.checks.wording import grade
from triage.cli.main import TriageGroup
from triage.cli.rules_check import command
from triage.errors import Problem
from triage.inference import reference
from triage.inference.weighing import Blocked, Weighed
from triage.presentation.case_facts import Untested
from triage.rulebook import check_ids, loading
from triage.rulebook.loading import load_rulebook

ALL = [check.id for check in REGISTERED]
BAD = sorted(
    (path.parent.name, path.stem.removeprefix("bad")) for path in CHECKS.glob("E*/bad*.yaml")
)
GOOD = sorted(
    (path.parent.name, path.stem.removeprefix("good")) for path in CHECKS.glob("E*/good*.yaml")
)
SAFETY = ["E19", "E20", "E23", "E25"]


def report(tmp_path: Path, id: str, which: str) -> Report:
    folder = write_patched(tmp_path / "rules", id, which)
    return report_on(folder, against=BASE if BY_ID[id].needs == "another" else None)


def run(*words: str | Path) -> Result:
    group = TriageGroup("rules", commands=[command])
    return CliRunner().invoke(group, ["check", *(str(word) for word in words)])


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The base rule book with one place of one file replaced."""
    for path in BASE.rglob("*.yaml"):
        target = folder / path.relative_to(BASE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        if target == folder / file:
            assert text.count(old) == 1
            text = text.replace(old, new)
        target.write_text(text, "utf-8")
    return folder


class TestEveryCheck:
    @pytest.mark.parametrize(("id", "variant"), BAD, ids=[f"{id}{v}" for id, v in BAD])
    def test_a_bad_rule_book_is_caught_in_these_words(
        self, tmp_path: Path, id: str, variant: str
    ) -> None:
        """What is wrong is named with its place, in words, with what to do, and nothing else."""
        expected = (CHECKS / id / f"expected{variant}.txt").read_text("utf-8")
        found = report(tmp_path, id, f"bad{variant}")

        said = reporting.text(replace(found, passed=(), left_out=()))
        assert expected == said.replace(str(tmp_path / "rules"), "RULES")
        assert id in {finding.check.id for finding in found.findings}

    @pytest.mark.parametrize(("id", "variant"), GOOD, ids=[f"{id}{v}" for id, v in GOOD])
    def test_a_good_rule_book_is_left_alone(self, tmp_path: Path, id: str, variant: str) -> None:
        """No false alarm: not from this check, and no error or warning from another."""
        found = report(tmp_path, id, f"good{variant}").findings

        assert [] == [f.message for f in found if f.check.id == id]
        assert [] == [f.message for f in found if f.level != "hint"]

    @pytest.mark.parametrize("id", ALL)
    def test_its_page_says_why_it_matters(self, id: str) -> None:
        """Who is told to change a rule is told in a sentence or two what it spares a patient."""
        assert len((CHECKS / id / "why.md").read_text("utf-8")) > 80

    def test_the_pages_are_current(self) -> None:
        """Each says what its check does, and none is left over from a check that was taken out.

        `python -m tests.check_pages` renews them.
        """
        assert check_pages() == {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}

    def test_there_is_no_example_without_a_check(self) -> None:
        """What was taken out leaves nothing behind."""
        assert {*ALL, "base"} == {path.name for path in CHECKS.iterdir()}

    def test_the_checks_are_numbered_in_order_without_a_gap(self) -> None:
        """A check is named by its number in reports, in pages and in reasons to ignore it."""
        assert [f"E{number:02}" for number in range(len(ALL))] == ALL

    def test_the_base_that_all_examples_change_has_no_slip(self) -> None:
        """Whatever an example shows comes from its own change."""
        found = check_folder(BASE, TODAY)

        assert () == found.findings


class TestOwnRuleBook:
    def test_nothing_is_wrong_with_it_that_is_not_explained(self) -> None:
        """The rules that patients meet have no error and no unexplained warning; and every
        exception is explained in a sentence that can be read, in the file it is about.
        """
        found = check_folder(RULES, TODAY)

        assert (
            ""
            == reporting.text(
                replace(found, findings=tuple(f for f in found.findings if f.level != "hint"))
            ).split("no problem found")[0]
        )
        assert 0 == found.exit_code
        assert [] == [f.message for f in found.findings if f.check.id == "E31"]


# what the loader refuses: the file, what stands there, what is written instead, and the checks
LASTED = "minutes: {text: Minutes, yes: they last minutes}"
REFUSED = [
    (SHORT, "urgency: routine", "urgancy: routine", "E01"),
    (SHORT, "urgency: routine", "urgency: soon", "E01"),
    (SHORT, "{lasted: minutes}", "{lastd: minutes}", "E01"),
    (SHORT, "{lasted: minutes}", "{lasted: minuts}", "E01"),
    (SHORT, "{lasted: minutes}", "{lasted.minutes: yes}", "E01"),
    (SHORT, "{lasted: minutes}", "{after: big-meal}", "E01"),
    (SHORT, "{lasted: minutes}", "{after.milk: yes}", "E01"),
    (SHORT, "{lasted: minutes}", "{medicine.steriod: yes}", "E01"),
    (SHORT, "{finding: full-stomach}", "{finding: ful-stomach}", "E01"),
    (SHORT, "    sources: [H1]\n", "    sources: [H2]\n", "E01"),
    ("medicines.yaml", "part-of: steroid", "part-of: steriod", "E01"),
    ("medicines.yaml", "classes: [steroid]", "classes: [steriod]", "E01"),
    ("rulebook.yaml", "version: 0.0.1\n", "version: 0.0.1\ndanger-gates: [chest]\n", "E01"),
    ("rulebook.yaml", "id: hiccups", "id: hiccup", "E00 E01"),
    (SHORT, "{lasted: minutes}", "{age: old}", "E12"),
    (SHORT, "{lasted: minutes}", "{age: under 19}", "E12"),
    (SECTION, "lowest: 0", "lowest: -1", "E12"),
    (SECTION, "highest: 120", "highest: 0", "E12"),
    (SECTION, "cut-points: [18, 60]", "cut-points: [60, 18]", "E12"),
    (SECTION, "cut-points: [18, 60]", "cut-points: [18, 130]", "E12"),
    (SECTION, "ask-when: {chest-pain: [no, unsure]}", "ask-when: {after.big-meal: yes}", "E13"),
    (SECTION, "ask-when: {chest-pain: [no, unsure]}", "ask-when: {lasted: days}", "E13"),
    ("findings.yaml", "- after.big-meal: yes", "- finding: full-stomach", "E13"),
    ("medicines.yaml", "part-of: steroid", "part-of: strong-steroid", "E13"),
    (SHORT, "    sources: [H1]\n", "", "E14"),
    (SHORT, "    sources: [H1]\n", "    sources: []\n", "E14"),
    (SHORT, "    sources: [H1]\n", "    sources: ['']\n", "E01"),
    ("sources.yaml", "    used-for: everything here\n", "", "E14"),
    ("sources.yaml", "    used-for: everything here\n", "    used-for: ''\n", "E14"),
    ("sources.yaml", "    read: full\n", "", "E14"),
    ("red-flags.yaml", "urgency: emergency", "urgency: routine", "E19"),
    (SHORT, "name: short hiccups", "name: short\u200b hiccups", "E22"),
    (SHORT, "name: short hiccups", "name: short \x07hiccups", "E22"),
    (SHORT, "name: short hiccups", "name: short hiccups # \u202e spuccih", "E22"),
    ("advisory.yaml", "advisory: See your doctor.\n", "", "E25"),
    ("advisory.yaml", "advisory: See your doctor.\n", "advisory: ''\n", "E25"),
    (SECTION, LASTED, f"{LASTED}\n      {LASTED}", "E29"),
    (SECTION, LASTED, f'{LASTED}\n      "minutes ": {{text: Some, yes: some}}', "E29"),
    (SHORT, "{lasted: minutes}", "{lasted: [minutes, minutes]}", "E29"),
    (SHORT, "  short-after-meal:", "  short-hiccups-core:", "E29"),
    ("medicines.yaml", "[Calmex]", "[Soothine]", "E29"),
    (
        "rulebook.yaml",
        "  - {id: hiccups, title: The hiccups}\n",
        "  - {id: hiccups, title: The hiccups}\n" * 2,
        "E29",
    ),
]


class TestRefusals:
    """The loader says itself which check a problem belongs to; nobody reads that from its words."""

    def ids(self, folder: Path) -> list[str]:
        return [finding.check.id for finding in check_folder(folder, TODAY).findings]

    @pytest.mark.parametrize(("file", "right", "wrong", "wanted"), REFUSED)
    def test_a_refusal_belongs_to_its_check(
        self, tmp_path: Path, file: str, right: str, wrong: str, wanted: str
    ) -> None:
        """A refusal has a page as every other finding has."""
        found = check_folder(write_slip(tmp_path, file, right, wrong), TODAY)

        assert found.book is None
        assert wanted.split() == sorted({finding.check.id for finding in found.findings})

    def test_a_rule_book_without_an_advisory_lacks_what_guards_safety(self, tmp_path: Path) -> None:
        """That one file is missing is worse than that another one is."""

        def without(file: str) -> list[str]:
            left = {name: text for name, text in FILES.items() if name != file}
            return self.ids(write_book(tmp_path / file, left))

        assert ["E25"] == without("advisory.yaml")
        assert ["E00"] == without("scoring.yaml")

    def test_a_question_in_two_files_is_a_matter_of_order(self, tmp_path: Path) -> None:
        """Whichever file came first would be asked."""
        section = "  - {id: hiccups, title: The hiccups}\n"
        files = with_slip("rulebook.yaml", section, section + section.replace("hiccups,", "more,"))

        assert {"E29"} == set(
            self.ids(write_book(tmp_path, {**files, "questions/more.yaml": FILES[SECTION]}))
        )

    @pytest.mark.parametrize(("id", "variant"), BAD, ids=[f"{id}{v}" for id, v in BAD])
    def test_a_refused_example_of_a_page_belongs_to_that_page(
        self, tmp_path: Path, id: str, variant: str
    ) -> None:
        """Who follows the id from a refusal finds the very slip on the page."""
        found = check_folder(write_patched(tmp_path / "rules", id, f"bad{variant}"), TODAY)

        assert {problem.check or check_ids.UNREADABLE for problem in found.problems} <= {id}
        assert found.book is not None or BY_ID[id].by_loader

    @pytest.mark.parametrize(("file", "right", "wrong", "wanted"), REFUSED)
    def test_a_problem_said_in_other_words_keeps_its_check(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        file: str,
        right: str,
        wrong: str,
        wanted: str,
    ) -> None:
        """Whoever mends a sentence does not send its readers to another page."""
        as_written = loading.stop

        def in_other_words(*problems: Problem) -> NoReturn:
            as_written(*(one._replace(message=f"slip {n}") for n, one in enumerate(problems)))

        monkeypatch.setattr(loading, "stop", in_other_words)
        found = check_folder(write_slip(tmp_path, file, right, wrong), TODAY).findings

        assert {"slip"} == {finding.message.split()[0] for finding in found}
        assert wanted.split() == sorted({finding.check.id for finding in found})

    def test_the_pages_say_of_which_checks_the_loader_knows(self) -> None:
        """A page that says that the loader refuses something is right, and none leaves it out."""
        refused = {id for *_, wanted in REFUSED for id in wanted.split()}

        assert refused == {check.id for check in REGISTERED if check.by_loader}

    def test_an_id_is_called_as_its_check_is(self) -> None:
        """Whoever reads the code and whoever reads the pages use one name."""
        called = {name: id for name, id in vars(check_ids).items() if name.isupper()}

        assert called == {c.name.upper().replace("-", "_"): c.id for c in REGISTERED}


class TestIgnoring:
    WHY = "ignore: {E10: both are kept for the doctor}\n"

    def test_it_changes_no_meaning(self, tmp_path: Path) -> None:
        """An explanation for reviewers changes nothing for patients, so not the digest."""
        old = "name: short hiccups\n"
        folder = changed(
            tmp_path,
            "conditions/short-hiccups.yaml",
            old,
            old + "ignore: {E06: as the clinic said it}\n",
        )

        assert load_rulebook(BASE) == load_rulebook(folder)

    def test_it_holds_for_everything_below(self, tmp_path: Path) -> None:
        """A reason on a question covers its answers, and is counted, not hidden."""
        old = "      big-meal: {text: A big meal"
        new = "      a-walk: {text: A walk, yes: you walked, no: you did not walk}\n" + old
        folder = changed(
            tmp_path,
            "questions/hiccups.yaml",
            f"    answers:\n{old}",
            f"    ignore: {{E10: asked because people want to tell it}}\n    answers:\n{new}",
        )
        found = check_folder(folder, TODAY)

        assert () == found.findings
        assert ["`after.a-walk` has no effect"] == [f.message for f in found.passed]
        assert "1 finding ignored with a reason" in reporting.text(found)

    @pytest.mark.parametrize("id", SAFETY)
    def test_what_guards_a_safety_promise_cannot_be_ignored(self, tmp_path: Path, id: str) -> None:
        """No reason is good enough to let a danger sign get lost."""
        old = "    urgency: emergency\n    if-unsure: same-day\n"
        new = f"    urgency: emergency\n    if-unsure: routine\n    ignore: {{{id}: we think that this is fine}}\n"
        found = check_folder(changed(tmp_path, "red-flags.yaml", old, new), TODAY)
        told = [f.message for f in found.findings]

        assert f"`{id}` cannot be ignored" in told
        assert "*unsure* on `HF01` (Pain in the chest) gives `routine`" in told

    def test_a_reason_that_is_none_ignores_nothing(self, tmp_path: Path) -> None:
        """Both the short reason and what it was to hide are shown."""
        old = "    summary-only: yes\n"
        folder = changed(tmp_path, "medicines.yaml", old, "")
        section = folder / "conditions/short-hiccups.yaml"
        section.write_text(
            section.read_text("utf-8").replace(
                "    when: {finding: full-stomach}\n",
                "    when: {all: [{finding: full-stomach}, {after.big-meal: yes}]}\n"
                "    ignore: {E06: wanted}\n",
            ),
            "utf-8",
        )

        assert ["E06", "E31", "E10"] == [f.check.id for f in check_folder(folder, TODAY).findings]

    @pytest.mark.parametrize(
        ("typed", "advice"),
        [
            ("E6", "did you mean `E06`?"),
            ("e06", "did you mean `E06`?"),
            ("subsumed", "checks are listed in docs/checks/README.md"),
            ("E99", "checks are listed in docs/checks/README.md"),
        ],
    )
    def test_an_unknown_check_is_said_with_the_nearest(
        self, tmp_path: Path, typed: str, advice: str
    ) -> None:
        """A slip in an id does not silence anything."""
        old = "    if-unsure: same-day\n"
        new = f"{old}    ignore: {{{typed}: the two texts differ on purpose}}\n"
        found = check_folder(changed(tmp_path, "red-flags.yaml", old, new), TODAY).findings

        assert [f"unknown check `{typed}`"] == [f.message for f in found]
        assert [advice] == [f.help for f in found]


class TestExactness:
    def test_a_rule_covered_by_several_together_is_found(self, tmp_path: Path) -> None:
        """No single rule has to cover it: the blocks together may do."""
        old = "blocked-by:\n"
        new = (
            "blocked-by:\n"
            "  long-days: {when: {lasted: days}, because: no, instead: no, sources: [H1]}\n"
            "  long-unsure: {when: {lasted: unsure}, because: no, instead: no, sources: [H1]}\n"
        )
        folder = changed(tmp_path, "conditions/long-hiccups.yaml", old, new)
        told = [f.message for f in check_folder(folder, TODAY).findings]

        assert "`long-hiccups` can never be suggested, `blocked-by` covers all of its core" in told

    def test_a_skip_that_leads_on_is_followed(self, tmp_path: Path) -> None:
        """A question is out of reach where the question that opens it is."""
        old = "    ask-when: {chest-pain: [no, unsure]}\n"
        folder = changed(tmp_path, "questions/hiccups.yaml", old, "    ask-when: {age: under 18}\n")
        section = folder / "questions/hiccups.yaml"
        text = section.read_text("utf-8").replace(
            "  after:\n    kind: tick-all\n",
            "  after:\n    kind: tick-all\n    ask-when: {all: [{lasted: days}, {age: at least 18}]}\n",
        )
        section.write_text(text, "utf-8")
        told = [f.message for f in check_folder(folder, TODAY).findings]

        assert "no interview leads to the question `after`" in told

    def test_every_rule_of_a_book_is_looked_at(self) -> None:
        """No kind of rule is left out."""
        rules = Context(book=load_rulebook(BASE), texts={}).rules

        assert [
            "HF01",
            "finding:full-stomach",
            "long-hiccups-core",
            "long-in-adults",
            "long-on-steroid",
            "long-with-pain",
            "short-hiccups-core",
            "short-after-meal",
        ] == [rule.id for rule in rules]

    def test_easy_and_hard_sentences_are_told_apart(self) -> None:
        """A child reads the first; the second needs a degree."""
        easy = "Do your hands shake when you hold them out in front of you?"
        hard = "Administration of neuroleptic medication necessitates immediate interdisciplinary evaluation."

        assert grade(easy) < 4
        assert grade(hard) > 18


class TestLetters:
    @pytest.mark.parametrize("word", ["10 µg", "10 μg", "Ménière", "Sjögren", "kg/m²", "β blocker"])
    def test_what_medicine_writes_is_no_look_alike(self, tmp_path: Path, word: str) -> None:
        """Accents, units and single Greek letters are no disguise."""
        old = "name: short hiccups\n"
        folder = changed(tmp_path, "conditions/short-hiccups.yaml", old, f"name: {word}\n")

        assert () == check_folder(folder, TODAY).findings


class TestFormats:
    def test_text_names_file_line_column_level_and_check(self, tmp_path: Path) -> None:
        """A finding can be clicked in an editor, below the folder as it was typed."""
        folder = write_patched(tmp_path / "rules", "E23", "bad")
        result = run(folder, "--today", "2026-11-22")

        assert 1 == result.exit_code
        assert f"\n{folder}/red-flags.yaml:6:5  error  E23 unsure-lowers\n" in result.stdout
        assert result.stdout.startswith("rule book 0.0.1, digest ")
        assert "left out: E27 and E28, add `--cases PATH`\n" in result.stdout

    def test_json_has_the_same_findings(self, tmp_path: Path) -> None:
        """A program reads what a person reads."""
        folder = write_patched(tmp_path / "rules", "E23", "bad")
        told = json.loads(run(folder, "--format", "json").stdout)

        assert [
            {
                "check": "E23",
                "name": "unsure-lowers",
                "level": "error",
                "file": f"{folder}/red-flags.yaml",
                "line": 6,
                "column": 5,
                "message": "*unsure* on `HF01` (Pain in the chest) gives `routine`",
                "help": "for an emergency, not being sure is at least `same-day`",
            }
        ] == told["findings"]
        assert ["E27", "E28", "E30"] == told["left-out"]

    @pytest.mark.parametrize("id", ["E01", "E06", "E08", "E22", "E31"])
    def test_sarif_has_what_the_standard_asks_for(self, tmp_path: Path, id: str) -> None:
        """Every result has its rule, a level of the standard, and a place from 1."""
        log = json.loads(reporting.sarif(report(tmp_path, id, "bad"), "rule files"))
        (told,) = log["runs"]
        rules = told["tool"]["driver"]["rules"]

        assert "2.1.0" == log["version"]
        assert ALL == [rule["id"] for rule in rules]
        assert id in {result["ruleId"] for result in told["results"]}
        for result in told["results"]:
            assert result["ruleId"] == rules[result["ruleIndex"]]["id"]
            assert result["level"] in {"error", "warning", "note", "none"}
            assert result["message"]["text"]
            (place,) = result["locations"]
            assert place["physicalLocation"]["artifactLocation"]["uri"].startswith("rule%20files/")
            assert place["physicalLocation"]["region"]["startLine"] >= 1
            assert place["physicalLocation"]["region"]["startColumn"] >= 1

    def test_sarif_marks_what_is_ignored(self, tmp_path: Path) -> None:
        """What is ignored in the file is told as suppressed there, not left out."""
        log = json.loads(reporting.sarif(report(tmp_path, "E31", "good")))

        assert [[{"kind": "inSource"}]] == [r["suppressions"] for r in log["runs"][0]["results"]]

    def test_a_workflow_command_cannot_be_smuggled_in(self) -> None:
        """What stands in a rule file ends no command and starts none."""
        found = check_folder(BASE / "nowhere", TODAY)
        (one,) = found.findings
        hostile = replace(one, message="100% a,b:c\n::error::x\r", help="")
        (line, end) = reporting.github(replace(found, findings=(hostile,)), "a,b:c%").split("\n")

        assert "" == end
        assert line == (
            "::error file=a%2Cb%3Ac%25,line=1,col=1,title=E00 unreadable"
            "::100%25 a,b:c%0A::error::x%0D"
        )

    def test_github_gets_a_notice_for_a_hint(self, tmp_path: Path) -> None:
        """A hint does not look like a failure."""
        told = reporting.github(report(tmp_path, "E08", "bad"), "rules")

        assert told.startswith(
            "::notice file=rules/questions/hiccups.yaml,line=2,col=3,title=E08 gap"
            "::no rule says what follows from *yes* to `cough`%0Ahelp: "
        )

    @pytest.mark.parametrize(("id", "code"), [("E01", 3), ("E06", 1), ("E23", 1), ("E08", 0)])
    @pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
    def test_the_exit_code_is_the_same_in_every_format(
        self, tmp_path: Path, id: str, code: int, output: str
    ) -> None:
        """3 unusable, 1 for errors and warnings, 0 for hints."""
        folder = write_patched(tmp_path / "rules", id, "bad")
        result = run(folder, "--format", output, "--today", "2026-11-22")

        assert code == result.exit_code

    def test_a_refusal_reads_as_in_every_command_and_names_its_check(self, tmp_path: Path) -> None:
        """The loader's words stay; the page to read is added."""
        result = run(write_patched(tmp_path / "rules", "E01", "bad"))

        assert "" == result.stdout
        assert (
            "error: conditions/short-hiccups.yaml:11:10: unknown question `lastd`\n"
            "  help: did you mean `lasted`?\n"
            "  check: E01 unknown-name, see docs/checks/E01-unknown-name.md\n"
        ) == result.stderr


class TestCommand:
    def test_cases_are_checked_where_they_are_given(self, tmp_path: Path) -> None:
        """Without cases the output says what was left out; with them it is checked."""
        folder = write_patched(tmp_path / "rules", "E27", "bad")
        without = run(folder)
        given = run(folder, "--cases", tmp_path / "rules.case.yaml")

        assert 0 == without.exit_code
        assert 1 == given.exit_code
        assert "no case is *unsure* about `HF01` (Pain in the chest)" in given.stdout
        assert "E27 and E28" not in given.stdout

    def test_another_rule_book_is_compared(self, tmp_path: Path) -> None:
        """A change of meaning is told, and does not fail a build by itself."""
        folder = write_patched(tmp_path / "rules", "E30", "bad")
        result = run(folder, "--against", BASE)

        assert 0 == result.exit_code
        assert "holds for other answers than before" in result.stdout

    def test_an_unusable_rule_book_to_compare_with_is_said(self, tmp_path: Path) -> None:
        """A slip in a path gives a sentence."""
        result = run(BASE, "--against", tmp_path / "none")

        assert 3 == result.exit_code
        assert "error: there is no folder" in result.stderr

    def test_its_help_has_an_example(self) -> None:
        """Nobody has to guess how to call it."""
        assert "Example: triage rules check rules --cases tests/cases" in run("--help").stdout


class TestMistakesOfTheProgram:
    """Some checks find nothing in any rule book, as long as the program keeps its promises."""

    def test_a_red_flag_that_does_not_come_through_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Were a danger sign lost in weighing, the check would say so."""
        right = danger.weigh
        monkeypatch.setattr(
            danger, "weigh", lambda *given: replace(right(*given), urgency="routine")
        )
        told = [f.message for f in check_folder(BASE, TODAY).findings if f.check.id == "E19"]

        assert [
            "`HF01` (Pain in the chest) is `emergency`, but the result is `routine`",
            "`HF01` (Pain in the chest) is `same-day`, but the result is `routine`",
        ] == told

    def test_a_result_without_the_advisory_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Were the advisory lost on the way to a result, the check would say so."""
        right = danger.assessment_of
        monkeypatch.setattr(
            danger, "assessment_of", lambda *given: replace(right(*given), advisory="")
        )
        told = [f.message for f in check_folder(BASE, TODAY).findings if f.check.id == "E25"]

        assert ["a result leaves out the advisory"] == told

    def test_a_result_that_hangs_on_the_order_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Were the first rule of a file to win, the check would say so."""
        right = names.weigh

        def first_wins(book: Rulebook, fired: reference.Fired) -> Weighed:
            return replace(right(book, fired), blocked=(Blocked(next(iter(book.conditions)), ()),))

        monkeypatch.setattr(names, "weigh", first_wins)
        told = [f.message for f in check_folder(BASE, TODAY).findings if f.check.id == "E29"]

        assert ["the order of rules or answers decides"] == [m.split(" with ")[0] for m in told]


class TestGuarding:
    CASES = """\
people:
  short: {chest-pain: no, age: 30, lasted: minutes, after: [big-meal], medicines: []}
cases:
  short: {like: short, expect: {}}
"""

    def left(self, tmp_path: Path, more: str = "") -> Untested:
        path = tmp_path / "some.case.yaml"
        path.write_text(self.CASES + more, "utf-8")
        book = load_rulebook(BASE)
        return untested(book, load_cases(path, book))

    def test_a_case_just_misses_what_one_answer_would_bring(self, tmp_path: Path) -> None:
        """A meal without a chest that hurts is one answer away from the red flag."""
        left = self.left(tmp_path)

        assert "HF01" not in left.never_missed
        assert "long-hiccups-core" not in left.never_missed
        assert "long-in-adults" not in left.never_missed
        assert "finding:full-stomach" in left.never_missed

    def test_a_red_flag_alone_is_told_from_one_among_others(self, tmp_path: Path) -> None:
        """A danger sign is guarded by a case in which nothing else is dangerous."""
        none = self.left(tmp_path)
        pain = "  pain: {like: short, but: {chest-pain: yes}, without: [lasted], expect: {}}\n"
        some = self.left(tmp_path, pain)

        assert "HF01" in none.silent
        assert frozenset() == none.never_alone
        assert "HF01" not in some.silent
        assert frozenset() == some.never_alone

    def test_two_red_flags_together_leave_each_unshown(self, tmp_path: Path) -> None:
        """Where two always come together, neither is shown to be enough."""
        folder = changed(
            tmp_path / "rules",
            "red-flags.yaml",
            "red-flags:\n",
            "red-flags:\n"
            "  HF02:\n"
            "    title: A big meal\n"
            "    when: {after.big-meal: yes}\n"
            "    urgency: same-day\n"
            "    if-unsure: same-day\n"
            "    because: The stomach may be too full.\n"
            "    sources: [H1]\n",
        )
        path = tmp_path / "some.case.yaml"
        pain = "  pain: {like: short, but: {chest-pain: yes}, without: [lasted], expect: {}}\n"
        path.write_text(self.CASES + pain, "utf-8")
        book = load_rulebook(folder)

        assert frozenset({"HF01"}) == untested(book, load_cases(path, book)).never_alone

    def test_a_red_flag_that_always_brings_another_needs_no_case_alone(
        self, tmp_path: Path
    ) -> None:
        """Nobody can have the narrower danger sign without the wider one."""
        folder = write_patched(tmp_path / "rules", "E06", "good")
        path = tmp_path / "some.case.yaml"
        child = "{chest-pain: yes, age: 3, after: [], medicines: []}"
        path.write_text(f"cases: {{child: {{answers: {child}, expect: {{}}}}}}\n", "utf-8")
        book = load_rulebook(folder)

        assert frozenset({"HF01"}) == untested(book, load_cases(path, book)).never_alone
