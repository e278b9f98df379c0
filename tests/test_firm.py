"""`firm` beside `core`: what fits well and raises the urgency needs, and a suggestion does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.rule_edits.brute import slips, try_all
from tests.small_book import FILES, FIRM, SECTION, SHORT, WITH_FIRM, write_book
from tests.strategies import small_rulebooks
from tests.test_checks_exact import INTERVIEWS, context
from triage import Engine, Interview, Rulebook, answers_from, assess, load_rulebook, to_json
from triage.cases.coverage import coverage
from triage.cases.loading import Case, load_cases
from triage.cases.mutation import mutants
from triage.cases.noticing import PreparedCases
from triage.cases.running import run_answers
from triage.cases.suggesting import reaching, reason, telling
from triage.changes.comparing import compare
from triage.changes.report import as_text, report
from triage.checks.firm import idle_firm
from triage.checks.safety import contributions, lowered
from triage.cli.main import main
from triage.errors import RulesError
from triage.explain.changes import what_would_change
from triage.explain.why import why, why_not
from triage.inference import reference
from triage.inference.assessment import Suggestion
from triage.inference.weighing import weigh
from triage.presentation.explanation import chain_text, why_not_text
from triage.presentation.learn import learn_text
from triage.presentation.result import result_text
from triage.presentation.rule_words import rule_words
from triage.presentation.summary import summarise, summary_text
from triage.rulebook.formatting import formatted
from triage.rulebook.limits import conditions_of
from triage.rulebook.parts.conditions import BEST_NOT_FIRM, FITS, firm_id
from triage.rulebook.reviews import digest_of, subject_named
from triage.rulebook.stated import stated
from triage.rulebook.urgency import highest
from triage.rulebook.when import UNSURE, Is

MEAL = {"chest-pain": "no", "age": 30, "lasted": "minutes", "after": ["big-meal"]}
OLD, NEW = {**MEAL, "since": "3 weeks"}, {**MEAL, "since": "3 days"}
TOO_NEW = "your hiccups are too new to be sure"
Files = Mapping[str, str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("firm"), WITH_FIRM))


def having(folder: Path, firm: str = FIRM, files: Files = WITH_FIRM, **more: str) -> Rulebook:
    """The book with another firm part; `more` replaces texts of its condition."""
    text = files[SHORT].replace(FIRM, firm)
    for right, wrong in more.items():
        assert right in text
        text = text.replace(right, wrong)
    return load_rulebook(write_book(folder, {**files, SHORT: text}))


def short(book: Rulebook, raw: dict[str, Any]) -> Suggestion:
    (found,) = (s for s in assess(book, answers_from(book, raw)).suggested if s.id.startswith("sh"))
    return found


def in_one_line(text: str) -> str:
    return " ".join(text.split())


class TestFit:
    @pytest.mark.parametrize(
        ("raw", "fit", "firm", "missing"),
        [
            (OLD, "fits-well", True, ""),
            (NEW, "fits-partly", False, TOO_NEW),
            ({**MEAL, "since": UNSURE}, "fits-partly", False, TOO_NEW),
            (MEAL, "fits-partly", False, TOO_NEW),
            ({**NEW, "after": []}, "fits-a-little", False, TOO_NEW),
            ({**OLD, "after": []}, "fits-a-little", True, ""),
        ],
        ids=["old", "new", "not sure", "not answered", "few points", "few points, old"],
    )
    def test_only_who_has_the_firm_part_fits_well(
        self, book: Rulebook, raw: dict[str, Any], fit: str, firm: bool, missing: str
    ) -> None:
        """Without it the name is suggested all the same; points alone move the rest."""
        found = short(book, raw)

        assert (fit, firm, missing) == (found.fit, found.firm, found.firm_missing)

    def test_not_sure_holds_where_it_is_listed(self, tmp_path: Path) -> None:
        """As everywhere, not being sure satisfies only what names it."""
        book = having(tmp_path, "firm: {since: [old, unsure]}\n")

        assert "fits-well" == short(book, {**MEAL, "since": UNSURE}).fit
        assert "fits-partly" == short(book, MEAL).fit

    def test_a_core_that_is_enough_still_needs_it(self, tmp_path: Path) -> None:
        """What a doctor wants to see first is not made up for by the core."""
        enough = {"  because: they pass": "  enough: yes\n  because: they pass"}
        book = having(tmp_path, **enough)

        assert ["fits-partly", "fits-well"] == [
            short(book, {**raw, "after": []}).fit for raw in (NEW, OLD)
        ]

    def test_it_is_said_beside_a_top_fit_below_too(self, tmp_path: Path) -> None:
        """Where answers can never show more, it still says what the urgency rests on."""
        book = having(tmp_path, f"top-fit: fits-partly\n{FIRM}")
        found = [short(book, raw) for raw in (NEW, OLD)]

        assert ["fits-partly"] * 2 == [one.fit for one in found]
        assert [TOO_NEW, ""] == [one.firm_missing for one in found]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(small_rulebooks())
    def test_it_lowers_a_fit_from_the_best_and_raises_nothing_without(self, book: Rulebook) -> None:
        """No danger sign or suggestion rests on it; a level does, whatever the rules and answers."""
        bare = {id: replace(c, firm=None) for id, c in book.conditions.items()}
        without = replace(book, conditions=bare)
        for answers in INTERVIEWS[::7]:
            fired = reference.fire(book, answers)
            with_it = weigh(book, fired)
            without_it = weigh(without, reference.fire(without, answers))
            fits = {one.id: (one.fit, one.points) for one in without_it.candidates}

            assert (with_it.flags, with_it.blocked) == (without_it.flags, without_it.blocked)
            raising = [
                c.urgency
                for c in without_it.candidates
                if book.conditions[c.id].firm is None or firm_id(c.id) in fired
            ]
            assert highest([*(f.urgency for f in with_it.flags), *raising]) == with_it.urgency
            assert {one.id for one in with_it.candidates} == fits.keys()
            for one in with_it.candidates:
                fit, points = fits[one.id]
                holds = book.conditions[one.id].firm is None or firm_id(one.id) in fired
                assert (fit if holds else max(fit, BEST_NOT_FIRM, key=FITS.index)) == one.fit
                assert points == one.points
                assert (one.raises, one.urgency) == (holds, book.conditions[one.id].urgency)


class TestSaid:
    def test_a_patient_is_told_what_is_missing_in_plain_words(self, book: Rulebook) -> None:
        """On the screen and on the page for the doctor; not where it is there."""
        on_the_screen = f"It fits only partly, since {TOO_NEW}."
        on_the_page = f"fits only partly, since {TOO_NEW}."
        for raw, times in ((NEW, 1), (OLD, 0)):
            answers = answers_from(book, raw)
            result = assess(book, answers)
            page = summary_text(summarise(book, answers, result))

            assert times == in_one_line(result_text(result, 40)).count(on_the_screen)
            assert times == in_one_line(page).count(on_the_page)

    def test_somebody_whom_it_fits_a_little_is_told_too(self, book: Rulebook) -> None:
        """Not as the reason, since points are missing as well."""
        answers = answers_from(book, {**NEW, "after": []})
        result = assess(book, answers)
        page = summary_text(summarise(book, answers, result))

        assert f"It fits a little, and {TOO_NEW}." in in_one_line(result_text(result, 40))
        assert f"fits a little, and {TOO_NEW}." in in_one_line(page)

    def test_it_is_said_about_somebody_else(self, book: Rulebook) -> None:
        """A helper reads about the person who has it."""
        found = short(book, {"answering-for": "someone-else", **NEW})

        assert TOO_NEW.replace("your", "their") == found.firm_missing

    def test_without_a_sentence_it_is_said_what_it_is_about(self, tmp_path: Path) -> None:
        """Nobody is left to guess what is missing."""
        book = having(tmp_path, "firm: {since: old}\n")

        assert (
            "not all is there that it needs to fit well: how long you have had hiccups"
            == short(book, NEW).firm_missing
        )

    def test_the_data_say_whether_it_holds(self, book: Rulebook) -> None:
        """Other programs see it apart from the fit; where nothing is needed it is null."""
        results = [json.loads(to_json(assess(book, answers_from(book, a)))) for a in (OLD, NEW)]
        long = {"chest-pain": "no", "age": 30, "lasted": "days"}
        (other,) = assess(book, answers_from(book, long)).suggested

        assert [[True], [False]] == [[s["firm"] for s in r["suggested"]] for r in results]
        assert ["", TOO_NEW] == [r["suggested"][0]["firm-missing"] for r in results]
        assert other.firm is None

    def test_what_is_not_known_of_it_is_said(self, book: Rulebook) -> None:
        """A doctor sees that the question is open, not answered against it."""
        rules = {raw: [r.rule for r in short(book, {**MEAL, **dict(raw)}).not_known] for raw in (
            (("since", UNSURE),), (), (("since", "3 days"),))}  # fmt: skip

        assert [True, True, False] == ["short-hiccups-firm" in some for some in rules.values()]


def raised(folder: Path, firm: str = FIRM, **more: str) -> Rulebook:
    """The book in which the condition asks to be seen within two weeks."""
    return having(folder, firm, **{"urgency: routine": "urgency: two-weeks"}, **more)


class TestUrgency:
    def test_a_condition_raises_nothing_without_it(self, tmp_path: Path) -> None:
        """A name that is only thinkable hurries nobody; it still says its own level."""
        book = raised(tmp_path)
        results = [assess(book, answers_from(book, raw)) for raw in (NEW, OLD)]

        assert ["routine", "two-weeks"] == [one.urgency for one in results]
        assert ["two-weeks"] * 2 == [one.suggested[0].urgency for one in results]
        assert [False, True] == [
            "urgency:two-weeks from suggestion:short-hiccups" in one.fired for one in results
        ]

    @pytest.mark.parametrize("since", [{}, {"since": UNSURE}], ids=["not answered", "not sure"])
    def test_not_knowing_it_raises_nothing_either(
        self, tmp_path: Path, since: dict[str, str]
    ) -> None:
        """Not being sure satisfies only what names it."""
        book = raised(tmp_path)

        assert "routine" == assess(book, answers_from(book, {**MEAL, **since})).urgency

    def test_points_do_not_make_up_for_it(self, tmp_path: Path) -> None:
        """Neither a core that is enough nor a fit that is only a little changes what raises."""
        book = raised(tmp_path, **{"  because: they pass": "  enough: yes\n  because: they pass"})
        levels = {
            (since, tuple(after)): assess(
                book, answers_from(book, {**MEAL, "since": since, "after": after})
            ).urgency
            for since in ("3 days", "3 weeks")
            for after in ([], ["big-meal"])
        }

        assert {"routine"} == {level for (since, _), level in levels.items() if "day" in since}
        assert {"two-weeks"} == {level for (since, _), level in levels.items() if "week" in since}

    def test_what_decided_is_told_only_where_it_raises(self, tmp_path: Path) -> None:
        """With the answers of both parts, in the result, the chain and what ran."""
        book = raised(tmp_path)
        old, new = (assess(book, answers_from(book, raw)) for raw in (OLD, NEW))
        (decided,) = old.decided_by
        chains = [why(book, answers_from(book, raw)) for raw in (OLD, NEW)]
        came = [
            run_answers(book, Engine(book), answers_from(book, raw)).decided_by
            for raw in (OLD, NEW)
        ]

        assert ("they last minutes", "you have had hiccups for weeks") == decided.answers
        assert () == new.decided_by
        assert [True, False] == [chain.candidates[0].decides for chain in chains]
        assert [("short-hiccups",), ()] == came

    def test_a_condition_beside_one_that_raises_as_much_decided_nothing(
        self, tmp_path: Path
    ) -> None:
        """It has the level of the result, but not because of it."""
        short = WITH_FIRM[SHORT].replace("urgency: routine", "urgency: two-weeks")
        other = short.replace(FIRM, "").replace("short", "other")
        files = {**WITH_FIRM, SHORT: short, "conditions/other-hiccups.yaml": other}
        book = load_rulebook(write_book(tmp_path, files))
        answers = answers_from(book, NEW)
        result = assess(book, answers)

        assert {"two-weeks"} == {result.urgency, *(one.urgency for one in result.suggested)}
        assert ["other-hiccups"] == [one.id for one in result.decided_by]
        assert ("other-hiccups",) == run_answers(book, Engine(book), answers).decided_by
        assert {"other-hiccups": True, "short-hiccups": False} == {
            one.id: one.decides for one in why(book, answers).candidates
        }

    def test_beside_a_top_fit_below_it_is_idle_only_where_nothing_rests_on_it(
        self, tmp_path: Path
    ) -> None:
        """It decides the urgency of a condition that can never fit well."""
        top = {"urgency: routine": "top-fit: fits-partly\nurgency: routine"}
        books = [having(tmp_path / "a", **top)]
        top["urgency: routine"] = "top-fit: fits-partly\nurgency: two-weeks"
        books.append(having(tmp_path / "b", **top))
        books.append(having(tmp_path / "c", "firm: {lasted: days}\n", **top))
        found = [[one.message for one in idle_firm(context(book))] for book in books]

        assert ["changes nothing" in told for (told,) in found[::2]] == [True, False]
        assert [] == found[1]
        assert "so it raises no urgency" in found[2][0]

    def test_what_raises_is_what_the_promises_are_proved_of(self, tmp_path: Path) -> None:
        """The boxes of both parts together."""
        (found,) = (c for c in contributions(raised(tmp_path)) if c.id == "short-hiccups")

        assert [{"lasted": frozenset({"minutes"}), "since": frozenset({"old"})}] == found.boxes

    def test_a_danger_sign_that_only_a_firm_part_denies_would_lower(self, tmp_path: Path) -> None:
        """P4 is proved of firm parts as of cores: what nothing makes up for is found."""
        quiet = FILES["red-flags.yaml"].replace("emergency", "two-weeks")
        quiet = quiet.replace("same-day", "routine")
        text = WITH_FIRM[SHORT].replace("urgency: routine", "urgency: same-day")
        text = text.replace(FIRM, "firm: {chest-pain: no}\n")
        files = {**WITH_FIRM, "red-flags.yaml": quiet, SHORT: text}
        book = load_rulebook(write_book(tmp_path, files))

        (slip,) = (s for s in lowered(book, "no") if "to yes" in s)
        assert "chest-pain: from no to yes loses short-hiccups (same-day)" in slip

    def test_what_always_speaks_louder_is_looked_for_where_it_raises(self, tmp_path: Path) -> None:
        """A level that another rule always has where the firm part holds may be moved unseen."""
        flag = (
            "  RF9:\n    title: long\n    when: {since: old}\n    urgency: two-weeks\n"
            "    if-unsure: routine\n    because: It is long.\n    sources: [H1]\n"
        )
        for name, files in (
            ("with", {**WITH_FIRM, "red-flags.yaml": FILES["red-flags.yaml"] + flag}),
            ("without", WITH_FIRM),
        ):
            text = files[SHORT].replace("urgency: routine", "urgency: two-weeks")
            book = load_rulebook(write_book(tmp_path / name, {**files, SHORT: text}))
            (less,) = (
                m
                for m in mutants(book)
                if m.rule == "short-hiccups" and m.what == "urgency: two-weeks -> routine"
            )
            seen = telling(book, less)

            assert (name == "with") == (reason(book, less) is not None)
            assert (name == "with") == (seen is None)
            assert seen is None or "old" == seen.answers.variables(book)["since"]

    def test_both_parts_together_are_held_to_the_limit(self, tmp_path: Path) -> None:
        """Each may be small enough, and what raises the urgency a million ways all the same."""
        three = "{any: [{lasted: minutes}, {chest-pain: yes}, {after.big-meal: yes}]}"
        other = "{any: [{lasted: days}, {chest-pain: no}, {after.big-meal: no}]}"
        many, more = (f"{{all: [{', '.join([part] * 4)}]}}" for part in (three, other))
        text = WITH_FIRM[SHORT].replace("when: {lasted: minutes}", f"when: {many}")
        text = text.replace(FIRM, f"firm: {more}\n")

        with pytest.raises(RulesError) as caught:
            load_rulebook(write_book(tmp_path, {**WITH_FIRM, SHORT: text}))
        assert ["with its core, this can come true in more than `1000` ways"] == [
            problem.message for problem in caught.value.problems
        ]


class TestAsked:
    def wanted(self, book: Rulebook, raw: dict[str, Any]) -> bool:
        interview = Interview(book)
        while interview.current is not None and interview.current != "since":
            interview = interview.answer(raw.get(interview.current, UNSURE))
        return interview.current == "since"

    def test_what_only_a_firm_part_reads_is_asked_while_the_fit_can_move(
        self, book: Rulebook
    ) -> None:
        """Somebody whose hiccups last minutes is asked; of days, it could change nothing."""
        assert self.wanted(book, MEAL)
        assert not self.wanted(book, {**MEAL, "lasted": "days"})

    def test_it_is_not_asked_where_the_name_is_not_offered(self, tmp_path: Path) -> None:
        """A block that holds closes it."""
        block = (
            "blocked-by:\n  short-young:\n    when: {age: under 18}\n    because: so\n"
            "    instead: it\n    sources: [H1]\nsupports:\n"
        )
        book = having(tmp_path, **{"supports:\n": block})

        assert self.wanted(book, MEAL)
        assert not self.wanted(book, {**MEAL, "age": 4})


class TestExplained:
    def test_why_tells_what_is_missing_and_what_was_said(self, book: Rulebook) -> None:
        """The chain shows which answer holds the fit down, and which would lift it."""
        told = in_one_line(chain_text(why(book, answers_from(book, NEW)), 40))
        there = in_one_line(chain_text(why(book, answers_from(book, OLD)), 40))

        assert (
            f"It fits partly at most and raises no urgency, since {TOO_NEW}: - needed: you have had hiccups for weeks; "
            "you said: you have had hiccups for days"
        ) in told
        assert "What it needs to fit well is there: - you have had hiccups for weeks" in there

    def test_why_not_tells_it_too(self, book: Rulebook) -> None:
        """Also where the core is missing: both are needed to fit well."""
        told = in_one_line(why_not_text(why_not(book, answers_from(book, MEAL), "short-hiccups")))

        assert "What it needs to fit well" in told
        assert "needed: you have had hiccups for weeks; it was not answered" in told
        (firm,) = (o for o in why_not(book, answers_from(book, MEAL), "short-hiccups").open
                   if o.rule == "short-hiccups-firm")  # fmt: skip
        assert (TOO_NEW, ("how long you have had hiccups",)) == (firm.because, firm.topics)

    def test_of_several_ways_the_nearest_is_told(self, tmp_path: Path) -> None:
        """One more answer is easier to give than two."""
        ways = "{all: [age: at least 60, after.fizzy-drink: yes]}, {since: old}"
        book = having(tmp_path, f"firm: {{any: [{ways}]}}\n")
        found = why_not(book, answers_from(book, NEW), "short-hiccups").firm

        assert found is not None
        assert ["since"] == [missing.variable for missing in found.missing]
        assert 0 == found.other_ways

    def test_what_would_change_names_it_where_another_name_would_be_first(
        self, tmp_path: Path
    ) -> None:
        """A fit that is held down can cost the first place."""
        other = WITH_FIRM[SHORT].replace(FIRM, "").replace("short", "other")
        short = WITH_FIRM[SHORT].replace("urgency: routine", "urgency: two-weeks")
        files = {**WITH_FIRM, SHORT: short, "conditions/other-hiccups.yaml": other}
        book = load_rulebook(write_book(tmp_path, files))
        found = what_would_change(book, answers_from(book, NEW), 1)
        first = {c.first_after for c in found if c.answers[0].question == "since"}

        assert {"other-hiccups"} == {c.first_before for c in found}
        assert "short-hiccups" in first


class TestRead:
    def test_clinicians_read_it_beside_the_core(self, book: Rulebook, tmp_path: Path) -> None:
        """In a sentence, in the book, in the picture, and on the page for patients."""
        folder = write_book(tmp_path / "rules", WITH_FIRM)
        shown = in_one_line(
            CliRunner()
            .invoke(main, ["rules", "show", "short-hiccups", "--rules", str(folder)])
            .output
        )
        page = tmp_path / "book.html"
        made = CliRunner().invoke(main, ["rules", "book", str(page), "--rules", str(folder)])
        words = (
            'The condition "short hiccups" fits well, and raises the urgency, only when you have '
            "had hiccups for weeks. Without that it fits partly at most and raises no urgency, "
            f"since {TOO_NEW}."
        )

        assert words == rule_words(book, "short-hiccups-firm")
        assert f"short-hiccups-firm: {words}" in shown
        assert 0 == made.exit_code, made.output
        html = page.read_text("utf-8")
        assert "Needed to fit well and to raise the urgency" in html
        assert f"Without it, it fits partly at most and raises no urgency, since {TOO_NEW}." in html
        assert "to fit well and raise: you have had hiccups for weeks" in html
        assert f"It fits only partly where {TOO_NEW}." in in_one_line(
            learn_text(book, "short-hiccups")
        )

    def test_it_is_written_in_the_one_layout(self) -> None:
        """`rules fmt` leaves it where it stands."""
        assert FIRM in formatted(WITH_FIRM[SHORT], SHORT)

    def test_it_is_signed_with_its_condition(self, book: Rulebook, tmp_path: Path) -> None:
        """Its answers, its sentence and the question that it reads are what was read and signed."""
        subject = subject_named(book, "short-hiccups")
        others = [
            having(tmp_path / "a", FIRM.replace("old", "new")),
            having(tmp_path / "b", FIRM.replace("too new", "new")),
            having(
                tmp_path / "c",
                files={**WITH_FIRM, SECTION: WITH_FIRM[SECTION].replace("A week or", "Weeks or")},
            ),
        ]

        assert digest_of(book, subject) not in {digest_of(other, subject) for other in others}
        with pytest.raises(Exception, match="is a rule of the condition `short-hiccups`"):
            subject_named(book, "short-hiccups-firm")

    def test_it_counts_for_the_size_of_a_rule_book(self, book: Rulebook) -> None:
        """A firm part that could keep a machine busy for ever is refused as any rule is."""
        counted = dict(conditions_of(book))

        assert Is("since", ("old",)) == counted[SHORT, "firm"]
        assert [] == [rule.id for rule in stated(book) if rule.when_at not in counted]


ADULT = "firm: {age: at least 18}\nfirm-missing: you are young\n"


class TestCompared:
    @pytest.mark.parametrize(
        ("firm", "told"),
        [
            ("", ("fits partly -> fits well", "`firm` before: your age is", "meaning: widened")),
            (
                "firm: {age: [at least 18, unsure]}\n",
                ("fits partly -> fits well", "you were not sure about your age", "widened"),
            ),
            (
                "firm: {all: [age: at least 18, after.fizzy-drink: yes]}\n",
                ("fits well -> fits partly", "you did not drink fizz", "narrowed"),
            ),
            (
                ADULT.replace("you are young", "you are not grown up"),
                ("no fit or points change", "`firm-missing` before: you are young"),
            ),
        ],
        ids=["taken out", "wider", "narrower", "in other words"],
    )
    def test_a_change_is_told_as_whose_fit_changes(
        self, tmp_path: Path, firm: str, told: tuple[str, ...]
    ) -> None:
        """Exactly those people, as trying all answers finds them; no urgency moves."""
        old, new = having(tmp_path / "old", ADULT), having(tmp_path / "new", firm)
        found = compare(old, new)
        said = in_one_line(as_text(report(found, "old", "new")))
        tried = try_all(old, new, silent=("answering-for", "medicines", "since"))

        assert [] == [words for words in told if words not in said]
        assert not found.lowers
        assert "no urgency changes" in said
        assert [] == list(slips(found, tried))[:5]

    @pytest.mark.parametrize(
        ("firm", "told"),
        [
            ("", "two-weeks instead of routine"),
            ("firm: {age: [at least 18, unsure]}\n", "two-weeks instead of routine"),
            ("firm: {age: at least 60}\n", "routine instead of two-weeks"),
            ("firm: {all: [age: at least 18, after.fizzy-drink: yes]}\n", "routine instead"),
        ],
        ids=["taken out", "wider", "narrower", "one more"],
    )
    def test_a_change_is_told_as_whose_urgency_changes(
        self, tmp_path: Path, firm: str, told: str
    ) -> None:
        """Exactly those people, as trying all answers finds them."""
        old, new = raised(tmp_path / "old", ADULT), raised(tmp_path / "new", firm)
        found = compare(old, new)
        tried = try_all(old, new, silent=("answering-for", "medicines", "since"))

        assert found.lowers == told.startswith("routine")
        assert found.lowers != bool(found.raised)
        assert [] == list(slips(found, tried))[:5]

    def test_a_finding_that_it_uses_changes_it(self, tmp_path: Path) -> None:
        """It is named, though nobody touched it."""
        firm = "firm: {finding: full-stomach}\n"
        findings = WITH_FIRM["findings.yaml"].replace("        - after.fizzy-drink: yes\n", "")
        files = {**WITH_FIRM, "findings.yaml": findings}
        old, new = having(tmp_path / "old", firm), having(tmp_path / "new", firm, files)
        said = in_one_line(as_text(report(compare(old, new), "old", "new")))

        assert (
            "firm `short-hiccups-firm` of short-hiccups is written as before, but changes" in said
        )


def cases_of(book: Rulebook, folder: Path, **fits: str) -> list[Case]:
    """A case for each word about how long, with the fit that it expects."""
    text = "cases:\n"
    for since, fit in fits.items():
        text += f"  {since}:\n    answers: {{chest-pain: no, age: 30, lasted: minutes, "
        text += f"after: [big-meal], since: 3 {since}}}\n"
        text += f"    expect: {{fits: {{short-hiccups: {fit}}}}}\n"
    path = folder / "firm.case.yaml"
    path.write_text(text, encoding="utf-8")
    return load_cases(path, book)


class TestGuarded:
    def test_a_firm_part_that_nobody_notices_is_reported(
        self, book: Rulebook, tmp_path: Path
    ) -> None:
        """A case that fits well does not guard it; one that fits partly for want of it does."""
        firm = [m for m in mutants(book) if m.rule == "short-hiccups-firm"]
        wide = next(m for m in firm if m.what == "holds wherever the core does")
        well, partly = {"weeks": "fits-well"}, {"days": "fits-partly"}
        one = PreparedCases(book, cases_of(book, tmp_path, **well))
        both = PreparedCases(book, cases_of(book, tmp_path, **well, **partly))

        assert not one.failing + both.failing
        assert one.verdict(wide).noticed_by is None
        assert [] == [m.id for m in firm if both.verdict(m).noticed_by is None]

    def test_a_case_is_suggested_that_shows_it_in_a_patient(self, book: Rulebook) -> None:
        """The fit of somebody whom the core fits, not the name of a rule."""
        for mutant in mutants(book):
            if mutant.rule == "short-hiccups-firm":
                case = telling(book, mutant)
                assert case is not None
                assert case.expect.fits.keys() == {"short-hiccups"}

    def test_coverage_counts_it(self, book: Rulebook, tmp_path: Path) -> None:
        """A rule, its ways and the fit that it decides; a case is found for each."""
        none = coverage(book, [])
        missing = {str(item) for item in none.missing("rules")}
        suggested = [case.name for case in reaching(book, none)]

        assert "short-hiccups-firm" in missing
        assert any(name.startswith("reaches short-hiccups-firm in") for name in suggested)
        assert "reaches short-hiccups in fits-well" in suggested

    def test_a_change_outside_the_core_is_none(self, tmp_path: Path) -> None:
        """What a firm part asks of people whom the core does not fit moves nothing."""
        book = having(tmp_path, "firm: {any: [since: old, lasted: days]}\n")
        ids = {mutant.id for mutant in mutants(book) if mutant.rule == "short-hiccups-firm"}

        assert "short-hiccups-firm/without part 2" not in ids
        assert "short-hiccups-firm/without part 1" in ids
