"""`triage explain`: why, why not, and what would change the result."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import the_book
from tests.reading import FORMS, quiet_page
from tests.small_book import write_book
from tests.strategies import answer_sets, raw_answers, small_rulebooks
from triage import Answers, AnswersError, Interview, Rulebook, answers_from, assess, load_rulebook
from triage.cli.explain import command
from triage.cli.main import TriageGroup
from triage.explain.changes import _Search, what_would_change
from triage.explain.why import why, why_not
from triage.inference.answers import value_from, variables_for
from triage.inference.explained import Ground
from triage.presentation.explanation import chain_text, changes_text, why_not_text
from triage.rulebook.urgency import rank
from triage.rulebook.when import UNSURE
from triage.words.explanation import NEVER_ADVICE

BOOK = the_book()
TYPICAL = {
    "age": 52,
    "parts": ["head"],
    "does-head": ["pulled"],
    "head-way": ["same-side"],
    "changes": ["touch"],
    "signs": ["neck-pain"],
}


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_book(tmp_path_factory.mktemp("hiccups")))


def flat(text: str) -> str:
    return " ".join(text.split())


class TestWhy:
    def test_typical_cervical_dystonia(self) -> None:
        """The answers lead through a finding to the core, and the touch to a strong reason."""
        chain = why(BOOK, answers_from(BOOK, TYPICAL))
        first = chain.candidates[0]

        assert ("cervical-dystonia", "fits-well", True) == (first.id, first.fit, first.shown)
        assert ["finding:neck-pulling"] == [ground.rule for ground in first.core.findings]
        assert ["does-head.pulled", "head-way.same-side"] == [
            said.variable for said in first.core.findings[0].answers
        ]
        assert {"cd-touch-helps", "cd-same-direction", "cd-neck-pain", "cd-age"} == {
            weight.ground.rule for weight in first.supports
        }

    def test_in_words(self) -> None:
        """The text names the urgency, the finding and the answers behind it."""
        text = flat(chain_text(why(BOOK, answers_from(BOOK, TYPICAL))))

        assert "Urgency: routine" in text
        assert "the neck pulls, turns or tilts (finding:neck-pulling)" in text
        assert "a light touch on the face or head calms it" in text

    def test_a_red_flag_decides(self, hiccups: Rulebook) -> None:
        """A danger sign that is reached stands in the chain with its answer."""
        chain = why(hiccups, answers_from(hiccups, {"chest-pain": "unsure"}))
        flag = chain.red_flags[0]

        assert ("HF01", "same-day", False, True) == (
            flag.id,
            flag.urgency,
            flag.certain,
            flag.decides,
        )
        assert ["you were not sure about pain in the chest"] == [
            said.words for said in flag.ground.answers
        ]

    @given(st.data())
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    def test_it_agrees_with_the_result(self, data: st.DataObject) -> None:
        """Every answer in the chain was given, and the sums are those of the result."""
        book = data.draw(small_rulebooks())
        answers = data.draw(answer_sets(book))
        chain = why(book, answers)
        result = assess(book, answers)
        variables = answers.variables(book)

        assert result.urgency == chain.urgency
        assert [s.id for s in result.suggested] == [c.id for c in chain.candidates if c.shown]
        for candidate in chain.candidates:
            weights = (*candidate.supports, *candidate.against)
            assert candidate.points == candidate.core_points + sum(w.points for w in weights)
            for ground in (candidate.core, *(weight.ground for weight in weights)):
                for said in _all_said(ground):
                    assert variables[said[0]] == said[1]
        assert chain_text(chain, 40).endswith("\n")


def _all_said(ground: Ground) -> Iterator[tuple[str, str]]:
    yield from ((said.variable, said.answer) for said in ground.answers)
    for finding in ground.findings:
        yield from _all_said(finding)


class TestWhyNot:
    def test_suggested_already(self) -> None:
        """Asking why not for what is suggested says that it is."""
        found = why_not(BOOK, answers_from(BOOK, TYPICAL), "cervical-dystonia")

        assert ("offered", 1, ()) == (found.state, found.place, found.missing)
        assert "It is suggested already, in place 1." in flat(why_not_text(found))

    def test_what_was_answered_and_what_is_needed(self, hiccups: Rulebook) -> None:
        """What is missing is said with the answer given and the answer needed."""
        answers = answers_from(hiccups, {"chest-pain": "no", "lasted": "minutes"})
        text = flat(why_not_text(why_not(hiccups, answers, "long-hiccups")))

        assert (
            "needed: they last days or you were not sure about how long they last; "
            "you said: they last minutes"
        ) in text

    def test_not_asked(self, hiccups: Rulebook) -> None:
        """For a question that was not asked, what leads to it is said; a block is named."""
        found = why_not(hiccups, answers_from(hiccups, {"chest-pain": "yes"}), "long-hiccups")
        text = flat(why_not_text(found))

        assert "core-missing" == found.state
        assert ["not-asked"] == [missing.known for missing in found.missing]
        assert "it was not asked; it is asked when your chest does not hurt" in text
        assert "the pain comes first (long-with-pain)" in text
        assert "Look at this instead: the chest." in text

    def test_what_is_unknown(self, hiccups: Rulebook) -> None:
        """Unanswered questions that could still matter are listed once per rule."""
        found = why_not(hiccups, answers_from(hiccups, {"chest-pain": "no"}), "short-hiccups")

        assert ["not-answered"] == [missing.known for missing in found.missing]
        assert {
            "short-hiccups-core": ("how long they last",),
            "short-after-meal": ("what came before",),
        } == {rule.rule: rule.topics for rule in found.open}

    def test_unknown_condition(self, hiccups: Rulebook) -> None:
        """A condition that is not there is an error with the nearest one."""
        with pytest.raises(AnswersError) as caught:
            why_not(hiccups, Answers(), "long-hicups")

        assert "unknown condition `long-hicups`\n  help: did you mean `long-hiccups`?" == str(
            caught.value
        )

    @given(st.data())
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    def test_what_is_missing_is_enough(self, data: st.DataObject) -> None:
        """If every missing thing were answered as needed, the core would hold."""
        from triage.inference.reference import fire

        book = data.draw(small_rulebooks())
        answers = data.draw(answer_sets(book))
        variables = answers.variables(book)
        fired = fire(book, variables)
        for id in book.conditions:
            found = why_not(book, answers, id)
            assert (found.state == "core-missing") == (f"{id}-core" not in fired)
            names = [missing.variable for missing in found.missing]
            if names:
                assert _reached(book, variables, names, f"{id}-core")
                for fewer in combinations(book.variables, len(names) - 1):
                    assert not _reached(book, variables, list(fewer), f"{id}-core")
            if found.firm is not None:
                assert found.firm.holds == (f"{id}-firm" in fired)
                names = [missing.variable for missing in found.firm.missing]
                assert not names or _reached(book, variables, names, f"{id}-firm")
            assert why_not_text(found, 40).endswith("\n")


def _reached(book: Rulebook, variables: dict[str, str], names: list[str], rule: str) -> bool:
    """Whether some answers to these variables make a rule fire."""
    from triage.inference.reference import fire

    domains = [book.variables[name].answers for name in names]
    return any(
        rule in fire(book, {**variables, **dict(zip(names, words, strict=True))})
        for words in product(*domains)
    )


# what would change: brute force


def _other_values(book: Rulebook, id: str, was: Any) -> Iterator[Any]:
    """Every other answer to a question, written anew and without any thought of speed."""
    question = book.questions[id]
    match question.kind:
        case "yes-no":
            yield from ("yes", "no", UNSURE)
        case "pick-one":
            yield from (*question.answers, UNSURE)
        case "number":
            yield from (*range(question.lowest, question.highest + 1), UNSURE)
        case "tick-all":
            start = dict(was) if was is not None else dict.fromkeys(question.answers, "no")
            yield start
            alone = {item for item, answer in question.answers.items() if answer.exclusive}
            for item, word in product(start, ("yes", "no", UNSURE)):
                apart = start if item in alone else alone
                unticked = {one: "no" for one in apart if start[one] == "yes" == word}
                yield {**start, **unticked, item: word}
        case "span":
            yield from (*map(question.answer_for, question.bands), UNSURE)
        case "medicines":
            names = was if isinstance(was, tuple) else ()
            if not isinstance(was, tuple):
                yield ()
            yield from ([*names, name] for name in (*book.medicines, "qqqq zzzz"))
            yield from ([name for name in names if name != other] for other in names)
            yield UNSURE


Sign = tuple[frozenset[tuple[str, frozenset[tuple[str, str]]]], str, str | None]


def _sign(book: Rulebook, changed: dict[str, Any], urgency: str, first: str | None) -> Sign:
    parts = {
        (id, frozenset(variables_for(book, id, value_from(book, id, value)).items()))
        for id, value in changed.items()
    }
    return frozenset(parts), urgency, first


def _outcome(book: Rulebook, answers: Answers) -> tuple[str, str | None]:
    result = assess(book, answers)
    return result.urgency, result.suggested[0].id if result.suggested else None


def _brute(book: Rulebook, answers: Answers, size: int) -> set[Sign]:
    """Every result that another answer to so many questions gives."""
    found: set[Sign] = set()
    done: dict[frozenset[tuple[str, str]], tuple[str, str | None]] = {}

    def values(id: str) -> list[Any]:
        some: dict[frozenset[tuple[str, str]], Any] = {}
        now = answers.given.get(id)
        here = frozenset(variables_for(book, id, now).items()) if now is not None else None
        for raw in _other_values(book, id, now):
            value = value_from(book, id, raw)
            some.setdefault(frozenset(variables_for(book, id, value).items()), value)
        return [value for key, value in some.items() if key != here]

    every = {id: values(id) for id in book.questions}

    def attempt(changed: dict[str, Any]) -> None:
        now = Interview(book, given={**answers.given, **changed}).answers
        if all(id in now.given for id in changed):
            key = frozenset(now.variables(book).items())
            if key not in done:
                done[key] = _outcome(book, now)
            found.add(_sign(book, changed, *done[key]))

    for ids in combinations(book.questions, size):
        if size == 1:
            for value in every[ids[0]]:
                attempt({ids[0]: value})
        else:
            for one in every[ids[0]]:
                for two in every[ids[1]]:
                    attempt({ids[0]: one, ids[1]: two})
    return found


def _wanted(book: Rulebook, answers: Answers, most: int) -> set[Sign]:
    level, first = _outcome(book, answers)
    single = {s for s in _brute(book, answers, 1) if s[1:] != (level, first)}
    if most == 1:
        return single
    level_moves = any(urgency != level for _, urgency, _ in single)
    first_moves = any(other != first for _, _, other in single)
    if level_moves and first_moves:
        return single
    return single | {
        sign
        for sign in _brute(book, answers, 2)
        if (not level_moves and sign[1] != level) or (not first_moves and sign[2] != first)
    }


def _found(book: Rulebook, answers: Answers, most: int) -> list[Sign]:
    return [
        _sign(
            book,
            {one.question: one.answer for one in change.answers},
            change.urgency_after,
            change.first_after,
        )
        for change in what_would_change(book, answers, most)
    ]


class TestWhatWouldChange:
    @given(raw_answers(BOOK))
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    def test_what_one_answer_sets_is_what_walking_through_all_finds(
        self, raw: dict[str, Any]
    ) -> None:
        """In our own rule book, with its lines that cover signs and questions that lead on."""
        search = _Search(BOOK, answers_from(BOOK, raw))

        for other, difference in search.moves[::7]:
            assert search._difference({other.question: other.value}) == difference, other

    @given(st.data())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_it_is_what_trying_everything_finds(self, data: st.DataObject) -> None:
        """On small rule books the changes of one or two answers are exactly those there are."""
        book = data.draw(small_rulebooks())
        answers = data.draw(answer_sets(book))
        found = _found(book, answers, 2)

        assert _wanted(book, answers, 2) == set(found)
        assert len(found) == len(set(found))

    @pytest.mark.parametrize(
        "raw",
        [
            {},
            {"chest-pain": "yes", "medicines": ["calmone"]},
            {"chest-pain": "no", "lasted": "days", "medicines": ["soothine"], "age": 30},
            {"chest-pain": "unsure", "lasted": "minutes", "after": ["big-meal"]},
        ],
        ids=["nothing", "pain", "long", "short"],
    )
    def test_with_medicines(self, hiccups: Rulebook, raw: dict[str, Any]) -> None:
        """Every kind of question is changed, medicines too."""
        answers = answers_from(hiccups, raw)

        assert _wanted(hiccups, answers, 2) == set(_found(hiccups, answers, 2))

    @pytest.mark.parametrize(
        "raw",
        [TYPICAL, {**TYPICAL, "medicines": ["haloperidol"]}, {"medicines": "unsure"}],
        ids=["typical", "with a medicine", "unsure medicines"],
    )
    def test_single_changes_of_the_real_book(self, raw: dict[str, Any]) -> None:
        """One answer changed gives what the result says for the changed answers."""
        answers = answers_from(BOOK, raw)

        assert _wanted(BOOK, answers, 1) == set(_found(BOOK, answers, 1))

    def test_order(self) -> None:
        """The same answers give the same list: fewer answers first, then higher urgency."""
        answers = answers_from(BOOK, TYPICAL)
        turned = Answers(dict(reversed(answers.given.items())))
        changes = what_would_change(BOOK, answers, 1)
        keys = [(len(c.answers), -rank(c.urgency_after)) for c in changes]

        assert changes
        assert sorted(keys) == keys
        assert [c.answers for c in changes] == [
            c.answers for c in what_would_change(BOOK, turned, 1)
        ]

    def test_it_is_never_advice(self, hiccups: Rulebook) -> None:
        """The list says that it is no reason to answer differently, and says lower ones last."""
        answers = answers_from(hiccups, {"chest-pain": "unsure"})
        names = {id: condition.name for id, condition in hiccups.conditions.items()}
        text = flat(changes_text(what_would_change(hiccups, answers), names))

        assert NEVER_ADVICE in text
        assert (
            "pain in the chest: “Yes” instead of “Not sure” -> emergency instead of same-day"
        ) in text
        assert text.index("would be higher") < text.index("would be lower")

    @pytest.mark.parametrize("most", [0, 3])
    def test_one_or_two_only(self, hiccups: Rulebook, most: int) -> None:
        """More than two answers at once are not tried."""
        with pytest.raises(ValueError, match="one or two"):
            what_would_change(hiccups, Answers(), most)


class TestCommand:
    def run(self, *words: str, typed: str = "chest-pain: no") -> Result:
        group = TriageGroup("triage", commands={"explain": command})
        return CliRunner().invoke(group, ["explain", "-", *words], input=typed)

    def test_text_ends_with_the_advisory(self, folder: str) -> None:
        """Every explanation ends with the doctor, word for word."""
        for words in ([], ["--why-not", "long-hiccups"], ["--what-would-change"]):
            result = self.run("--rules", folder, *words)

            assert 0 == result.exit_code, result.output
            assert result.output.endswith("See your doctor.\nNobody has reviewed these rules.\n")

    def test_json_holds_what_was_asked_for(self, folder: str) -> None:
        """Each question has its own key, and the advisory is there."""
        chain = json.loads(self.run("--rules", folder, "--format", "json").output)
        both = ("--why-not", "Long hiccups", "--what-would-change")
        other = json.loads(self.run("--rules", folder, "--format", "json", *both).output)

        assert "routine" == chain["why"]["urgency"]
        assert "core-missing" == other["why-not"]["state"]
        assert other["what-would-change"]
        assert "why" not in other
        assert "See your doctor." == chain["advisory"] == other["advisory"]

    @pytest.mark.parametrize("words", [[], ["--why-not", "long-hiccups", "--what-would-change"]])
    def test_markdown_and_html_say_what_the_text_says(self, folder: str, words: list[str]) -> None:
        """Every line of the text, and the advisory word for word, below one title."""
        said = self.run("--rules", folder, *words).output
        title = "Hiccups: an explanation"
        parts = [re.sub(r"^ *(-|\d+\.) ", "", line) for line in said.splitlines() if line.strip()]
        for form, read in FORMS.items():
            shown = self.run("--rules", folder, *words, "--format", form).output
            told = flat(read(shown))
            assert [] == [part for part in parts if flat(part) not in told]
            assert "See your doctor." in told
            assert told.startswith(title)

    def test_a_medicine_that_was_not_understood_is_said_in_every_form(self, folder: str) -> None:
        """It counts as not sure, so an explanation without it would mislead."""
        typed = "chest-pain: no\nmedicines: [xyzzyx]"
        doubt = "Medicines that we could not read for certain: xyzzyx. It counts as not sure."
        data = json.loads(self.run("--rules", folder, "--format", "json", typed=typed).output)

        assert doubt in flat(self.run("--rules", folder, typed=typed).output)
        for form, read in FORMS.items():
            shown = self.run("--rules", folder, "--format", form, typed=typed).output
            assert doubt in flat(read(shown))
        assert ["not-understood"] == [one["how"] for one in data["medicines-read"]]

    def test_the_page_allows_itself_nothing_but_its_own_style(self, folder: str) -> None:
        """No request, no script, one title, no level of headings left out."""
        both = ("--why-not", "long-hiccups", "--what-would-change")
        quiet_page(self.run("--rules", folder, *both, "--format", "html").output)

    def test_exit_codes(self, folder: str, tmp_path: Path) -> None:
        """Usage is 2, unusable rules are 3, unusable answers and unknown conditions are 4."""
        unknown = self.run("--rules", folder, "--why-not", "qqqq")

        assert 2 == self.run("--rules", folder, "--format", "xml").exit_code
        assert 3 == self.run("--rules", str(tmp_path / "none")).exit_code
        assert 4 == self.run("--rules", folder, typed="chst-pain: no").exit_code
        assert 4 == unknown.exit_code
        assert unknown.stderr == (
            "error: unknown condition `qqqq`\n  help: `triage learn` lists all conditions\n"
        )
