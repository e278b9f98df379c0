"""Signatures: they hold for what was read, and for nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, the_book
from tests.small_book import FILES, LONG, SECTION, SHORT, write_book
from triage import Rulebook, RulesError, answers_from, assess, load_rulebook, to_json
from triage.cli.main import TriageGroup
from triage.cli.rules_review import command
from triage.rulebook.manifest import COMPILED
from triage.rulebook.reviews import (
    Subject,
    digest_of,
    is_reviewed,
    review_text,
    standing,
    subject_named,
    subjects,
)
from triage.rulebook.signing import ledger_with, sign
from triage.rulebook.snapshot import decoded, write_snapshot

TODAY = date(2026, 5, 3)
FLAG = Subject("red-flag", "HF01")
FINDING = Subject("finding", "full-stomach")
SHORT_ONE = Subject("condition", "short-hiccups")
LONG_ONE = Subject("condition", "long-hiccups")
ALL_HICCUPS = [
    "red-flag:HF01",
    "condition:long-hiccups",
    "condition:short-hiccups",
    "finding:full-stomach",
    *(f"question:{id}" for id in ("answering-for", "chest-pain", "age", "lasted", "after")),
    "question:medicines",
    "scoring",
    "advisory",
    "medicines",
    "sections",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small rule book that a test may change."""
    return write_book(tmp_path / "rules")


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def edited(folder: Path, file: str, right: str, wrong: str) -> Rulebook:
    text = (folder / file).read_text("utf-8")
    assert 1 == text.count(right), f"{right!r} stands {text.count(right)} times in {file}"
    (folder / file).write_text(text.replace(right, wrong), "utf-8")
    return load_rulebook(folder)


def sign_all(folder: Path, *, role: str = "neurologist", due: str | None = None) -> Rulebook:
    book = load_rulebook(folder)
    sign(book, folder, subjects(book), by="A. Tester", role=role, date="2026-05-01", due=due)
    return load_rulebook(folder)


def with_roles(folder: Path, roles: str) -> None:
    (folder / "reviews.yaml").write_text(f"required-roles: {roles}\nsignatures: {{}}\n", "utf-8")


def said_about(folder: Path) -> str:
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)
    return "\n".join(map(str, caught.value.problems))


def test_the_projects_own_rules_are_signed_by_nobody() -> None:
    """No name stands in the ledger, and its first lines say so; nobody's review is made up."""
    text = (ROOT / "rules" / "reviews.yaml").read_text("utf-8")

    assert {} == the_book().reviews.signatures
    assert {} == the_book().reviews.required_roles
    assert "Nobody has signed anything yet" in text
    assert text.endswith("required-roles: {}\nsignatures: {}\n")
    assert the_book().advisory.not_reviewed == review_text(the_book())


# file, what stands there, what somebody writes instead, and whose signatures that voids
MEANING = [
    pytest.param("red-flags.yaml", "urgency: emergency", "urgency: same-day", [FLAG], id="a level"),
    pytest.param("red-flags.yaml", "{chest-pain: yes}", "{chest-pain: no}", [FLAG], id="an answer"),
    pytest.param(SHORT, "Hiccups that pass.", "Hiccups that pass soon.", [SHORT_ONE], id="a text"),
    pytest.param(SHORT, "strength: strong", "strength: weak", [SHORT_ONE], id="a strength"),
    pytest.param(
        LONG,
        "they stay mostly in adults",
        "they mostly stay in adults",
        [LONG_ONE],
        id="a reason",
    ),
    pytest.param(
        "findings.yaml",
        "after.fizzy-drink: yes",
        "after.fizzy-drink: no",
        [FINDING, SHORT_ONE],
        id="a finding that a rule uses",
    ),
    pytest.param(
        SECTION,
        "Does your chest hurt?",
        "Does your chest ache?",
        [FLAG, LONG_ONE, Subject("question", "chest-pain"), Subject("question", "lasted")],
        id="the wording of a question that rules name",
    ),
    pytest.param(
        SECTION,
        "yes: you ate a lot",
        "yes: you ate too much",
        [FINDING, SHORT_ONE, LONG_ONE, Subject("question", "after")],
        id="an answer behind a finding",
    ),
    pytest.param(
        SECTION,
        "cut-points: [18, 60]",
        "cut-points: [18, 65]",
        [LONG_ONE, Subject("question", "age")],
        id="a cut point",
    ),
    pytest.param(
        SECTION,
        "why: Some causes depend on age.",
        "why: Age matters.",
        [Subject("question", "age")],
        id="why a question is asked",
    ),
    pytest.param(
        "medicines.yaml",
        "[Calmex]",
        "[Calmex, Calmix]",
        [Subject("medicines", "medicines")],
        id="a name of a medicine",
    ),
    pytest.param(
        "medicines.yaml",
        "name: steroids",
        "name: all steroids",
        [LONG_ONE, Subject("medicines", "medicines")],
        id="a class that a rule names",
    ),
    pytest.param(
        "scoring.yaml",
        "fits-well: 8",
        "fits-well: 9",
        [Subject("scoring", "scoring")],
        id="points",
    ),
    pytest.param(
        "rulebook.yaml",
        "{answering-for: someone-else}",
        "{answering-for: [someone-else, unsure]}",
        [Subject("sections", "sections")],
        id="who the questions are about",
    ),
    pytest.param(
        "rulebook.yaml",
        "other-person-when:",
        "danger-gates: [age]\nother-person-when:",
        [Subject("sections", "sections")],
        id="what may keep a danger sign from being asked",
    ),
    pytest.param(
        "rulebook.yaml",
        "title: The hiccups",
        "title: Your hiccups",
        [Subject("sections", "sections")],
        id="a section",
    ),
]
LAYOUT = [
    pytest.param(SHORT, "urgency: routine", "# so\nurgency:   'routine'  # so", id="comments"),
    pytest.param(
        SHORT,
        "what-it-is: Hiccups that pass.",
        "what-it-is: >-\n  Hiccups\n  that pass.",
        id="line breaks",
    ),
    pytest.param(
        LONG,
        "supports:\n  long-on-steroid:\n    when: {medicine.steroid: yes}\n    strength: moderate",
        "supports:\n  long-on-steroid:\n    strength: moderate\n    when: {medicine.steroid: yes}",
        id="the order of keys",
    ),
    pytest.param(
        "medicines.yaml",
        "  calmone:\n    classes: [strong-steroid]\n    brands: [Calmex]\n"
        "  soothine:\n    classes: [steroid]\n    also: [soothin]\n",
        "  soothine:\n    classes: [steroid]\n    also: [soothin]\n"
        "  calmone:\n    classes: [strong-steroid]\n    brands: [Calmex]\n",
        id="the order of rules",
    ),
    pytest.param("sources.yaml", "read: full", "read: part", id="how far a source was read"),
]


class TestWhatIsSigned:
    def test_everything_that_a_patient_meets_can_be_signed(self, hiccups: Rulebook) -> None:
        """Red flags, conditions, findings, questions and the texts; nothing is left out."""
        assert ALL_HICCUPS == [str(subject) for subject in subjects(hiccups)]
        own = the_book()
        kinds = [subject.kind for subject in subjects(own)]
        assert len(own.red_flags) == kinds.count("red-flag")
        assert len(own.conditions) == kinds.count("condition")
        assert len(own.regions) == kinds.count("region")
        assert {"glossary", "medicines", "scoring", "advisory", "sections"} <= set(kinds)
        assert len(kinds) == len({digest_of(own, subject) for subject in subjects(own)})

    @pytest.mark.parametrize(("file", "right", "wrong", "voided"), MEANING)
    def test_a_change_of_meaning_voids_what_was_signed_and_nothing_else(
        self, folder: Path, file: str, right: str, wrong: str, voided: list[Subject]
    ) -> None:
        """Who signed a rule signed these words, these answers and these findings."""
        sign_all(folder)
        book = edited(folder, file, right, wrong)

        states = {s: standing(book, s, TODAY).state for s in subjects(book)}

        assert set(voided) == {s for s, state in states.items() if state == "changed-since"}
        assert {"signed", "changed-since"} == set(states.values())
        assert not is_reviewed(book)
        assert "Nobody has reviewed these rules." == review_text(book)

    @pytest.mark.parametrize(("file", "right", "wrong"), LAYOUT)
    def test_comments_layout_and_order_void_nothing(
        self, folder: Path, file: str, right: str, wrong: str
    ) -> None:
        """What a reader of the rule would not notice needs no new signature."""
        sign_all(folder)
        book = edited(folder, file, right, wrong)

        assert {"signed"} == {standing(book, s, TODAY).state for s in subjects(book)}
        assert is_reviewed(book)

    def test_no_part_of_the_rule_book_escapes_signing(self) -> None:
        """Whatever changes what a patient sees belongs to something that somebody signs."""
        signed = {
            *("red_flags", "conditions", "findings", "questions", "regions", "scoring"),
            *("advisory", "classes", "medicines", "glossary", "kinds", "kind_not_known"),
            *("purposes", "ordinary", "ordinary_sources"),
            *("sections", "section_of", "other_person_when", "danger_gates"),
        }
        # a name, what was signed, and what a signed rule cites by its id
        apart = {"version", "title", "digest", "reviews", "sources"}
        # the name under which a question stands in its file
        apart |= {"made_from", "made_for", "made_shorts"}

        assert signed | apart == set(Rulebook.__struct_fields__)

    def test_a_new_rule_in_a_condition_voids_its_signature(self, folder: Path) -> None:
        """A condition is signed with all its rules."""
        sign_all(folder)
        more = "    sources: [H1]\n  short-when-young:\n    when: {age: under 18}\n    strength: weak\n"
        more += "    because: the young have short ones\n    sources: [H1]\nsources"
        book = edited(folder, SHORT, "    sources: [H1]\nsources", more)

        assert "changed-since" == standing(book, SHORT_ONE, TODAY).state
        assert "signed" == standing(book, FLAG, TODAY).state

    def test_the_order_of_questions_is_signed_with_the_sections(self, folder: Path) -> None:
        """What is asked first can matter, so somebody signs it."""
        sign_all(folder)
        text = FILES[SECTION]
        start, end = text.index("  age:\n"), text.index("  lasted:\n")
        moved = text[:start] + text[end:] + text[start:end]
        (folder / SECTION).write_text(moved, "utf-8")
        book = load_rulebook(folder)

        assert "changed-since" == standing(book, Subject("sections", "sections"), TODAY).state
        assert "signed" == standing(book, Subject("question", "age"), TODAY).state


class TestStanding:
    def test_without_requirements_one_signature_is_enough(self, folder: Path) -> None:
        """A rule that nobody signed is never signed, which is no fault where none is asked for."""
        book = load_rulebook(folder)
        assert ("never", True) == (
            standing(book, FLAG, TODAY).state,
            standing(book, FLAG, TODAY).is_fine,
        )

        sign(book, folder, [FLAG], by="A. Tester", role="nurse", date="2026-05-01")
        book = load_rulebook(folder)

        assert "signed" == standing(book, FLAG, TODAY).state
        assert "never" == standing(book, FINDING, TODAY).state
        assert not is_reviewed(book)

    def test_each_required_role_has_to_sign(self, folder: Path) -> None:
        """Where two kinds of people must read a red flag, one of them is not enough."""
        with_roles(folder, "{red-flag: [neurologist, Nurse]}")
        before = standing(load_rulebook(folder), FLAG, TODAY)
        one = sign_all(folder)
        two = sign_all(folder, role="nurse")

        assert (("neurologist", "Nurse"), "never", False) == (
            before.missing,
            before.state,
            before.is_fine,
        )
        assert (("Nurse",), "missing-roles") == (
            standing(one, FLAG, TODAY).missing,
            standing(one, FLAG, TODAY).state,
        )
        assert not is_reviewed(one)
        assert ((), "signed") == (
            standing(two, FLAG, TODAY).missing,
            standing(two, FLAG, TODAY).state,
        )
        assert is_reviewed(two)

    def test_a_signature_is_overdue_after_its_day_and_not_on_it(self, folder: Path) -> None:
        """A review has a last day; results do not change overnight because of it."""
        book = sign_all(folder, due="2026-05-03")

        assert "signed" == standing(book, FLAG, date(2026, 5, 3)).state
        late = standing(book, FLAG, date(2026, 5, 4))
        assert ("overdue", ("neurologist",), False) == (late.state, late.overdue, late.is_fine)
        assert is_reviewed(book)

    def test_a_colleague_in_the_same_role_makes_up_for_a_void_signature(self, folder: Path) -> None:
        """Who has left need not come back to sign again."""
        sign_all(folder)
        book = edited(folder, "red-flags.yaml", "The heart may", "Your heart may")
        assert ("neurologist",) == standing(book, FLAG, TODAY).changed

        sign(book, folder, [FLAG], by="B. Tester", role="Neurologist", date="2026-05-02")
        found = standing(load_rulebook(folder), FLAG, TODAY)

        assert ("signed", 2, 1) == (found.state, len(found.signatures), len(found.valid))

    def test_a_day_that_is_still_to_come_counts_for_nothing(self, folder: Path) -> None:
        """Nobody can have read a rule tomorrow."""
        book = sign_all(folder)
        found = standing(book, FLAG, date(2026, 4, 30))

        assert ("never", False, 1) == (found.state, found.is_fine, len(found.ahead))


class TestResult:
    def test_signing_changes_no_digest_and_only_takes_the_notice_away(self, folder: Path) -> None:
        """The rules mean what they meant: the result differs in the notice and in nothing else."""
        before = load_rulebook(folder)
        after = sign_all(folder)
        given = {"chest-pain": "no", "age": 30, "lasted": "minutes", "after": ["big-meal"]}
        unsigned, signed = (assess(book, answers_from(book, given)) for book in (before, after))

        assert before.digest == after.digest
        assert "Nobody has reviewed these rules." == unsigned.review
        assert "" == signed.review
        assert "See your doctor." == signed.advisory
        notice = {"review": unsigned.review, "review_in_short": unsigned.review_in_short}
        assert "" == signed.review_in_short
        assert to_json(unsigned) == to_json(msgspec.structs.replace(signed, **notice))

    def test_one_rule_without_a_signature_keeps_the_notice(self, folder: Path) -> None:
        """Reviewed means all of it."""
        book = load_rulebook(folder)
        some = subjects(book)[1:]
        sign(book, folder, some, by="A. Tester", role="nurse", date="2026-05-01")
        book = load_rulebook(folder)

        assert "Nobody has reviewed these rules." == assess(book, answers_from(book, {})).review

    def test_the_order_of_questions_and_answers_is_part_of_the_digest(self, folder: Path) -> None:
        """The same digest promises the same result, and a result tells answers in their order."""
        before = load_rulebook(folder).digest
        old = "      minutes: {text: Minutes, yes: they last minutes}\n"
        new = "      days: {text: Days, yes: they last days}\n"

        assert before != edited(folder, SECTION, old + new, new + old).digest

    def test_the_kept_rule_book_carries_its_signatures(self, folder: Path, tmp_path: Path) -> None:
        """A start from the snapshot is as reviewed as a start from the files."""
        sign_all(folder)
        write_snapshot(tmp_path / "package", folder)
        kept = decoded((tmp_path / "package" / COMPILED).read_bytes())

        assert kept is not None
        assert is_reviewed(kept)
        assert load_rulebook(folder).reviews == kept.reviews


DIGEST = "0" * 64
SIGNED = f"{{by: A. Tester, role: nurse, date: 2026-05-01, digest: '{DIGEST}'}}"
SLIPS = [
    pytest.param(
        "signatures: {red-flag:HF02: []}\n",
        "reviews.yaml:1:14: `red-flag:HF02` is signed, but it is not in the rule book\n"
        "  help: did you mean `red-flag:HF01`?",
        id="a rule that is not there",
    ),
    pytest.param(
        "required-roles: {red-flags: [nurse]}\n",
        "reviews.yaml:1:18: unknown word `red-flags` for `required-roles`\n"
        "  help: did you mean `red-flag`?",
        id="a kind that is not there",
    ),
    pytest.param(
        f"signatures:\n  scoring:\n    - {SIGNED.replace('role', 'rule')}\n",
        "reviews.yaml:3:23: unknown key `rule`\n  help: did you mean `role`?",
        id="a key",
    ),
    pytest.param(
        f"signatures:\n  scoring:\n    - {SIGNED.replace('2026-05-01', '2026-02-30')}\n",
        "reviews.yaml:3:42: `2026-02-30` is not a day\n"
        "  help: write year, month and day, like 2026-05-03",
        id="a day that is not there",
    ),
    pytest.param(
        f"signatures:\n  scoring:\n    - {SIGNED.replace('}', ', due: 2026-04-30}')}\n",
        "reviews.yaml:3:135: `due` is `2026-04-30`, before the day of signing\n"
        "  help: write a later day",
        id="a review that ends before it begins",
    ),
    pytest.param(
        f"signatures:\n  scoring:\n    - {SIGNED.replace(DIGEST, 'abc')}\n",
        "reviews.yaml:3:62: `abc` is not a digest\n"
        "  help: sign with `triage rules review sign`, which writes it",
        id="a digest",
    ),
    pytest.param(
        f"signatures:\n  scoring:\n    - {SIGNED}\n    - {SIGNED.replace('nurse', 'Nurse')}\n",
        "reviews.yaml:4:7: `A. Tester` has signed `scoring` twice\n  help: keep the newer one",
        id="twice",
    ),
]


@pytest.mark.parametrize(("ledger", "expected"), SLIPS)
def test_a_slip_in_the_ledger_is_named_with_its_place(
    folder: Path, ledger: str, expected: str
) -> None:
    """The ledger is read as strictly as the rules."""
    (folder / "reviews.yaml").write_text(ledger, "utf-8")

    assert expected == said_about(folder)


class TestLedger:
    def test_comments_in_it_stay(self) -> None:
        """Notes of the people who keep the ledger outlive every signature."""
        text = f"""\
# ours
required-roles: {{red-flag: [nurse]}}  # at least
signatures:
  # points
  scoring:
    # first
    - {SIGNED}  # by hand
# the end
"""
        book_signature = msgspec.convert(
            {"by": "A. Tester", "role": "Nurse", "date": "2026-06-01", "digest": "1" * 64},
            type(load_signature()),
        )
        expected = f"""\
# ours
required-roles: {{red-flag: [nurse]}}  # at least
signatures:
  # points
  scoring:
    # first
    # by hand
    - by: A. Tester
      role: Nurse
      date: 2026-06-01
      digest: "{"1" * 64}"
# the end
"""
        result = ledger_with(text, {"scoring": book_signature})
        assert expected.replace('"', "") == result.replace('"', "")

    def test_it_is_made_where_there_is_none(self, folder: Path) -> None:
        """The first signature starts the ledger."""
        assert not (folder / "reviews.yaml").exists()
        book = sign_all(folder)

        text = (folder / "reviews.yaml").read_text("utf-8")
        assert text.startswith("# Who has read which rules")
        assert ALL_HICCUPS == list(book.reviews.signatures)


def load_signature():
    from triage.rulebook.parts.signatures import Signature

    return Signature(by="x", role="x", date="2026-01-01", digest=DIGEST)


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("HF01", "red-flag:HF01"),
            ("short-hiccups", "condition:short-hiccups"),
            ("question:medicines", "question:medicines"),
            ("medicines", "medicines"),
            ("age", "question:age"),
        ],
    )
    def test_an_id_is_enough(self, hiccups: Rulebook, typed: str, expected: str) -> None:
        """Nobody has to say of which kind a rule is, unless two have the same name."""
        assert expected == str(subject_named(hiccups, typed))

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("HF02", "there is no rule `HF02`\n  help: did you mean `HF01`?"),
            (
                "short-after-meal",
                "`short-after-meal` is a rule of the condition `short-hiccups`\n"
                "  help: a condition is signed with its rules: `short-hiccups`",
            ),
            (
                "x",
                "there is no rule `x`\n"
                "  help: `triage rules review status` lists what can be signed",
            ),
        ],
    )
    def test_a_slip_is_answered(self, hiccups: Rulebook, typed: str, expected: str) -> None:
        """An unknown rule is named with the nearest one."""
        with pytest.raises(RulesError) as caught:
            subject_named(hiccups, typed)
        assert expected == "\n".join(map(str, caught.value.problems))

    def test_two_things_with_one_id_are_both_named(self, folder: Path) -> None:
        """It is never guessed what somebody has signed."""
        text = FILES["findings.yaml"].replace("full-stomach", "lasted")
        (folder / "findings.yaml").write_text(text, "utf-8")
        (folder / SHORT).write_text(FILES[SHORT].replace("full-stomach", "lasted"), "utf-8")

        with pytest.raises(RulesError) as caught:
            subject_named(load_rulebook(folder), "lasted")
        assert (
            "`lasted` is several things\n  help: write `finding:lasted` or `question:lasted`"
        ) == str(caught.value)


class TestCommand:
    def run(self, *words: str):
        group = TriageGroup("triage", commands=[command])
        return CliRunner().invoke(group, ["review", *words])

    def sign(self, folder: Path, *words: str, who: str = "Jane Doe, MD, neurologist"):
        named = ["sign", "--as", who, "--rules", str(folder), "--today", "2026-05-03"]
        return self.run(*named, *words)

    def status(self, folder: Path, *words: str, today: str = "2026-05-03"):
        return self.run("status", "--rules", str(folder), "--today", today, *words)

    def test_a_signature_is_written_with_the_digest_of_what_was_read(self, folder: Path) -> None:
        """Name, role, day and digest stand in the ledger, and the status tells them."""
        got = self.sign(folder, "HF01", "short-hiccups", "--due", "2027-05-03")
        book = load_rulebook(folder)

        assert 0 == got.exit_code
        assert (
            f"signed red-flag:HF01, digest {digest_of(book, FLAG)[:12]}\n"
            f"signed condition:short-hiccups, digest {digest_of(book, SHORT_ONE)[:12]}\n"
            "by Jane Doe, MD, neurologist, on 2026-05-03, until 2027-05-03\n"
        ) == got.output
        (found,) = book.reviews.signatures["red-flag:HF01"]
        assert ("Jane Doe, MD", "neurologist", "2026-05-03", "2027-05-03") == (
            found.by,
            found.role,
            found.date,
            found.due,
        )

    def test_the_status_of_rules_that_nobody_signed_says_so(self, folder: Path) -> None:
        """An unsigned rule book is no failure, but it never looks like a reviewed one."""
        got = self.status(folder)

        assert 0 == got.exit_code
        assert (
            f"reviews of rule book 0.0.1 on 2026-05-03, digest {load_rulebook(folder).digest[:12]}\n"
            "red-flag: 1 never signed\n"
            "condition: 2 never signed\n"
            "finding: 1 never signed\n"
            "question: 6 never signed\n"
            "scoring: 1 never signed\n"
            "advisory: 1 never signed\n"
            "medicines: 1 never signed\n"
            "sections: 1 never signed\n"
            "nobody has reviewed this rule book\n"
        ) == got.output

    def test_the_status_names_what_is_missing_void_or_overdue(self, folder: Path) -> None:
        """Who has to read what again stands there by name, and a build fails on it."""
        with_roles(folder, "{red-flag: [neurologist, pharmacist]}")
        self.sign(folder, "HF01", "short-hiccups", "--due", "2026-06-01")
        missing = self.status(folder)
        late = self.status(folder, today="2026-06-02")
        edited(folder, SHORT, "Hiccups that pass.", "Hiccups that go.")
        void = self.status(folder)

        assert (1, 1, 1) == (missing.exit_code, late.exit_code, void.exit_code)
        assert "red-flag: 1 missing roles (needs: neurologist, pharmacist)\n" in missing.output
        assert "red-flag:HF01: missing roles, pharmacist\n" in missing.output
        overdue = "overdue, neurologist (Jane Doe, MD on 2026-05-03 until 2026-06-01)\n"
        assert f"condition:short-hiccups: {overdue}" in late.output
        changed = "changed since, neurologist (Jane Doe, MD on 2026-05-03 until 2026-06-01)\n"
        assert f"condition:short-hiccups: {changed}" in void.output
        assert "condition: 1 changed since, 1 never signed\n" in void.output
        assert void.output.endswith(
            "not every rule is signed as it stands, and every result says so\n"
        )

    def test_a_rule_book_that_is_signed_through_and_through_says_so(self, folder: Path) -> None:
        """All of it, as it stands."""
        assert 0 == self.sign(folder, *ALL_HICCUPS).exit_code
        got = self.status(folder)

        assert 0 == got.exit_code
        assert got.output.endswith("every rule is signed as it stands\n")

    def test_the_status_is_there_for_programs(self, folder: Path) -> None:
        """The same as data, one entry for each subject."""
        self.sign(folder, "HF01")
        got = self.status(folder, "--format", "json")
        data = msgspec.json.decode(got.output)

        assert 0 == got.exit_code
        assert (False, "2026-05-03", len(ALL_HICCUPS)) == (
            data["reviewed"],
            data["today"],
            len(data["subjects"]),
        )
        assert ["signed", "never"] == [entry["state"] for entry in data["subjects"][:2]]

    @pytest.mark.parametrize(
        ("words", "who", "expected"),
        [
            pytest.param(
                ["HF01"],
                "Jane Doe",
                "Invalid value for '--as': `Jane Doe` has no name and role, "
                'write it like "Jane Doe, neurologist".',
                id="a name without a role",
            ),
            pytest.param(
                ["HF01"],
                "Jane\x1b[2J Doe, nurse",
                "Invalid value for '--as': `Jane\\x1b[2J Doe, nurse` has characters that nobody sees.",
                id="control characters",
            ),
            pytest.param(
                ["HF01"],
                f"{'x' * 130}, nurse",
                "is too long, at most 120 characters are allowed.",
                id="a very long name",
            ),
            pytest.param(
                ["HF01", "--date", "2026-05-04"],
                "Jane Doe, nurse",
                "Invalid value for '--date': `2026-05-04` is still to come.",
                id="a day to come",
            ),
            pytest.param(
                ["HF01", "--date", "3.5.2026"],
                "Jane Doe, nurse",
                "Invalid value for '--date': `3.5.2026` is not a day, write it like 2026-05-03.",
                id="a day in another form",
            ),
            pytest.param(
                ["HF01", "--due", "2026-05-02"],
                "Jane Doe, nurse",
                "Invalid value for '--due': `2026-05-02` is before the day of signing.",
                id="a review that ends before it begins",
            ),
        ],
    )
    def test_a_slip_in_the_command_is_said_and_nothing_is_signed(
        self, folder: Path, words: list[str], who: str, expected: str
    ) -> None:
        """A signature is whole or there is none."""
        got = self.sign(folder, *words, who=who)

        assert 2 == got.exit_code
        assert expected in got.output
        assert not (folder / "reviews.yaml").exists()

    def test_an_unknown_rule_among_others_signs_nothing(self, folder: Path) -> None:
        """All slips are said, and the right ones wait."""
        got = self.sign(folder, "HF01", "HF02", "shrt-hiccups")

        assert 3 == got.exit_code
        assert (
            "error: there is no rule `HF02`\n  help: did you mean `HF01`?\n"
            "error: there is no rule `shrt-hiccups`\n  help: did you mean `short-hiccups`?\n"
        ) == got.output
        assert not (folder / "reviews.yaml").exists()

    def test_rules_that_do_not_load_cannot_be_signed(self, folder: Path) -> None:
        """What cannot be read cannot have been read."""
        (folder / SHORT).write_text("name: x\n", "utf-8")
        got = self.sign(folder, "HF01")

        assert 3 == got.exit_code
        assert "conditions/short-hiccups.yaml:1:1: " in got.output
        assert not (folder / "reviews.yaml").exists()
