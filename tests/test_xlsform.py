"""The questionnaire as an XLSForm: what it holds, who accepts it, and the urgency that it gives.

It needs pyxform, and Java for ODK Validate and JavaRosa; for the engine of ODK Web Forms also
`npm ci --prefix tests/xlsform`. Where they are missing, these tests are left out and say so.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import the_book
from tests.fhir_driving import said_in, the_form
from tests.small_book import write_book
from tests.walking import walk
from tests.xlsform_driving import (
    Filled,
    chosen,
    every_sign,
    is_shown,
    javarosa,
    slips,
    the_sheets,
    validator,
    web_forms,
    with_sign,
    xform_of,
)
from triage import Interview, load_rulebook
from triage.cli.main import main
from triage.fhir.form import code_of, unsure_code
from triage.fhir.response import response_of
from triage.inference.answers import is_asked
from triage.rulebook.kinds import TickAll
from triage.rulebook.kinds.base import NOT_ASKED
from triage.xlsform.names import link_of, name_of
from triage.xlsform.survey import Row, Sheets, sheets_of
from triage.xlsform.workbook import workbook_of
from triage.xlsform.xpath import FUNCTIONS, literal

CELL = 32_767
"""Letters that a cell of a workbook holds."""
STEP = 180
"""Every so many cases and people, beside those with a danger sign."""
IN_WEB_FORMS = 8
"""Of those people every so many: an answer takes eight times as long there as in JavaRosa."""
CALL = re.compile(r"([a-z-]+)\(")
TEXT = re.compile("'[^']*'|\"[^\"]*\"")


def questions() -> dict[str, Row]:
    """The rows of the survey by their names."""
    return {row["name"]: row for row in the_sheets().survey if "name" in row}


def expressions(sheets: Sheets) -> Iterator[str]:
    """All that a client works out."""
    for row in sheets.survey:
        for column in ("relevant", "constraint", "required", "calculation"):
            if row.get(column, "yes") != "yes":
                yield row[column]


class TestSheets:
    def test_every_question_and_every_line_of_it_stands_in_the_form_once(self) -> None:
        """Nobody who fills in the form misses a line that the terminal would show."""
        names = [row["name"] for row in the_sheets().survey if "name" in row]
        codes = [row["name"] for row in the_sheets().choices]

        assert len(names) == len({*names})
        assert len(codes) == len({*codes})
        for id, question in the_book().questions.items():
            assert id in names
            if isinstance(question, TickAll):
                assert {code_of(id, line) for line in question.answers} <= {*codes}
                assert {unsure_code(code_of(id, line)) for line in question.answers} <= {*codes}

    def test_names_can_be_read_back(self) -> None:
        """Whoever gets the data knows which item of the rule book each column is."""
        links = [*the_form().links, "1st/2"]
        names = [name_of(link) for link in links]

        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", name) for name in names)
        assert links == [link_of(name) for name in names]
        others = questions().keys() - {*names, "urgency", "reasons"}
        assert {None} == {link_of(name) for name in others}

    def test_the_advisory_stands_first_and_last_and_danger_texts_are_there(self) -> None:
        """Whoever reads only the form is told to see a doctor, and when to call for help."""
        notes = [row for row in the_sheets().survey if row["type"] == "note"]

        assert the_book().advisory.advisory == notes[0]["label"] == notes[-1]["label"]
        assert "reviewed" in notes[1]["label"]
        assert "emergency number" in notes[2]["label"]

    def test_what_to_do_in_an_emergency_follows_each_question_about_danger(self) -> None:
        """Where there is one question on a page, nobody goes on for long before it is said."""
        rows = [*the_sheets().survey]
        gates = [id for id, one in the_book().questions.items() if getattr(one, "gate", False)]
        for id in gates:
            (place,) = (at for at, row in enumerate(rows) if row.get("name") == id)
            assert f"{id}.unsure" == rows[place + 1]["name"]
            assert "${urgency} = 'emergency'" == rows[place + 2]["relevant"]
            assert rows[place + 2]["label"].startswith("EMERGENCY")
        sections = [at for at, row in enumerate(rows) if row.get("name", "").startswith("section")]
        for begin, end in zip(sections, [*sections[1:], len(rows)], strict=True):
            notes = [row for row in rows[begin:end] if row.get("name", "").startswith("emergency")]
            assert notes

    def test_age_and_danger_are_needed_and_nothing_else(self) -> None:
        """Nobody passes the danger signs in silence; not being sure is an answer."""
        needed = {name for name, row in questions().items() if "required" in row}
        gates = {id for id, one in the_book().questions.items() if getattr(one, "gate", False)}

        assert {"age", *gates} == needed
        assert "${age.unsure} = ''" == questions()["age"]["required"]

    def test_the_lowest_level_is_told_only_once_danger_was_asked_about(self) -> None:
        """A client that does not insist on an answer does not calm anybody too early."""
        routine, open_ = (
            questions()[name]["relevant"] for name in ("routine__result", "note__not-all")
        )
        needed = {name for name, row in questions().items() if "required" in row}

        for name in needed:
            assert f"${{{name}}} != ''" in routine
        assert routine.removeprefix("${urgency} = 'routine' and ") in open_
        assert "not(" in open_

    def test_none_is_not_ticked_beside_others(self) -> None:
        """A client says so at once, and the sign would count all the same."""
        row = questions()["danger-now"]

        assert row["constraint"] == (
            "count-selected(.) <= 1 or not(selected(., 'danger-now.none'))"
        )
        assert "parts.nothing" in questions()["parts"]["constraint"]

    def test_only_functions_that_every_client_has_are_used(self) -> None:
        """A name that no client knows is accepted by ODK Validate, and fails in the field."""
        used = {
            name
            for text in expressions(the_sheets())
            for name in CALL.findall(TEXT.sub("''", text))
        } - {"and", "or"}

        assert FUNCTIONS == used

    def test_every_cell_has_room(self) -> None:
        """Excel cuts off longer texts, without a word."""
        longest = max(len(text) for sheet in the_sheets() for row in sheet for text in row.values())

        assert 20_000 < longest <= CELL

    def test_patterns_mean_the_same_where_a_search_is_enough(self) -> None:
        """Java wants the whole text to match, JavaScript any part of it."""
        patterns = re.findall(r"regex\(\$\{\w+\}, '([^']+)'\)", "".join(expressions(the_sheets())))

        assert len(patterns) > 400
        for pattern in patterns:
            assert (pattern[0], pattern[-3:]) == ("^", ".*$")
            for text in (";@sex;sex.male;", ";danger-now.breath;;#is-rf01;"):
                assert bool(re.search(pattern, text)) is bool(re.fullmatch(pattern, text))

    def test_what_is_not_carried_over_is_listed(self) -> None:
        """Whoever deploys the form reads it in the workbook itself."""
        told = {row["about"]: row["text"] for row in the_sheets().readme}

        assert the_book().digest in told["rule book"]
        assert 8 == sum(about.startswith("not carried over") for about in told)
        assert "too high, never too low" in " ".join(told.values())

    def test_a_text_with_quotation_marks_and_marks_of_markdown_stays_a_text(
        self, tmp_path: Path
    ) -> None:
        """What a rule book says is shown as it is written there."""
        folder = write_book(tmp_path / "rules")
        for file in folder.rglob("*.yaml"):
            text = file.read_text("utf-8")
            text = text.replace("ask: Does your chest hurt?", 'ask: Does *your* _chest_ "hurt"?')
            file.write_text(
                text.replace(
                    "because: The heart may be in trouble.",
                    """because: The "heart" isn't well.""",
                ),
                "utf-8",
            )
        sheets = sheets_of(load_rulebook(folder))
        asked = next(row for row in sheets.survey if row.get("name") == "chest-pain")

        assert asked["label"] == 'Does \\*your\\* \\_chest\\_ "hurt"?'
        assert xform_of(workbook_of(sheets))
        assert """concat('a "b" isn', "'", 't')""" == literal("""a "b" isn't""")


class TestWorkbook:
    def test_the_same_rule_book_gives_the_same_bytes(self) -> None:
        """Two people can see that they have the same form."""
        code = "import sys, triage; from triage.xlsform.survey import sheets_of;"
        code += "from triage.xlsform.workbook import workbook_of;"
        code += "sys.stdout.buffer.write(workbook_of(sheets_of(triage.own_rulebook())))"
        made = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }

        assert 1 == len(made)

    def test_texts_are_no_formulas(self) -> None:
        """A text that begins with `=` is not worked out by whatever opens the workbook."""
        openpyxl = pytest.importorskip("openpyxl")
        row = {"type": "note", "name": "x", "label": "=1+1"}
        data = workbook_of(Sheets([row], [row], [row], [row]))
        cells = openpyxl.load_workbook(io.BytesIO(data))["survey"][2]

        assert [("note", "s"), ("x", "s"), ("=1+1", "s")] == [
            (cell.value, cell.data_type) for cell in cells
        ]

    def test_a_text_too_long_for_a_cell_is_never_cut_off(self) -> None:
        """A rule that lacks its end would be another rule."""
        row = {"type": "note", "label": "x" * (CELL + 1)}

        with pytest.raises(ValueError, match="label"):
            workbook_of(Sheets([row], [], [], []))


@cache
def the_xform() -> str:
    return xform_of(workbook_of(the_sheets()))


@pytest.fixture(scope="module")
def in_collect(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Filled]:
    """What the engine of ODK Collect made of everybody who was chosen; it takes half a minute."""
    validator()
    return javarosa(written(tmp_path_factory.mktemp("collect"), the_xform()), chosen(STEP))


class TestAccepted:
    def test_pyxform_converts_it_and_odk_validate_accepts_it(self) -> None:
        """Central and Kobo take it as it is."""
        validator()

        assert xform_of(workbook_of(the_sheets()), validate=True) == the_xform()

    def test_a_rule_book_on_another_symptom_is_accepted_too(self, tmp_path: Path) -> None:
        """Nothing here is about movements."""
        validator()
        book = load_rulebook(write_book(tmp_path / "rules"))

        assert "chest-pain.yes" in xform_of(workbook_of(sheets_of(book)), validate=True)


class TestShown:
    def test_a_question_is_shown_exactly_where_the_answers_lead_to_it(self) -> None:
        """Nobody misses a question of the terminal, and no other is put to anybody."""
        book, form = the_book(), the_form()
        compared = 0
        for seed in range(40):
            interview, chance = Interview(book), random.Random(seed)
            while interview.current is not None:
                interview = interview.answer(walk(interview, chance))
            answers = interview.answers
            said, variables = said_in(response_of(form, answers)), answers.variables(book)
            for part in form.parts:
                value = answers.given.get(part.question)
                lines = [value[line] for line in part.lines] if isinstance(value, Mapping) else []
                asked = value is not None and (not lines or {*lines} != {NOT_ASKED})
                shown = is_shown(part, said)
                compared += 1

                assert shown or not asked, part.link
                # what cannot change the result any more is left out by the program only
                assert not shown or is_asked(part.question, variables, book), part.link

        assert compared > 3_000


class TestUrgency:
    """The form comes to the urgency of the reference evaluator, in engines that people use."""

    def test_it_is_the_same_in_the_engine_of_collect(
        self, in_collect: Mapping[str, Filled]
    ) -> None:
        """Every danger sign, certain and unsure, and every 180th case and person."""
        some = chosen(STEP)

        assert len(some) >= 120
        assert every_sign() == frozenset[str]().union(*(person.signs for person in some))
        assert [] == slips(some, in_collect)
        assert {"emergency", "same-day", "two-weeks", "routine"} == {
            one.urgency for one in in_collect.values()
        }

    def test_it_is_the_same_in_the_engine_of_web_forms(
        self, in_collect: Mapping[str, Filled], tmp_path: Path
    ) -> None:
        """The same people, fewer; and the reasons are the same in both engines."""
        some = chosen(STEP)[::IN_WEB_FORMS]
        filled = web_forms(written(tmp_path, the_xform()), some)
        other = [in_collect[person.id] for person in some]

        assert [] == slips(some, filled)
        assert [one.reasons for one in other] == [one.reasons for one in filled.values()]
        assert any(one.reasons for one in filled.values())

    @pytest.mark.parametrize(
        ("clause", "broken", "sign"),
        [
            (r"danger-now\[\.\]breath", "danger-now[.]nobody", "RF01"),
            (r"\(\?:\[\.\]unsure\)\?", "", "RF01?"),
            (r'(nodeset="\S+/fever" [^>]*relevant=)"[^"]+"', r'\1"false()"', "RF07"),
        ],
        ids=["a rule misses a sign", "not sure says nothing", "a question is never shown"],
    )
    def test_a_clause_that_is_broken_on_purpose_is_noticed(
        self, clause: str, broken: str, sign: str, tmp_path: Path
    ) -> None:
        """Two who have that sign, and little else, see it."""
        validator()
        some = with_sign(sign)
        wrong, times = re.subn(clause, broken, the_xform())
        filled = javarosa(written(tmp_path, wrong), some)

        assert times
        assert slips(some, filled)


def written(folder: Path, xform: str) -> Path:
    file = folder / "form.xml"
    file.write_text(xform, "utf-8")
    return file


class TestCommand:
    def test_it_writes_a_workbook_and_says_so(self, tmp_path: Path) -> None:
        """The file is the form of the rule book, with the numbers of the region."""
        out = tmp_path / "form.xlsx"
        done = CliRunner().invoke(main, ["xlsform", str(out), "--region", "uk"])

        assert done.output.endswith(f"was written: {len(the_sheets().survey)} rows\n")
        assert 0 == done.exit_code
        assert b"the emergency number is 999 or 112." in shared_texts(out)

    def test_another_ending_is_refused(self, tmp_path: Path) -> None:
        """Nobody gets a workbook under a name that says something else."""
        done = CliRunner().invoke(main, ["xlsform", "form.csv"])

        assert done.output == (
            "error: the form cannot be written as `form.csv`\n  help: end the name with .xlsx\n"
        )
        assert 4 == done.exit_code

    def test_without_the_extra_it_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One line, and nothing is written."""
        for name in [name for name in sys.modules if name.startswith("triage.xlsform")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        done = CliRunner().invoke(main, ["xlsform", str(tmp_path / "form.xlsx")])

        assert done.output == (
            "error: `triage xlsform` needs xlsxwriter\n"
            "  help: install it with: pip install 'movement-triage[xlsform]'\n"
        )
        assert 2 == done.exit_code
        assert [] == [*tmp_path.iterdir()]

    def test_nothing_else_needs_the_library(self) -> None:
        """The package starts where it is not installed."""
        code = "import sys, triage, triage.cli.main, triage.cli.xlsform\n"
        code += "print([n for n in sys.modules if 'xlsx' in n.lower() and 'triage' not in n])"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert "[]\n" == done.stdout


def shared_texts(workbook: Path) -> bytes:
    with zipfile.ZipFile(workbook) as file:
        return file.read("xl/sharedStrings.xml")
