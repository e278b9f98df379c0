"""The example about nosebleeds: every command works on it, so nothing in the program is about
the rule book that comes with it.
"""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import triage
from tests.conftest import ROOT, commands_of
from triage import Rulebook, load_rulebook
from triage.batch.reading import asked_of_all
from triage.cases.coverage import KINDS, coverage
from triage.cases.loading import Case, load_cases
from triage.cases.mutation import mutants
from triage.cases.noticing import PreparedCases
from triage.cases.people import load_people
from triage.cli.main import main
from triage.fhir.page import BESIDE, LICENCE, SCRIPTS, STYLES

EXAMPLE = "docs/example-rule-book"
CASES = f"{EXAMPLE}/cases"

KNOCKED = """\
answering-for: someone-else
age: 7
bleeding-now: short
signs-now: none
knock: nose
behind: [picked-or-blew]
nose-now: [bent, swollen]
medicines: [Xarelto]
"""
KEYS = "\n2\n7\n2\n0\n2\n1\n1, 2\nXarelto\n\n"
"""The same answers, typed into the questionnaire."""


@pytest.fixture(scope="module")
def nosebleeds() -> Rulebook:
    return load_rulebook(ROOT / EXAMPLE)


@pytest.fixture(scope="module")
def its_cases(nosebleeds: Rulebook) -> list[Case]:
    return list(load_cases(ROOT / CASES / "nosebleeds.case.yaml", nosebleeds))


@pytest.fixture
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are typed where the README says."""
    monkeypatch.chdir(ROOT)


def run(*typed: str, keys: str = "") -> Result:
    return CliRunner().invoke(main, list(typed), input=keys, catch_exceptions=False)


# every command

RUNS: dict[str, tuple[str, str, str]] = {
    "ask": (
        f"ask --plain --rules {EXAMPLE} --region uk --save saved.json --summary for-my-doctor.md",
        KEYS,
        "1. Hurt or broken nose (fits well)",
    ),
    "assess": (
        f"assess answers.yaml --rules {EXAMPLE} --region uk --summary for-my-doctor.html",
        "",
        "1. Hurt or broken nose (fits well)",
    ),
    "explain": (
        f"explain answers.yaml --rules {EXAMPLE} --why-not irritated-nose-lining",
        "",
        "Irritated lining of the nose",
    ),
    "learn": (f"learn --rules {EXAMPLE} broken nose", "", "setting a bent nose straight"),
    "replay": (
        f"replay {CASES} --rules {EXAMPLE} --coverage --min-coverage 100",
        "",
        "boxes: red flags 9 of 9 (100.0 %)",
    ),
    "accuracy": (f"accuracy ann.people.yaml --rules {EXAMPLE}", "", "1 of 1"),
    "batch": (f"batch people.csv out.jsonl --rules {EXAMPLE}", "", "1 answer sets, 1 assessed"),
    "fhir questionnaire": (f"fhir questionnaire --rules {EXAMPLE}", "", "Example: nosebleeds"),
    "fhir response": (f"fhir response answers.yaml --rules {EXAMPLE}", "", "nose-now.bent"),
    "fhir answers": (
        f"fhir answers response.json --rules {EXAMPLE}",
        "",
        "medicines: [Xarelto]",
    ),
    "fhir result": (
        f"fhir result answers.yaml --rules {EXAMPLE} --region uk",
        "",
        "Hurt or broken nose",
    ),
    "fhir card": (f"fhir card response.json --rules {EXAMPLE}", "", "Hurt or broken nose"),
    "fhir page": (f"fhir page form --rules {EXAMPLE} --lforms lforms", "", "index.html"),
    "xlsform": (f"xlsform form.xlsx --rules {EXAMPLE} --region uk", "", "was written"),
    "about": (f"about --rules {EXAMPLE}", "", "Example: nosebleeds"),
    "rules check": (f"rules check {EXAMPLE}", "", "no problem found"),
    "rules mutate": (
        f"rules mutate {CASES} --rules {EXAMPLE} --only red-flags",
        "",
        "red flags: 28 changes, 0 not noticed",
    ),
    "rules show": (
        f"rules show NB04 --rules {EXAMPLE} --cases {CASES}",
        "",
        "A nosebleed when blood clots less easily",
    ),
    "rules book": (f"rules book book.html --rules {EXAMPLE} --cases {CASES}", "", "book.html"),
    "rules diff": (f"rules diff {EXAMPLE} {EXAMPLE}", "", ""),
    "rules fmt": (f"rules fmt --check {EXAMPLE}", "", ""),
    "rules review status": (f"rules review status --rules {EXAMPLE}", "", ""),
    "rules review sign": (
        "rules review sign NB01 --as 'Test person, nobody' --rules copy",
        "",
        "NB01",
    ),
    "rules review disagree": (
        "rules review disagree NB01 --because No --as 'Test person, nobody' --rules copy",
        "",
        "disagreed with red-flag:NB01",
    ),
    "rules review ask": (
        "rules review ask NB01 --question Why --as 'Test person, nobody' --rules copy",
        "",
        "asked about red-flag:NB01",
    ),
    "rules review next": (f"rules review next --rules {EXAMPLE}", "", "left to sign"),
}
NEED_NO_RULES = {"forget", "help", "completion", "translate", "rules new", "rules schema"}


def commands(group: click.Group = main, name: str = "") -> Iterator[str]:
    """Every command that can be typed, with the groups it is in."""
    for word, found in sorted(commands_of(group).items()):
        whole = f"{name} {word}".strip()
        if isinstance(found, click.Group):
            yield from commands(found, whole)
        else:
            yield whole


@pytest.mark.parametrize("command", [name for name in commands() if name not in NEED_NO_RULES])
def test_every_command_works_on_another_rule_book(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever one can do with the rules about movements, one can do with others."""
    import shlex
    import shutil

    typed, keys, expected = RUNS[command]
    (tmp_path / "docs").mkdir()
    shutil.copytree(ROOT / EXAMPLE, tmp_path / EXAMPLE)
    shutil.copytree(ROOT / EXAMPLE, tmp_path / "copy")
    (tmp_path / "answers.yaml").write_text(KNOCKED, "utf-8")
    (tmp_path / "ann.people.yaml").write_text(PERSON, "utf-8")
    columns = [*asked_of_all(load_rulebook(ROOT / EXAMPLE))]
    people = f"{','.join(columns)}\n{',' * (len(columns) - 1)}\n"
    (tmp_path / "people.csv").write_text(people, "utf-8")
    for name in (*SCRIPTS, STYLES, *BESIDE, LICENCE):
        (tmp_path / "lforms" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lforms" / name).write_text("made up", "utf-8")
    monkeypatch.chdir(tmp_path)
    sent = run("fhir", "response", "answers.yaml", "--rules", EXAMPLE).output
    (tmp_path / "response.json").write_text(sent, "utf-8")

    done = run(*shlex.split(typed), keys=keys)

    assert 0 == done.exit_code, done.output
    assert expected in done.output


@pytest.mark.usefixtures("at_the_root")
def test_the_commands_of_its_readme_work() -> None:
    """The README beside the example names commands, and they do what they say."""
    readme = (ROOT / EXAMPLE / "README.md").read_text("utf-8")
    typed = re.findall(r"^triage (.+)$", readme, re.MULTILINE)

    assert 3 == len(typed)
    for one in typed:
        assert 0 == run(*one.split(), keys=KEYS).exit_code


@pytest.mark.usefixtures("at_the_root")
def test_what_was_saved_goes_on_with_the_same_rules() -> None:
    """Who stops and copies the line that says how to go on comes back to the same questions."""
    with tempfile.TemporaryDirectory() as folder:
        goes_on(Path(folder, "half-of the answers.json"))


def goes_on(file: Path) -> None:
    said = run("ask", "--plain", "--rules", EXAMPLE, "--save", str(file), keys="\n2\n7\nq\n").output
    typed = shlex.split(re.findall(r"Go on later with:\ntriage (.+)\n", said)[0])

    # the danger signs come again, and Enter keeps the answer
    again = run(*typed, keys=f"\n\n{KEYS.removeprefix(chr(10) + '2' + chr(10) + '7')}\n")

    assert ["--rules", EXAMPLE] == typed[-2:]
    assert "Is their nose bleeding now?" in again.output


def test_its_cases_run_in_pytest() -> None:
    """The plugin takes the cases of any rule book: one test for each."""
    typed = ["-q", "-n0", "-p", "no:cacheprovider", "--triage-rules", EXAMPLE, CASES]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *typed],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "38 passed" in done.stdout, done.stdout


# its cases


@pytest.mark.parametrize("kind", KINDS)
def test_its_cases_reach_everything(kind: str, nosebleeds: Rulebook, its_cases: list[Case]) -> None:
    """Every rule, way to fire, answer and fit of the example is shown by a case."""
    assert [] == list(coverage(nosebleeds, its_cases).missing(kind))


def test_no_change_of_a_danger_sign_goes_unnoticed(
    nosebleeds: Rulebook, its_cases: list[Case]
) -> None:
    """A slip in a danger sign, of one word, makes a case fail."""
    prepared_cases = PreparedCases(nosebleeds, its_cases)
    listed = mutants(nosebleeds, only_red_flags=True)

    assert 28 == len(listed)
    assert [] == [
        mutant.id for mutant in listed if prepared_cases.verdict(mutant).noticed_by is None
    ]


PERSON = """\
people:
  ann:
    told: My nose bled this morning and stopped by itself. It is dry in here.
    kind: typical
    unsaid: no
    answers: {answering-for: me, age: 40, bleeding-now: stopped, behind: {dry-nose: yes}}
    known: {condition: irritated-nose-lining, urgency: routine, why: nothing else is told}
"""


def test_a_danger_sign_that_nobody_tells_of_was_not_there(
    tmp_path: Path, nosebleeds: Rulebook
) -> None:
    """Who tells of a nosebleed after a knock says so; other things left out are not known."""
    path = tmp_path / "ann.people.yaml"
    path.write_text(PERSON, "utf-8")

    (ann,) = load_people(path, nosebleeds)

    assert "no" == ann.answers.given["knock"]
    assert "nose-now" not in ann.answers.given
    assert "routine" == triage.assess(nosebleeds, ann.answers).urgency


# honesty


def test_nobody_can_take_it_for_advice(nosebleeds: Rulebook) -> None:
    """The title, the first line on the screen, every result and its README say what it is."""
    assert nosebleeds.title.startswith("Example: ")
    assert "not clinical advice" in nosebleeds.advisory.opening[0]
    assert "no clinician has reviewed them" in nosebleeds.advisory.not_reviewed
    readme = (ROOT / EXAMPLE / "README.md").read_text("utf-8")
    assert "**This is an example, not clinical advice.**" in readme


def test_every_source_has_its_use_and_says_how_far_it_was_read(nosebleeds: Rulebook) -> None:
    """No source stands there for show, and none that was read in part claims more."""
    import msgspec

    told = msgspec.json.encode(msgspec.structs.replace(nosebleeds, sources={})).decode()
    for id, source in nosebleeds.sources.items():
        assert f'"{id}"' in told, id
        assert "part" == source.read or source.read_note, id


# the program is about nothing

WORDS = re.compile(
    r"dystoni|tremor|\bnecks?\b|neck-|(?<!in )\b(your|the) head\b(?! of)|\bhead (turn|mov|shak|neck)|twitch"
    r"|touch-helps|parkinson|\btics?\b|tourette|huntington|spasm|\bjerk|dopamine"
    r"|\bmovements?\b",
    re.IGNORECASE,
)
"""Words that only somebody who thinks of movements of the head would write."""

LEFT = re.compile(
    r"""^(\"{3}Ask\ about\ movements\ of\ the\ head  # the program as it comes, with its rule book
    |.*epilog=)                                       # and the examples in its help
    |movement-triage                                  # the name of the package
    |\"Please\ see\ your\ doctor\ about\ these  # said where our own rule book is damaged
    |cursor\ movement
    """,
    re.VERBOSE,
)
"""Lines that may stay, and why."""


def sources() -> list[Path]:
    # what an earlier edition asked is no rule: it stays as it was, whatever the rules become
    paths = (ROOT / "triage").rglob("*.py")
    return sorted(path for path in paths if path.parent.name != "editions")


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module but its docstrings, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_no_module_speaks_of_movements() -> None:
    """Everything clinical stands in the rule files: no module has a word of it."""
    found = [
        f"{name}: {line.strip()}"
        for path in sources()
        for name in [path.relative_to(ROOT).as_posix()]
        for line in path.read_text("utf-8").splitlines()
        if WORDS.search(line) and not LEFT.search(line.strip())
    ]

    assert [] == found


def test_no_module_names_a_question_a_rule_or_a_condition() -> None:
    """The program finds questions by their kind and place, never by name."""
    book = triage.own_rulebook()
    ids = {
        *book.questions,
        *book.findings,
        *book.red_flags,
        *book.conditions,
        *book.classes,
        *(rule.id for rule in book.rules),
    }
    # a single word may be there in its own right, unless it is one of these
    ids = {id for id in ids if "-" in id or id in {*book.red_flags, "age", "sex", "pregnancy"}}
    found = [
        f"{name}:{line}: {text}"
        for path in sources()
        for name in [path.relative_to(ROOT).as_posix()]
        for line, text in strings(path)
        if text in ids
    ]

    assert [] == found
