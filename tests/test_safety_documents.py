"""The safety documents: read strictly, and held against rules, cases, tests and each other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests import traceability
from tests.conftest import ROOT, the_book
from tests.hazards import (
    FOLDER,
    Hazard,
    Known,
    Likelihood,
    Severity,
    evidence_problems,
    known_in,
    names_of_tests,
    read_hazard,
    read_hazards,
    red_flags_without_hazard,
    risk_matrix,
)
from tests.small_book import write_book
from triage import load_rulebook

PLAN = (ROOT / "docs/safety/risk-plan.md").read_text("utf-8")
PAGES = [
    *sorted(FOLDER.glob("*.md")),
    *sorted((ROOT / "docs/safety").glob("*.md")),
    ROOT / "INTENDED_USE.md",
    ROOT / "PRIVACY.md",
    ROOT / "SECURITY.md",
    ROOT / "ACCESSIBILITY.md",
    ROOT / "INCIDENTS.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "rules/CHANGELOG.md",
]


@cache
def hazards() -> list[Hazard]:
    return read_hazards()[0]


class TestHazardLog:
    def test_every_file_reads(self) -> None:
        """No hazard is lost because its file has a slip, and none is numbered twice."""
        found, problems = read_hazards()

        assert [] == [str(problem) for problem in problems]
        assert len(list(FOLDER.glob("*.md"))) == len(found)

    def test_there_are_at_least_25_numbered_without_a_gap(self) -> None:
        """A hazard is closed, never deleted, so that no number goes missing."""
        ids = [hazard.matter.id for hazard in hazards()]

        assert 25 <= len(ids)
        assert [f"H{number:02}" for number in range(1, len(ids) + 1)] == ids

    def test_all_evidence_is_there(self) -> None:
        """Each rule, case and test that a control names exists, and each control names one."""
        problems = evidence_problems(hazards(), known_in(the_book()))

        assert [] == [str(problem) for problem in problems]

    def test_every_red_flag_has_a_hazard(self) -> None:
        """A danger sign guards against something, and somebody has thought about what is left."""
        assert [] == red_flags_without_hazard(hazards(), the_book())


HAZARD = """\
---
id: H01
title: A hazard
severity: major
likelihood: low
controls:
  - control: Something guards it.
    evidence:
      rules: [HF01]
      cases: ["tests/cases/a.case.yaml::pain"]
      tests: [tests/test_a.py::TestA::test_it]
---
# H01: A hazard

## How it could come about

Somehow.

## What could happen

Harm.

## Residual risk

Some.
"""
KNOWN = Known(
    rules=frozenset({"HF01"}),
    cases=frozenset({"tests/cases/a.case.yaml::pain"}),
    tests=frozenset({"tests/test_a.py::TestA::test_it"}),
)


def slips(text: str) -> list[str]:
    """Everything that is wrong with a hazard, its evidence included."""
    hazard, problems = read_hazard(text, "H01-a.md")
    problems += [] if hazard is None else evidence_problems([hazard], KNOWN)
    return [str(problem) for problem in problems]


class TestSlips:
    """That the hazard log has no slip means something only where a slip is seen."""

    def test_the_hazard_that_all_slips_start_from_is_a_right_one(self) -> None:
        """Whatever is found below comes from its own change."""
        assert [] == slips(HAZARD)

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            pytest.param(
                "likelihood: low",
                "likelyhood: low",
                "H01-a.md:5:1: unknown key `likelyhood`\n  help: did you mean `likelihood`?",
                id="a key",
            ),
            pytest.param(
                "severity: major",
                "severity: terrible",
                "H01-a.md:4:11: unknown word `terrible` for `severity`\n"
                "  help: one of: catastrophic, considerable, major, minor, significant",
                id="a severity",
            ),
            pytest.param(
                "    evidence:\n",
                "    note: a\n    evidence:\n",
                "H01-a.md:8:5: unknown key `note`\n  help: known keys here: control, evidence",
                id="a key of a control",
            ),
            pytest.param(
                "[HF01]",
                "[HF02]",
                "H01-a.md:9:15: there is no rule `HF02`",
                id="a rule",
            ),
            pytest.param(
                "::pain",
                "::pains",
                "H01-a.md:10:15: there is no case `tests/cases/a.case.yaml::pains`\n"
                "  help: did you mean `tests/cases/a.case.yaml::pain`?",
                id="a case",
            ),
            pytest.param(
                "::test_it",
                "::test_if",
                "H01-a.md:11:15: there is no test `tests/test_a.py::TestA::test_if`\n"
                "  help: did you mean `tests/test_a.py::TestA::test_it`?",
                id="a test",
            ),
            pytest.param(
                '      cases: ["tests/cases/a.case.yaml::pain"]\n'
                "      tests: [tests/test_a.py::TestA::test_it]\n",
                "",
                "H01-a.md:9:7: no test and no case shows `Something guards it.`",
                id="a control that nothing shows",
            ),
            pytest.param(
                "id: H01",
                "id: H02",
                "H01-a.md:2:5: the id `H02` is not that of the file\n"
                "  help: call the file `H02-....md`",
                id="the id of another file",
            ),
            pytest.param(
                "# H01: A hazard",
                "# H01: Another hazard",
                "H01-a.md:13:1: the title is not that of the front matter\n"
                "  help: `# H01: A hazard`",
                id="the title",
            ),
            pytest.param(
                "## Residual risk",
                "## What is left",
                "H01-a.md:13:1: the headings are not those of a hazard\n"
                "  help: `## How it could come about`, `## What could happen`, `## Residual risk`",
                id="a heading",
            ),
            pytest.param(
                "\nSome.\n",
                "",
                "H01-a.md:13:1: nothing stands below `Residual risk`",
                id="no residual risk",
            ),
            pytest.param(
                "---\nid",
                "id",
                "H01-a.md:1:1: there is no front matter\n  help: begin with `---`",
                id="no front matter",
            ),
        ],
    )
    def test_a_slip_is_said_with_its_place(self, right: str, wrong: str, said: str) -> None:
        """Who writes a hazard is told what is wrong, where, and what was probably meant."""
        assert 1 <= HAZARD.count(right)
        text = HAZARD.replace(right, wrong, 1)
        found = slips(text)
        if "id: H02" in text:  # its heading still says the old number
            found = [slip for slip in found if "title" not in slip]

        assert [said] == found

    def test_a_red_flag_that_no_hazard_names_is_found(self, tmp_path: Path) -> None:
        """A new danger sign cannot come in without anybody thinking of its hazard."""
        book = load_rulebook(write_book(tmp_path))
        named, _ = read_hazard(HAZARD, "H01-a.md")
        other, _ = read_hazard(HAZARD.replace("[HF01]", "[short-hiccups]"), "H01-a.md")

        assert named is not None
        assert other is not None
        assert [] == red_flags_without_hazard([named], book)
        assert ["HF01"] == red_flags_without_hazard([other], book)

    def test_a_number_that_is_used_twice_is_found(self, tmp_path: Path) -> None:
        """Two hazards never share a number."""
        (tmp_path / "H01-a.md").write_text(HAZARD, "utf-8")
        (tmp_path / "H01-b.md").write_text(HAZARD, "utf-8")
        _, problems = read_hazards(tmp_path)

        assert 2 == sum("is used twice" in problem.message for problem in problems)

    def test_names_of_tests_are_those_of_pytest(self, request: pytest.FixtureRequest) -> None:
        """What is read from the test files is what pytest would run: this very test, too."""
        own = "tests/test_safety_documents.py"
        collected = {
            re.sub(r"\[.*", "", item.nodeid)
            for item in request.session.items
            if item.nodeid.startswith(f"{own}::")
        }
        read = {name for name in names_of_tests() if name.startswith(f"{own}::")}

        assert request.node.nodeid in read
        assert collected <= read


class TestRiskPlan:
    def test_the_matrix_has_a_risk_for_every_pair_and_never_falls(self) -> None:
        """A graver or likelier hazard is never a smaller risk."""
        matrix = risk_matrix(PLAN)
        severities, likelihoods = Severity.__args__, Likelihood.__args__

        assert {(s, l) for s in severities for l in likelihoods} == set(matrix)  # noqa: E741
        for at, severity in enumerate(severities):
            for across, likelihood in enumerate(likelihoods):
                risk = matrix[severity, likelihood]
                assert 1 <= risk <= 5
                assert all(risk <= matrix[s, likelihood] for s in severities[at:])
                assert all(risk <= matrix[severity, name] for name in likelihoods[across:])

    def test_every_word_of_the_scales_is_explained(self) -> None:
        """Nobody has to guess what *major* or *medium* means."""
        for word in (*Severity.__args__, *Likelihood.__args__):
            assert re.search(rf"^\| {word} \| .+ \|$", PLAN, re.MULTILINE), word

    def test_a_grave_hazard_never_hangs_on_one_control(self) -> None:
        """Where much is at stake, something else still holds when one control fails."""
        matrix = risk_matrix(PLAN)
        for hazard in hazards():
            if matrix[hazard.matter.severity, hazard.matter.likelihood] >= 4:
                assert 2 <= len(hazard.matter.controls), hazard.path

    def test_vacant_roles_are_said_to_be_vacant(self) -> None:
        """Nobody is made up who would have judged these risks."""
        assert re.search(
            r"^\| clinical safety officer: .+ \| \*\*vacant\*\* \|$", PLAN, re.MULTILINE
        )
        assert 6 <= PLAN.count("| **vacant** |")


class TestTraceability:
    def test_the_document_is_up_to_date(self) -> None:
        """From hazard to case and back; `python -m tests.traceability` renews it."""
        assert traceability.current() == traceability.DOCUMENT.read_text("utf-8")

    def test_a_rule_leads_to_the_questions_behind_its_findings(self, tmp_path: Path) -> None:
        """A rule rests on questions even where it only names a finding."""
        book = load_rulebook(write_book(tmp_path))

        assert ["chest-pain"] == traceability.questions_of(book, "HF01")
        assert ["after"] == traceability.questions_of(book, "short-after-meal")
        assert ["after"] == traceability.questions_of(book, "full-stomach")
        assert ["lasted", "after"] == traceability.questions_of(book, "short-hiccups")

    def test_a_case_leads_to_what_it_expects(self, tmp_path: Path) -> None:
        """A case shows a red flag or a condition only where it expects it to come."""
        from triage.cases.loading import load_cases

        book = load_rulebook(write_book(tmp_path))
        path = tmp_path / "small.case.yaml"
        path.write_text(
            "cases:\n"
            "  pain: {answers: {chest-pain: yes}, expect: {red-flags: [HF01]}}\n"
            "  none: {answers: {chest-pain: no}, expect: {not-red-flags: [HF01]}}\n",
            "utf-8",
        )

        assert [{"HF01"}, set()] == [traceability.named_by(c) for c in load_cases(path, book)]


class TestDocuments:
    @pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_every_hazard_that_is_named_is_there(self, path: Path) -> None:
        """A number in a text leads to a hazard."""
        known = {hazard.matter.id for hazard in hazards()}

        assert set(re.findall(r"\bH\d\d\b", path.read_text("utf-8"))) <= known

    @pytest.mark.parametrize(
        "path",
        [*PAGES, traceability.DOCUMENT],
        ids=lambda path: path.relative_to(ROOT).as_posix(),
    )
    def test_links_that_stand_at_the_end_lead_somewhere(self, path: Path) -> None:
        """Each is used in the text above, and points at a file that is there."""
        text = path.read_text("utf-8")
        for name, target in re.findall(r"^\[([^\]]+)\]: (\S+)$", text, re.MULTILINE):
            assert (path.parent / target).is_file(), target
            assert 2 <= text.count(f"[{name}]"), name

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_figures_are_those_of_the_accuracy_report(self, path: Path) -> None:
        """A share that is quoted stands, word for word, where it is worked out."""
        report = " ".join((ROOT / "docs/accuracy.md").read_text("utf-8").split())
        text = " ".join(path.read_text("utf-8").split())
        for quoted in re.findall(r"`([^`]* of \d+ = [^`]*)`", text):
            assert quoted in report, quoted

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_nothing_is_claimed_that_is_not_so(self, path: Path) -> None:
        """No conformity, no approval, no address and no person that nobody has checked."""
        text = path.read_text("utf-8")

        for word in (
            r"\bcomplies with\b",
            r"\bcertified\b",
            r"\bFDA[- ]cleared\b",
            r"\bCE[- ]marked\b",
        ):
            assert not re.search(word, text, re.IGNORECASE), word
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", text)
        assert not re.search(r"\b(Dr|Prof)\.? [A-Z]", text)

    def test_commands_in_the_guide_for_contributors_are_those_that_are_run(self) -> None:
        """Whoever follows the guide runs what the build runs."""
        guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
        built = (ROOT / ".ci/run").read_text("utf-8")
        block = re.findall(r"```sh\n(.+?)```", guide, re.DOTALL)[0]
        commands = [line.split("  #")[0].strip() for line in block.splitlines() if line.strip()]

        assert commands
        for command in commands:
            assert command in built or command == ".venv/bin/pytest", command

    def test_what_the_guide_for_contributors_says_to_run_is_there(self) -> None:
        """Whoever is told to renew a document finds what renews it."""
        guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
        modules = re.findall(r"`python -m ([\w.]+)`", guide)

        assert "tests.traceability" in modules
        assert [] == [m for m in modules if not (ROOT / f"{m.replace('.', '/')}.py").is_file()]

    def test_the_rules_have_a_change_log_with_their_version(self) -> None:
        """A change of the rules is found without reading the changes of the program."""
        text = (ROOT / "rules/CHANGELOG.md").read_text("utf-8")

        assert f"## {the_book().version}" in text
