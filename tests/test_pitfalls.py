"""The pitfalls of triage that are about words and numbers, not about one result.

The others are scripted cases in `cases/pitfalls.case.yaml`. Every pitfall has its number in
the title of a case there, or in the docstring of a test here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT, own_results, some_cases, the_book
from triage import Assessment
from triage.cases.loading import load_cases
from triage.presentation.result import emergency_text, result_text, short_text
from triage.rulebook.parts.conditions import Block, Condition, Core, Evidence, core_id
from triage.rulebook.when import Holds, Is, When, leaves

BOOK = the_book()
PITFALLS = 36
HERE = Path(__file__)
CASES = ROOT / "tests" / "cases"

SAID_BY_THE_PATIENT = {"rocking"}
"""Other names of conditions that are also what somebody sees and answers."""

MEDICINE = (
    r"\b(medicine|tablet|pill|dose|drug|antipsychotic|antidepressant|levodopa|lithium|baclofen)s?\b"
)


def rules_of(condition: Condition) -> list[Core | Evidence | Block]:
    return [
        condition.core,
        *condition.supports.values(),
        *condition.against.values(),
        *condition.blocked_by.values(),
    ]


def condition_texts(id: str) -> Iterator[str]:
    """Everything that is said to a patient about one condition."""
    condition = BOOK.conditions[id]
    yield from (condition.name, condition.fits_name or "", *condition.also_called)
    yield from (condition.what_it_is, condition.who_it_affects)
    yield from (condition.how_it_starts, condition.inheritance)
    yield from (*condition.doctor_may_check, *condition.doctor_may_discuss, *condition.must_say)
    for rule in rules_of(condition):
        yield rule.because
        if isinstance(rule, Block):
            yield rule.instead


def question_texts(id: str) -> Iterator[str]:
    """Everything that is said to a patient in one question."""
    question = BOOK.questions[id]
    yield from (question.short, question.ask, question.why, question.hint or "")
    # which of these there are depends on the kind
    yield from (getattr(question, clause, "") for clause in ("yes", "no", "clause"))
    for answer in question.answers.values():
        yield from (answer.text, answer.yes, answer.no or "")


def all_texts() -> Iterator[tuple[str, str]]:
    """Where it stands, and a text that a patient may see."""
    for section in BOOK.sections:
        yield section.id, section.title
    for id in BOOK.questions:
        yield from ((id, text) for text in question_texts(id))
    for id, flag in BOOK.red_flags.items():
        yield from ((id, text) for text in (flag.title, flag.because, *flag.do_now))
    for id in BOOK.conditions:
        yield from ((id, text) for text in condition_texts(id))
    for id, named in BOOK.classes.items():
        # what a class can do, and when, is for those who review the rules
        yield from ((id, text) for text in (named.name, named.known_as))
    texts = BOOK.advisory
    fixed = [texts.advisory, texts.not_reviewed, texts.no_candidates, texts.check_number]
    fixed += [*texts.watch_for, *texts.not_looked_at, *texts.bring, *texts.opening]
    for level in texts.urgency.values():
        fixed += [level.title, *level.what_to_do]
    for region in BOOK.regions.values():
        fixed += [line.text for line in region.crisis_lines]
    yield from (("advisory", text) for text in fixed)


TEXTS = [(where, " ".join(text.split())) for where, text in all_texts() if text]


def sentences() -> list[tuple[str, str]]:
    return [(w, s) for w, text in TEXTS for s in re.split(r"(?<=[.!?])\s+", text)]


@cache
def results() -> list[tuple[str, Assessment]]:
    """The results of scripted cases."""
    named = (f"{case.place}: {case.name}" for case in some_cases())
    return list(zip(named, own_results(), strict=True))


@cache
def printed() -> list[tuple[str, str]]:
    """Every result as a patient reads it, without line breaks."""
    return [
        (name, " ".join(text.split()))
        for name, result in results()
        for text in (result_text(result), emergency_text(result), short_text(result))
    ]


def variables_of(when: When) -> set[str]:
    """The variables that a condition of a rule looks at, through its findings."""
    found: set[str] = set()
    for leaf in leaves(when):
        if isinstance(leaf, Is):
            found.add(leaf.variable)
        elif isinstance(leaf, Holds):
            finding = BOOK.findings.get(leaf.conclusion.id)
            found |= variables_of(finding.when) if finding else set()
    return found


def test_every_pitfall_has_a_number_here_or_in_a_case() -> None:
    """None of the 36 is forgotten."""
    titles = [case.name for case in load_cases(CASES / "pitfalls.case.yaml", BOOK)]
    docstrings = re.findall(r'"""(Pitfalls? [^"]+)"""', HERE.read_text("utf-8"))
    numbered = {int(n) for text in titles for n in re.findall(r"^pitfall (\d+), ", text)}
    numbered |= {int(n) for text in docstrings for n in re.findall(r"^Pitfall (\d+):", text)}

    assert set(range(1, PITFALLS + 1)) == numbered
    assert all(re.match(r"pitfall \d+, \S", title) for title in titles)


class TestWeights:
    @pytest.mark.parametrize(
        "rule", ["et-lying-stops", "et-lying-goes-on", "cd-lying-goes-on", "cd-lying-stops"]
    )
    def test_the_lying_down_test_is_never_strong(self, rule: str) -> None:
        """Pitfall 2: the study behind it is small."""
        both = [BOOK.conditions["essential-tremor"], BOOK.conditions["cervical-dystonia"]]
        found = {id: r for c in both for id, r in (*c.supports.items(), *c.against.items())}

        assert found[rule].strength != "strong"

    @pytest.mark.parametrize("side", ["side-to-side", "up-and-down"])
    def test_which_way_the_head_shakes_is_never_asked_for_alone(self, side: str) -> None:
        """Pitfall 3: where one of the two directions counts, the other counts the same."""
        other = {"side-to-side": "up-and-down", "up-and-down": "side-to-side"}[side]
        assert {f"head-way.{side}", f"head-way.{other}"} <= BOOK.variables.keys()
        for id in ("essential-tremor", "cervical-dystonia", "isolated-head-tremor"):
            for rule in rules_of(BOOK.conditions[id]):
                seen = variables_of(rule.when)

                assert (f"head-way.{side}" in seen) == (f"head-way.{other}" in seen), id

    @pytest.mark.parametrize("word", ["stress", "tired"])
    def test_stress_has_no_weight(self, word: str) -> None:
        """Pitfall 12: no rule looks at it, whatever question it may stand in."""
        found = set().union(*(variables_of(rule.when) for rule in BOOK.rules))
        about = {
            variable: choice.text
            for id, question in BOOK.questions.items()
            for choice in question.chosen(id)
            if (variable := choice.variable or id) in found
        }

        assert "Stops when busy with something else" == about["changes.busy"]
        assert [] == [
            v for v, text in about.items() if re.search(rf"\b{word}", text, re.IGNORECASE)
        ]

    def test_anxiety_and_functional_movement_never_stand_alone(self) -> None:
        """Pitfall 13: neither is what is left over; the second needs two signs."""
        assert BOOK.conditions["anxiety-related"].never_alone
        assert BOOK.conditions["functional-movement"].never_alone
        assert 2 == BOOK.conditions["functional-movement"].core.when.count

    def test_stimulants_do_not_speak_for_tics(self) -> None:
        """Pitfall 28: trials found no more tics with them."""
        for rule in rules_of(BOOK.conditions["tic-disorders"]):
            assert "medicine.stimulant" not in variables_of(rule.when)


class TestAsking:
    def test_a_touch_is_asked_about_neutrally(self) -> None:
        """Pitfall 4: the question does not hint at the answer, and trying is not expected."""
        question = BOOK.questions["changes"]
        touch = question.answers["touch"]

        assert not re.search(r"help|calm|better|ease|stop", f"{question.ask} {question.short}")
        assert not re.search(r"\b(try|test|put|see)\b", f"{question.hint or ''} {touch.text}")
        assert "unsure" in BOOK.variables["changes.touch"].answers
        # it is one among many changes, and those for the worse stand beside it
        assert len(question.answers) > 10
        assert sum(answer.text.startswith("Worse") for answer in question.answers.values()) >= 3

    def test_medicines_are_asked_about_widely(self) -> None:
        """Pitfall 8: twelve months, one dose, injections, and what they were for."""
        text = " ".join(question_texts("medicines")).lower()

        for word in ("12 months", "once", "injection", "sickness", "dizziness", "stomach"):
            assert word in text, word
        for name in ("metoclopramide", "domperidone", "prochlorperazine", "flunarizine"):
            assert "dopamine-blocker" in with_wider(BOOK.medicines[name].classes), name

    def test_a_start_is_asked_in_spans_of_time(self) -> None:
        """Pitfall 14: not "suddenly" but moments, days, weeks, slowly, and not sure."""
        allowed = BOOK.variables["began"].answers

        assert {"in-a-moment", "over-days", "over-weeks", "slowly", "unsure"} <= set(allowed)
        assert "noticed" in (BOOK.questions["began"].hint or "")

    def test_nobody_is_asked_to_test_alcohol(self) -> None:
        """Pitfall 17: the question says not to, and no text invites it."""
        invites = r"\b(try|have|take|test) (a|some|one) (small )?(drink|glass|beer|wine|alcohol)"

        assert "do not test" in BOOK.questions["changes"].answers["alcohol"].text
        assert [] == [(w, s) for w, s in TEXTS if re.search(invites, s, re.IGNORECASE)]
        assert "heavy-alcohol" in BOOK.questions["substances"].answers
        assert "alcohol" in BOOK.questions["stopped"].answers

    def test_weakness_wasting_and_swallowing_are_asked(self) -> None:
        """Pitfall 22: what would make a small twitch matter is asked, and harm is not hinted at."""
        texts = list(condition_texts("eyelid-myokymia-fasciculation"))

        assert {"weak", "thin-muscles"} <= set(BOOK.questions["weakness"].answers)
        assert "choking" in BOOK.questions["danger-other"].answers
        assert any("harmless" in text for text in texts)
        # the disease has a name of its own, which a twitch alone never brings
        grave = "motor-neurone-disease"
        named = {w for w, s in TEXTS if re.search(r"\b(ALS|MND)\b|[Mm]otor neuron", s)}
        assert {grave} == named
        assert {"weakness.weak", "weakness.thin-muscles"} <= variables_of(
            BOOK.conditions[grave].core.when
        )


def with_wider(classes: tuple[str, ...]) -> set[str]:
    """Classes, and the wider ones that they are part of."""
    wider = {BOOK.classes[id].part_of for id in classes} - {None}
    return {*classes, *(with_wider(tuple(wider)) if wider else ())}


class TestSaying:
    def test_nobody_is_told_to_stop_a_medicine(self) -> None:
        """Pitfall 10: where "stop" and a medicine stand together, it says not to."""
        stop = r"\b(stop|quit|skip|halve|come off|leave out|taper)\b"
        slips = []
        for where, text in sentences():
            if not re.search(stop, text, re.IGNORECASE):
                continue
            if not re.search(MEDICINE, text, re.IGNORECASE):
                continue
            warned = re.search(r"\b(do|does|did|should) not\b[^.]*\bstop\b", text, re.IGNORECASE)
            # "a sudden stop" is a thing that happened; a medicine can stop clots
            told = re.search(r"\b(sudden|a) stop\b|medicines that stop\b", text, re.IGNORECASE)
            if not (warned or told):
                slips.append((where, text))

        assert [] == slips

    def test_nobody_is_told_to_change_a_medicine_by_stopping_it(self) -> None:
        """Pitfall 10: "stopping" is never offered as something to do."""
        advice = r"\b(try|consider|think about|start|by|help) (stopping|cutting|skipping)\b"

        assert [] == [(w, s) for w, s in sentences() if re.search(advice, s, re.IGNORECASE)]

    def test_every_result_says_not_to_change_a_medicine(self) -> None:
        """Pitfall 10: the sentence is in the advisory, so in each result of each case."""
        said = "Do not start, stop or change a medicine because of this result"

        assert said in BOOK.advisory.advisory
        assert [] == [name for name, text in printed() if said not in text]

    @pytest.mark.parametrize(
        "id",
        [
            "akathisia",
            "drug-induced-parkinsonism",
            "drug-physiologic-tremor",
            "levodopa-dyskinesia",
            "lithium-toxicity",
            "myoclonus-metabolic-drug",
            "neuroleptic-malignant-syndrome",
            "serotonin-syndrome",
            "tardive-dyskinesia",
            "withdrawal",
        ],
    )
    def test_where_a_medicine_is_suspected_it_says_not_to_stop_it(self, id: str) -> None:
        """Pitfall 10: said again beside each condition that a medicine can cause."""
        assert any("not stop" in text for text in BOOK.conditions[id].must_say)

    def test_words_about_functional_movement_are_respectful(self) -> None:
        """Pitfall 13: nobody is called hysterical, or told that it is in the head."""
        rude = (
            r"hyster|psychogenic|psychosomatic|pseudo|fak(e|ing)|imagin|malinger|conversion"
            r"|in (your|the) (head|mind)\b(?= only)|not real|just stress|only stress"
        )
        must_say = " ".join(BOOK.conditions["functional-movement"].must_say)

        assert [] == [(w, s) for w, s in TEXTS if re.search(rude, s, re.IGNORECASE)]
        assert "real" in must_say
        assert "nothing else was found" in must_say

    def test_huntingtons_disease_comes_with_support_and_no_gene_test(self) -> None:
        """Pitfall 18: a counsellor before any gene test, and somebody to talk to."""
        texts = list(condition_texts("huntington-disease"))
        gene = [text for text in texts if re.search(r"gene(tic)? test", text)]

        assert all("counsellor before" in text for text in gene)
        assert any("Talk with" in text for text in texts)

    def test_copper_tests_are_named(self) -> None:
        """Pitfall 20: the one thing to ask the doctor about."""
        assert any("copper tests" in text for text in BOOK.conditions["wilson-disease"].must_say)

    def test_no_scan_of_the_neck_for_neck_dystonia_and_nobody_cracks_it(self) -> None:
        """Pitfall 23: no pictures just for this, and no hands on the neck before a check."""
        checks = " ".join(BOOK.conditions["cervical-dystonia"].doctor_may_check)

        assert not re.search(r"scan|mri|x-ray|\bct\b", checks, re.IGNORECASE)
        assert any("crack" in text and "neck" in text for text in BOOK.advisory.watch_for)

    def test_no_baby_is_reassured_by_a_form(self) -> None:
        """Pitfall 24: the harmless explanation says that only a doctor can tell, and when."""
        harmless = BOOK.conditions["benign-infant-movements"]

        assert harmless.benign
        assert harmless.urgency == "same-day"
        assert any("Only a doctor" in text for text in harmless.must_say)
        assert not [(w, s) for w, s in TEXTS if re.search(r"nothing to worry|no need to", s)]

    def test_a_nodding_child_needs_eyes_and_a_scan_checked(self) -> None:
        """Pitfall 25: a tumour can copy it."""
        said = " ".join(BOOK.conditions["spasmus-nutans"].must_say)

        assert "eye check" in said
        assert "scan" in said

    def test_families_are_not_told_to_stop_a_stimulant(self) -> None:
        """Pitfall 28: nor is the stimulant named beside tics."""
        texts = " ".join(condition_texts("tic-disorders"))

        assert not re.search(r"stimulant|methylphenidate|amfetamine", texts, re.IGNORECASE)

    def test_nobody_is_told_that_they_have_a_condition(self) -> None:
        """Pitfall 36: a result is never a diagnosis, in rules or in what is printed."""
        names = {
            name.lower()
            for condition in BOOK.conditions.values()
            for name in (condition.name, condition.fits_name or "", *condition.also_called)
            if name
        } - SAID_BY_THE_PATIENT
        listed = "|".join(re.escape(name) for name in sorted(names))
        told = re.compile(
            rf"\b(?:you(?:r child)?|they) (?:probably |may |might |must )?(?:have|has|suffer from)"
            rf" (?:an? |the |got )?(?:{listed})\b",
            re.IGNORECASE,
        )

        assert [] == [(w, s) for w, s in (*TEXTS, *printed()) if told.search(s)]


class TestLists:
    def test_a_list_is_short_and_says_why(self) -> None:
        """Pitfall 31: at most five, each with what fits; what does not fit stands beside it."""
        assert BOOK.scoring.shown_at_most <= 5
        for name, result in results():
            assert len(result.suggested) <= 5, name
            for suggestion in result.suggested:
                against = BOOK.conditions[suggestion.id].against

                assert suggestion.fits_because, name
                assert suggestion.fits_because[0].rule == core_id(suggestion.id), name
                assert {r.rule for r in suggestion.does_not_fit_because} == {
                    id for id in against if id in result.fired
                }, name

    def test_one_weak_sign_does_not_lift_something_rare(self) -> None:
        """Pitfall 31: rare things rise only on a strong sign, a risk, or two signs."""
        for name, result in results():
            for suggestion in result.suggested:
                condition = BOOK.conditions[suggestion.id]
                rare = condition.frequency in {"rare", "very-rare"}
                if not rare or suggestion.fit == "fits-a-little" or condition.core.enough:
                    continue
                fired = [condition.supports[r.rule] for r in suggestion.fits_because[1:]]

                assert len(fired) >= 2 or any(
                    rule.strength == "strong" or rule.risk for rule in fired
                ), name

    def test_nothing_soothing_comes_first_beside_a_red_flag(self) -> None:
        """Pitfall 34: an emergency is not talked down by a harmless name at the top.

        Beside a sign that can wait two weeks a harmless name may stand alone, but before no other.
        """
        for name, result in results():
            danger = {flag.urgency for flag in result.red_flags} - {"routine"}
            if result.suggested and danger:
                first, *others = (BOOK.conditions[one.id] for one in result.suggested)

                assert not first.never_alone, name
                if danger != {"two-weeks"} or not all(one.benign for one in others):
                    assert not first.benign, name


class TestOwnWords:
    PROTECTED = (
        "multiple motor and one or more vocal",
        "wax and wane",
        "since first tic onset",
        "physiological effects of a substance",
        "in combination with at least 1",
        "absolute exclusion criteria",
        "clear and dramatic beneficial response",
        "isolated tremor syndrome",
        "bilateral upper limb action tremor",
        "sporadic, progressive",
        "generally of the tongue, lower face",
        "athetoid or choreiform",
        "clinically established",
        "refer adults",
        "refer children",
        "be aware that",
        "do not routinely",
    )

    @pytest.mark.parametrize("phrase", PROTECTED)
    def test_no_criteria_are_copied(self, phrase: str) -> None:
        """Pitfall 35: phrases of DSM, MDS and NICE texts are not in ours."""
        assert [] == [(w, s) for w, s in TEXTS if phrase in s.lower()]

    def test_no_words_of_criteria_are_used(self) -> None:
        """Pitfall 35: the words of specialists, which copied criteria would bring, are not there."""
        jargon = (
            r"bradykines|dyskinetic|choreiform|athetoid|bilateral|unilateral|orthostatic"
            r"|autonomic|idiopathic|phenotyp|sporadic|neurodegenerat|criteri|DSM|NICE\b|ICD"
        )

        # what doctors call it is shown as just that
        called = {name for condition in BOOK.conditions.values() for name in condition.also_called}
        texts = [(where, text) for where, text in TEXTS if text not in called]
        assert [] == [(where, text) for where, text in texts if re.search(jargon, text)]

    def test_every_rule_says_where_its_facts_are_from(self) -> None:
        """Pitfall 35: facts carry a source, words are our own."""
        for id, condition in BOOK.conditions.items():
            for rule in rules_of(condition):
                assert set(rule.sources) <= set(BOOK.sources) | {"GK"}, id
                assert rule.sources, id
        for id, flag in BOOK.red_flags.items():
            assert flag.sources, id


class TestNumbers:
    CHANCE = r"%|\bper ?cent|\byour (chance|risk|odds)|\bprobab|\blikelihood"

    def test_no_text_gives_a_percentage(self) -> None:
        """Pitfall 36: the weights are not calibrated, so nothing looks like a probability."""
        assert [] == [(w, s) for w, s in TEXTS if re.search(self.CHANCE, s, re.IGNORECASE)]

    def test_no_result_prints_a_percentage_or_points(self) -> None:
        """Pitfall 36: the result names a fit in words, and keeps its points to itself."""
        shown = self.CHANCE + r"|\b\d+ points?\b|\bscore\b"

        assert [] == [(n, t) for n, t in printed() if re.search(shown, t, re.IGNORECASE)]
