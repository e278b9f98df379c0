"""A reviewer may also disagree or ask; what is unsigned is read gravest first.

Every reviewer here is made up, and their words stand in temporary folders only.
"""

from __future__ import annotations

import importlib.util
import io
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from datetime import date
from pathlib import Path

import msgspec
import pexpect
import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from tests.small_book import SHORT, write_book
from tests.test_reviews import (
    DIGEST,
    FINDING,
    FLAG,
    LONG_ONE,
    SHORT_ONE,
    TODAY,
    edited,
    said_about,
    sign_all,
    with_roles,
)
from triage import Rulebook, load_rulebook
from triage.cli import review_next, rules_show
from triage.cli.endings import Stopped
from triage.cli.main import TriageGroup
from triage.cli.review_next import Reviewer, meant, walk
from triage.cli.rules_review import command
from triage.presentation.book.page import book_page
from triage.rulebook.reviews import Subject, is_reviewed, standing, subjects
from triage.rulebook.signing import doubt, sign
from triage.rulebook.to_review import to_review

WHO = Reviewer("Dr. Made-Up", "test neurologist")
WORDS = "A pain that passes in seconds is no emergency."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small rule book that a test may change."""
    return write_book(tmp_path / "rules")


def doubted(
    folder: Path, subject: Subject = FLAG, says: str = "disagree", by: str = WHO.name
) -> Rulebook:
    day = "2026-05-02"
    doubt(load_rulebook(folder), folder, subject, says, WORDS, by=by, role=WHO.role, date=day)  # type: ignore[arg-type]
    return load_rulebook(folder)


def signed(folder: Path, subject: Subject = FLAG, by: str = WHO.name, role: str = WHO.role):
    sign(load_rulebook(folder), folder, [subject], by=by, role=role, date="2026-05-02")
    return load_rulebook(folder)


def run(*words: str | Path) -> Result:
    group = TriageGroup("triage", commands=[command, rules_show.command])
    return CliRunner().invoke(group, [*map(str, words)], env={"COLUMNS": "80"})


def review(name: str, folder: Path, *words: str) -> Result:
    return run("review", name, "--rules", folder, "--today", "2026-05-03", *words)


class TestStanding:
    @pytest.mark.parametrize(("says", "state"), [("disagree", "disagreed"), ("ask", "asked")])
    def test_one_who_doubts_is_not_outvoted(self, folder: Path, says: str, state: str) -> None:
        """However many have signed, a rule that somebody doubts is not reviewed."""
        assert is_reviewed(sign_all(folder))
        book = doubted(folder, says=says)
        found = standing(book, FLAG, TODAY)

        assert (state, False) == (found.state, found.is_fine)
        assert [WORDS] == [one.words for one in found.doubts]
        assert ["A. Tester"] == [one.by for one in found.valid]
        assert not is_reviewed(book)
        assert "Nobody has reviewed these rules." == book.advisory.not_reviewed

    def test_who_disagrees_takes_the_own_signature_back(self, folder: Path) -> None:
        """A person in one role says one thing of a rule: what they said last."""
        signed(folder)
        book = doubted(folder, by=WHO.name.upper())

        assert {} == book.reviews.signatures
        assert 1 == len(book.reviews.doubts[str(FLAG)])

    def test_who_signs_takes_the_own_doubt_back_and_no_other(self, folder: Path) -> None:
        """An answered question ends with the signature of whoever asked."""
        doubted(folder, says="ask")
        doubted(folder, by="Dr. Invented")
        book = signed(folder)

        assert ["Dr. Invented"] == [one.by for one in standing(book, FLAG, TODAY).doubts]
        assert [WHO.name] == [one.by for one in standing(book, FLAG, TODAY).valid]
        assert "disagreed" == standing(book, FLAG, TODAY).state

    def test_a_doubt_is_about_the_text_that_was_read(self, folder: Path) -> None:
        """Once the text is another it holds nothing up, and it is still told."""
        sign_all(folder)
        doubted(folder)
        edited(folder, "red-flags.yaml", "The heart may", "Your heart may")
        book = sign_all(folder)
        found = standing(book, FLAG, TODAY)

        assert ((), "signed", True) == (found.doubts, found.state, found.is_fine)
        assert [WORDS] == [one.words for one in found.earlier]
        assert is_reviewed(book)

    def test_a_doubt_of_a_day_to_come_counts_today(self, folder: Path) -> None:
        """A slip in a date takes nobody's word away, when that would make rules look reviewed."""
        doubted(folder)

        assert "disagreed" == standing(load_rulebook(folder), FLAG, date(2026, 5, 1)).state

    def test_a_doubt_changes_no_digest(self, folder: Path) -> None:
        """The rules mean what they meant."""
        before = load_rulebook(folder).digest

        assert before == doubted(folder).digest


class TestLedger:
    def test_it_keeps_who_in_what_role_when_of_which_text_and_the_words(self, folder: Path) -> None:
        """All that somebody needs who has to answer."""
        book = doubted(folder)
        (one,) = book.reviews.doubts["red-flag:HF01"]
        signed(folder)
        digest = load_rulebook(folder).reviews.signatures["red-flag:HF01"][0].digest

        assert (
            "disagree",
            WHO.name,
            WHO.role,
            "2026-05-02",
            digest,
            WORDS,
        ) == (one.says, one.by, one.role, one.date, one.digest, one.words)

    def test_comments_outlive_a_change_of_mind(self, folder: Path) -> None:
        """Notes of the people who keep the ledger stay, wherever the entry goes."""
        signed(folder)
        path = folder / "reviews.yaml"
        path.write_text(
            path.read_text("utf-8").replace("    - by:", "    # at the congress\n    - by:")
        )
        doubted(folder)

        assert "  red-flag:HF01:\n    # at the congress\n    - says: disagree" in path.read_text(
            "utf-8"
        )

    @pytest.mark.parametrize(
        ("ledger", "expected"),
        [
            pytest.param(
                "doubts: {red-flag:HF02: []}\n",
                "reviews.yaml:1:10: `red-flag:HF02` is doubted, but it is not in the rule book\n"
                "  help: did you mean `red-flag:HF01`?",
                id="a rule that is not there",
            ),
            pytest.param(
                "doubts:\n  scoring:\n    - {says: no, by: A. Tester, role: nurse, "
                f"date: 2026-05-01, digest: '{DIGEST}', words: No.}}\n",
                "reviews.yaml:3:14: unknown word `no` for `says`\n  help: one of: ask, disagree",
                id="a word that is not there",
            ),
            pytest.param(
                "signatures:\n  scoring:\n    - {by: A. Tester, role: nurse, date: 2026-05-01, "
                f"digest: '{DIGEST}'}}\ndoubts:\n  scoring:\n    - {{says: ask, by: a. tester, "
                f"role: nurse, date: 2026-05-01, digest: '{DIGEST}', words: Why?}}\n",
                "reviews.yaml:6:7: `a. tester` doubts `scoring`, and has said something else of it "
                "too\n  help: keep the newer one",
                id="signed and doubted by one person",
            ),
        ],
    )
    def test_a_slip_in_it_is_named_with_its_place(
        self, folder: Path, ledger: str, expected: str
    ) -> None:
        """Doubts are read as strictly as signatures."""
        (folder / "reviews.yaml").write_text(ledger, "utf-8")

        assert expected == said_about(folder)


class TestCommands:
    @pytest.mark.parametrize(
        ("name", "option", "done"),
        [("disagree", "--because", "disagreed with"), ("ask", "--question", "asked about")],
    )
    def test_a_doubt_is_written_down_and_told_everywhere(
        self, folder: Path, name: str, option: str, done: str
    ) -> None:
        """In the status, on the page about the rule, and in the book."""
        got = review(name, folder, "HF01", option, WORDS, "--as", "Dr. Made-Up, test neurologist")
        verb = "disagrees" if name == "disagree" else "asks"
        told = f"Dr. Made-Up, test neurologist, 2026-05-03, {verb}: {WORDS}"
        book = load_rulebook(folder)
        status = review("status", folder)
        data = msgspec.json.decode(review("status", folder, "--format", "json").output)

        assert 0 == got.exit_code
        assert got.output.startswith(f"{done} red-flag:HF01, digest ")
        assert 1 == status.exit_code
        assert f"red-flag: 1 {done}\n" in status.output
        assert f"red-flag:HF01: {told}\n" in status.output
        assert "a release waits for an answer to whoever doubts: " in status.output
        assert "nobody has reviewed" not in status.output
        assert (name, WORDS) == (
            data["subjects"][0]["doubts"][0]["says"],
            data["subjects"][0]["doubts"][0]["words"],
        )
        assert told in " ".join(run("show", "HF01", "--rules", folder).output.split())
        assert 2 == book_page(book).count(told)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (" ", "Invalid value for '--because': it has no words."),
            ("x" * 1001, "1001 characters are too many, at most 1000 are allowed."),
            ("a\x1b[2J", "`\\x1b` is a character that nobody sees."),
        ],
        ids=["none", "too many", "control characters"],
    )
    def test_a_slip_is_said_and_nothing_is_written(
        self, folder: Path, words: str, expected: str
    ) -> None:
        """What others shall answer, they must be able to read."""
        got = review("disagree", folder, "HF01", "--because", words, "--as", "Made Up, nurse")

        assert 2 == got.exit_code
        assert expected in got.output
        assert not (folder / "reviews.yaml").exists()


class TestOrder:
    def test_the_gravest_is_read_first(self, book: Rulebook) -> None:
        """Red flags of emergency before all others, then conditions, the urgent ones first."""
        order = [each.subject for each in to_review(book, TODAY)]
        flags = [book.red_flags[s.id].urgency for s in order if s.kind == "red-flag"]
        conditions = [book.conditions[s.id].urgency for s in order if s.kind == "condition"]
        ladder = ["emergency", "same-day", "two-weeks", "routine"]

        assert len(subjects(book)) == len(order)
        assert ["red-flag"] * len(flags) == [s.kind for s in order[: len(flags)]]
        assert "condition" == order[len(flags)].kind
        for levels in (flags, conditions):
            assert sorted(levels, key=ladder.index) == levels

    def test_what_is_signed_is_not_read_again(self, folder: Path) -> None:
        """Nor what the same person has asked about; both come back when the text changes."""
        signed(folder)
        doubted(folder, SHORT_ONE, "ask")
        left = {each.subject for each in to_review(load_rulebook(folder), TODAY, *WHO)}
        book = edited(folder, SHORT, "Hiccups that pass.", "Hiccups that go.")
        again = {each.subject for each in to_review(book, TODAY, *WHO)}

        assert not {FLAG, SHORT_ONE} & left
        assert {LONG_ONE, FINDING} <= left
        assert left | {SHORT_ONE} == again

    def test_a_rule_that_another_doubts_waits_for_a_second_opinion(self, folder: Path) -> None:
        """Who asks what is next in no name is not shown it: it waits for an answer."""
        book = doubted(folder)

        assert FLAG in {each.subject for each in to_review(book, TODAY, "I. Nvented", "nurse")}
        assert FLAG not in {each.subject for each in to_review(book, TODAY)}

    def test_what_only_another_role_has_to_sign_is_left_to_it(self, folder: Path) -> None:
        """A second neurologist cannot sign in the place of a pharmacist."""
        with_roles(folder, f"{{red-flag: [{WHO.role}, pharmacist]}}")
        book = signed(folder)
        found = {
            role: FLAG in {each.subject for each in to_review(book, TODAY, "I. Nvented", role)}
            for role in (WHO.role, "Pharmacist", "nurse")
        }

        assert {WHO.role: False, "Pharmacist": True, "nurse": False} == found

    def test_a_review_whose_day_has_passed_is_read_again(self, folder: Path) -> None:
        """By whoever signed it, too."""
        book = sign_all(folder, due="2026-05-02")

        assert len(subjects(book)) == len(to_review(book, TODAY, "A. Tester", "neurologist"))
        assert () == to_review(book, date(2026, 5, 2), "A. Tester", "neurologist")


def typing(*lines: str) -> Callable[[str], str]:
    """Somebody who types these lines, and then goes away."""
    left = list(lines)

    def line(_: str) -> str:
        if not left:
            raise Stopped(can_answer=False)
        return left.pop(0)

    return line


class TestWalk:
    def walked(self, folder: Path, *lines: str) -> str:
        book = load_rulebook(folder)
        waiting = to_review(book, TODAY, *WHO)

        with redirect_stdout(io.StringIO()) as said, suppress(Stopped):
            walk(book, folder, waiting, WHO, TODAY, typing(*lines), styled=False)
        return said.getvalue()

    def test_each_page_is_answered_and_kept(self, folder: Path) -> None:
        """Signed, disagreed with, asked about, left for later: each as it was said."""
        got = self.walked(folder, "sign", "disagree", WORDS, "later", "ask", "Why?", "stop")
        book = load_rulebook(folder)

        assert [str(FLAG)] == list(book.reviews.signatures)
        assert {
            "condition:long-hiccups": ("disagree", WORDS),
            "finding:full-stomach": ("ask", "Why?"),
        } == {name: (one.says, one.words) for name, (one,) in book.reviews.doubts.items()}
        assert got.index("1 of 14: red-flag:HF01") < got.index("2 of 14: condition:long-hiccups")
        assert got.endswith("1 signed, 1 disagreed with, 1 asked about; 11 left to sign\n")

    def test_a_doubt_without_words_is_none(self, folder: Path) -> None:
        """Who thinks better of it is asked again."""
        got = self.walked(folder, "disagree", "", "stop")

        assert "nothing was written down\n" in got
        assert not (folder / "reviews.yaml").exists()

    def test_whoever_goes_away_keeps_what_was_said(self, folder: Path) -> None:
        """A closed terminal signs nothing more, and loses nothing."""
        self.walked(folder, "sign")

        assert [str(FLAG)] == list(load_rulebook(folder).reviews.signatures)

    def test_every_page_can_be_shown(self, book: Rulebook) -> None:
        """Also the parts that stand once: nobody signs what they were not shown."""
        last = {each.subject.kind: each for each in to_review(book, TODAY)}
        pages = {kind: review_next.page(book, each, styled=False) for kind, each in last.items()}

        assert len(last) == len({page.splitlines()[0] for page in pages.values()})
        assert book.advisory.advisory[:40] in pages["advisory"]
        assert "haloperidol" in pages["medicines"]
        assert all("Nobody has signed it." in page for page in pages.values())

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("sign", "sign"),
            ("SI", "sign"),
            ("d", "disagree"),
            ("l", "later"),
            ("Stop.", "stop"),
            ("s", "`s` may be sign or stop"),
            ("yes", "`yes` is none of these"),
            ("", "type a word"),
        ],
    )
    def test_nothing_is_signed_by_a_guess(self, typed: str, expected: str) -> None:
        """One letter that could mean to stop signs nothing."""
        assert expected == meant(typed)


class TestNext:
    def test_without_a_terminal_the_next_page_is_printed(self, folder: Path) -> None:
        """With the words that sign it, in nobody's name, and how much is left."""
        got = review("next", folder)

        assert 0 == got.exit_code
        assert got.output.startswith("Red flag HF01: Pain in the chest\n")
        assert f"review sign red-flag:HF01 --as 'Name, role' --rules {folder}" in got.output
        assert got.output.endswith("\n\n14 left to sign\n")
        assert not (folder / "reviews.yaml").exists()

    def test_a_name_alone_signs_nothing(self, folder: Path) -> None:
        """Where nobody can answer, nothing is said in their name."""
        review("next", folder, "--as", "Dr. Made-Up, test neurologist")

        assert not (folder / "reviews.yaml").exists()

    def test_where_nothing_is_left_it_says_so(self, folder: Path) -> None:
        """The work has an end."""
        sign_all(folder)

        assert "nothing is left to sign\n" == review("next", folder).output

    def test_at_a_terminal_the_reviewer_is_asked(self, folder: Path) -> None:
        """Page, prompt, signature, next page; what is typed ahead signs no page unseen."""
        words = ["-m", "triage", "rules", "review", "next", "--rules", str(folder)]
        words += ["--as", f"{WHO.name}, {WHO.role}"]
        terminal = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30, echo=False)
        terminal.expect("1 of 14: red-flag:HF01")
        terminal.expect("Pain in the chest")
        terminal.expect(r"stop\? $")
        time.sleep(0.3)
        terminal.send("sign\nsign\n")
        terminal.expect("2 of 14: condition:long-hiccups")
        terminal.expect(r"stop\? $")
        time.sleep(0.3)
        terminal.send("stop\n")
        terminal.expect("1 signed, 0 disagreed with, 0 asked about; 13 left to sign")
        terminal.expect(pexpect.EOF)
        terminal.close()

        assert 0 == terminal.exitstatus
        assert [str(FLAG)] == list(load_rulebook(folder).reviews.signatures)


def test_a_release_waits_for_whoever_doubts(folder: Path) -> None:
    """Neither an unanswered question nor a disagreement goes out to patients."""
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci/release.py")
    assert spec is not None
    assert spec.loader is not None
    release = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(release)
    noon = str(1_777_809_600)  # 3 May 2026
    release.check_reviews(sys.executable, noon, folder)
    doubted(folder, says="ask")

    with pytest.raises(SystemExit) as caught:
        release.check_reviews(sys.executable, noon, folder)
    assert f"asks: {WORDS}\n" in str(caught.value)
    assert str(caught.value).endswith(
        "the review of the rules holds the release up, nothing was made"
    )
