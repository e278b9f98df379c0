"""The command line: exit codes, messages, help."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT, the_book
from tests.reading import FORMS, quiet_page
from triage import answers_from, assess, to_json
from triage.cli.main import main, wants_plain
from triage.rulebook.schema import file_schemas

TYPICAL = """\
age: 52
parts: [head]
does-head: [pulled]
head-way: [same-side]
changes: [touch]
"""
EMERGENCY = "danger-now: [breath]\nmedicines: ['<b>x</b> *y*']\n"
DANGER_NOW = "\n1\n50\n1\n"
"""What is typed up to the first danger screen."""


def run(*words: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, words, input=typed)


class TestAssess:
    def test_text_says_urgency_reasons_and_see_your_doctor(self) -> None:
        """The result names how soon, what fits and why, and the doctor."""
        result = run("assess", "-", typed=TYPICAL)

        assert 0 == result.exit_code, result.output
        assert "ROUTINE: see your doctor" in result.output
        assert "1. Cervical dystonia (fits well)" in result.output
        assert "a light touch that calms the movement is typical" in " ".join(result.output.split())
        assert "Please see your doctor" in result.output
        assert "not been reviewed by a clinician" in result.output

    @pytest.mark.parametrize("answers", [TYPICAL, EMERGENCY, "{}"], ids=["typical", "now", "none"])
    @pytest.mark.parametrize("form", FORMS)
    def test_markdown_and_html_say_what_the_text_says(self, form: str, answers: str) -> None:
        """Promise P1 in each form: the advisory word for word, and every line of the text."""
        said = run("assess", "-", typed=answers).output
        shown = run("assess", "-", "--format", form, typed=answers)
        told = " ".join(FORMS[form](shown.output).split())
        parts = [re.sub(r"^ *(-|\d+\.) ", "", line) for line in said.splitlines() if line.strip()]

        assert 0 == shown.exit_code, shown.output
        assert the_book().advisory.advisory in told
        assert the_book().advisory.not_reviewed in told
        assert [] == [part for part in parts if " ".join(part.split()) not in told]

    @pytest.mark.parametrize("answers", [TYPICAL, EMERGENCY, "{}"], ids=["typical", "now", "none"])
    def test_the_page_allows_itself_nothing_but_its_own_style(self, answers: str) -> None:
        """No request and no script; how soon to be seen is the first heading."""
        page = run("assess", "-", "--format", "html", typed=answers).output
        urgency = json.loads(run("assess", "-", "--format", "json", typed=answers).output)["title"]

        quiet_page(page)
        assert f"<h1>{urgency}</h1>" in page

    def test_json_is_the_library_result_byte_for_byte(self) -> None:
        """The command adds nothing to what the library says."""
        given = {
            "age": 52,
            "parts": ["head"],
            "does-head": ["pulled"],
            "head-way": ["same-side"],
            "changes": ["touch"],
        }
        book = the_book()

        assert (
            to_json(assess(book, answers_from(book, given)))
            == run("assess", "-", "--format", "json", typed=TYPICAL).output
        )

    def test_json_fits_the_published_schema(self) -> None:
        """What is printed is what the schema promises."""
        schema = json.loads(run("rules", "schema").output)["result"]
        printed = json.loads(run("assess", "-", "--format", "json", typed=TYPICAL).output)

        jsonschema.validate(printed, schema)

    def test_no_answers_at_all_are_routine(self) -> None:
        """Nothing answered is routine, with no candidate, and with the advisory."""
        printed = json.loads(run("assess", "-", "--format", "json", typed="{}").output)

        assert "routine" == printed["urgency"]
        assert [] == printed["suggested"]
        assert the_book().advisory.advisory == printed["advisory"]

    def test_wrong_answers_are_exit_code_4(self) -> None:
        """Unusable answers are said in one line each, on standard error."""
        result = run("assess", "-", typed="medicins: none")

        assert 4 == result.exit_code
        assert result.stderr == (
            "error: <standard input>:1:1: unknown question `medicins`\n"
            "  help: did you mean `medicines`?\n"
        )
        assert "" == result.stdout

    def test_a_missing_file_is_exit_code_4(self, tmp_path: Path) -> None:
        """A wrong file name is said, not thrown."""
        result = run("assess", str(tmp_path / "none.yaml"))

        assert 4 == result.exit_code
        assert "there is no such file" in result.stderr


class TestRules:
    def test_the_projects_own_rules_have_no_slip(self) -> None:
        """`triage rules check` finds nothing to mend."""
        result = run("rules", "check")

        assert 0 == result.exit_code, result.output
        assert "no problem found" in result.output

    def test_an_empty_folder_is_exit_code_3(self, tmp_path: Path) -> None:
        """Unusable rules are their own exit code."""
        result = run("rules", "check", str(tmp_path))

        assert 3 == result.exit_code
        assert "there are no rule files" in result.stderr

    def test_the_rules_option_uses_another_folder(self, tmp_path: Path) -> None:
        """Any command can be pointed at another rule book."""
        assert 3 == run("assess", "-", "--rules", str(tmp_path), typed="{}").exit_code
        assert 3 == run("ask", "--rules", str(tmp_path)).exit_code

    def test_every_rule_file_fits_its_schema(self) -> None:
        """What the loader accepts, an editor accepts too."""
        import yaml

        schemas = file_schemas()
        for path in sorted((ROOT / "rules").rglob("*.yaml")):
            name = path.relative_to(ROOT / "rules").as_posix()
            kind = name if name in schemas else f"{name.split('/')[0]}/*.yaml"
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)

            jsonschema.validate(numbers(content), schemas[kind])


def numbers(node):
    """Whole numbers as numbers where the schema wants them; all else stays text."""
    if isinstance(node, dict):
        counted = ("lowest", "highest", "core", "fits-well", "fits-partly", "shown-at-most")
        counted += (
            "under",
            "days-from",
            "days-to",
            "rare-needs-supports",
            "strong",
            "moderate",
            "weak",
            "count",
            "within",
            "from",
            "to",
        )
        return {
            key: int(value)
            if key in counted and isinstance(value, str) and value.isdigit()
            else [int(item) for item in value]
            if key == "cut-points"
            else numbers(value)
            for key, value in node.items()
        }
    return [numbers(item) for item in node] if isinstance(node, list) else node


class TestAsk:
    def test_end_of_input_says_the_advisory_and_is_exit_code_5(self) -> None:
        """A person is never left without the advisory, whatever ends the questions."""
        result = run("ask", typed="\n1\n")

        assert 5 == result.exit_code
        assert "Stopped. Nothing was saved." in result.output
        assert "Please see your doctor" in result.output

    def test_an_ending_after_a_danger_sign_says_the_urgency(self) -> None:
        """Who stops after "not sure" about breathing still hears how soon."""
        result = run("ask", typed=DANGER_NOW + "u\n")

        assert 5 == result.exit_code
        assert "Your answers so far: TODAY" in result.output

    def test_an_emergency_interrupts_at_once(self) -> None:
        """Trouble breathing ends the questions with what to do now."""
        result = run("ask", typed=DANGER_NOW + "1\n1\n")

        assert 0 == result.exit_code, result.output
        assert "EMERGENCY" in result.output
        assert "\n5. " not in result.output

    def test_a_mistaken_danger_sign_can_be_changed(self) -> None:
        """Choosing 2 at the interrupt asks that question again."""
        result = run("ask", typed=DANGER_NOW + "1\n2\n0\n")

        assert (
            "Your answer was: Hard or noisy breathing, closing throat, or spit you" in result.output
        )
        assert "\n5. " in result.output

    def test_going_on_keeps_asking(self) -> None:
        """Choosing 3 goes on, to prepare notes for the doctor."""
        result = run("ask", typed=DANGER_NOW + "1\n3\n")

        assert "\n5. " in result.output
        assert "Your answers so far: EMERGENCY" in result.output


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "`9` is not one of the choices. Type a number from 1 to 3"),
        ("", "Type a number from 1 to 3"),
        ("b", "This is the first question."),
        ("?", "Why we ask:"),
        ("\x1b[2J", "`\\x1b[2J` is not one of the choices."),
    ],
    ids=["out of range", "Enter alone", "back at the first", "why", "escape codes"],
)
def test_what_is_typed_at_a_question(typed: str, said: str) -> None:
    """Every slip is answered with what can be typed."""
    result = run("ask", typed=f"\n{typed}\n")

    assert said in " ".join(result.output.split())
    # the runner shows what was typed as it was typed, so that one line is left out
    assert "\x1b" not in result.output.replace(f"u: {typed}\n", "")


@pytest.mark.parametrize(
    "words",
    [[], ["ask"], ["assess"], ["rules"], ["rules", "check"], ["rules", "schema"]],
    ids=lambda words: " ".join(words) or "triage",
)
def test_every_command_has_help(words: list[str]) -> None:
    """A command that nobody can find out about does not exist."""
    result = run(*words, "--help")

    assert 0 == result.exit_code
    if words != ["rules"]:
        assert "Example: triage" in result.output


def test_without_a_command_the_options_are_those_of_the_questionnaire(tmp_path: Path) -> None:
    """As the README lists them beside `triage` alone."""
    missing = tmp_path / "mine.json"
    alone, asked = (
        CliRunner().invoke(main, [*words, "--resume", str(missing)]) for words in ([], ["ask"])
    )

    assert (alone.exit_code, alone.output) == (asked.exit_code, asked.output)
    assert "there is no such file" in alone.output


def test_wrong_usage_is_exit_code_2() -> None:
    """click's own exit code for wrong usage."""
    assert 2 == run("assess").exit_code
    assert 2 == run("no-such-command").exit_code


@pytest.mark.parametrize(
    ("environ", "plain"),
    [
        ({"ACCESSIBLE": "1"}, True),
        ({"NO_COLOR": "1"}, True),
        ({"TERM": "dumb"}, True),
        ({"ACCESSIBLE": "0"}, False),
        ({"TERM": "xterm"}, False),
    ],
    ids=str,
)
def test_plain_text_where_it_is_asked_for(environ, plain, monkeypatch) -> None:
    """Styling is left out for screen readers, dumb terminals and NO_COLOR."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    assert plain == wants_plain(environ)
