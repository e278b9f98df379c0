"""Random walks through whole interviews, typed as a person would type."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import the_book
from tests.small_book import FILES, write_book
from triage import AnswersError, Interview, Rulebook, answers_from, assess, load_rulebook
from triage.cases.interviewing import typed as in_order
from triage.cli.prompt import meaning
from triage.inference.assessment import Assessment, plain_value
from triage.inference.second_look import taken_back
from triage.interview.asked_anew import asked_anew
from triage.interview.saving import resume, save
from triage.presentation.question import choices
from triage.rulebook.kinds import TickAll
from triage.words.voice import Voice

WALKS_OF_THE_BOOK = 240
WALKS_OF_A_SMALL_BOOK = 1800
CHUNKS = 12
NOISE = ["", "99", "zzz", "\x1b[2J", "b b", "\uff11", "1,,2", "-1", "none, 1", "\u061f", "a" * 300]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("small")
    write_book(folder, FILES)
    return load_rulebook(folder)


def typed(interview: Interview, chance: random.Random) -> str:
    """Something that somebody might type at the current question."""
    question = interview.question
    assert question is not None
    roll = chance.random()
    if roll < 0.08:
        return chance.choice(NOISE)
    if roll < 0.16:
        return "u"
    match question.kind:
        case "number":
            return str(chance.randint(question.lowest, question.highest))
        case "medicines":
            names = [*interview.book.medicines, "no such thing"]
            return chance.choice(["none", ", ".join(chance.sample(names, min(2, len(names))))])
        case "tick-all":
            count = len(choices(question, Voice.TO_READER))
            some = chance.sample(range(1, count + 1), min(count, chance.choice([1, 1, 1, 2])))
            unsure = "?" if chance.random() < 0.1 else ""
            return "0" if roll < 0.7 else " ".join(map(str, some)) + unsure
        case "free-text":
            return chance.choice(["0", "It came after a fall, and I am afraid."])
        case "span":
            length = f"{chance.randint(1, 40)} {chance.choice(['days', 'weeks', 'months', 'y'])}"
            return chance.choice(
                [length, "2 to 3 weeks", "over a year", "half a year", "childhood"]
            )
        case _:
            numbered = choices(question, Voice.TO_READER)
            number = chance.randint(1, len(numbered))
            return chance.choice([str(number), numbered[number - 1][0]])


def wander(book: Rulebook, seed: int, file: Path) -> Interview:
    """One interview with slips, steps back, changes, saving and going on later."""
    chance = random.Random(seed)
    interview = Interview(book)
    steps = 0
    while interview.current is not None:
        steps += 1
        before = dict(interview.given)
        roll = chance.random() if steps < 120 else 1.0
        if roll < 0.06:
            interview = interview.back()
            assert before == dict(interview.given)
        elif roll < 0.1 and interview.answers.given:
            interview = interview.change(chance.choice(list(interview.answers.given)))
            assert before == dict(interview.given)
        elif roll < 0.12:
            save(interview, file)
            resumed = resume(book, file)
            assert before == dict(resumed.interview.given)
            assert () == resumed.changes
            interview = resumed.interview
        id = interview.current
        if id is None:
            break
        question = interview.question
        assert question is not None
        reply = meaning(
            typed(interview, chance), book, question, Voice.TO_READER, keeps=id in interview.given
        )
        if reply.kind == "keep":
            interview = interview.keep()
        elif reply.kind == "answer":
            try:
                after = interview.answer(reply.value)
            except AnswersError:
                continue
            # a line that is unticked again is unticked at its second look too
            told = {*interview.items(id)} if isinstance(question, TickAll) else set()
            expected = taken_back(book, {**before, id: after.given[id]}, id, told)
            anew = asked_anew(book, before, expected, id)
            assert after.given == {k: v for k, v in expected.items() if k not in anew}
            interview = after
    return interview


def without_echo(result: Assessment) -> Assessment:
    return replace(result, answers={}, fired=(), not_sure_about=())


def check(book: Rulebook, seed: int, file: Path) -> None:
    interview = wander(book, seed, file)
    given = {id: plain_value(value) for id, value in interview.answers.given.items()}
    straight = in_order(book, interview.answers)
    result = assess(book, interview.answers)

    assert assess(book, answers_from(book, given)) == result
    assert without_echo(assess(book, straight.answers)) == without_echo(result)
    assert book.advisory.advisory == result.advisory


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_walks_through_the_rule_book(chunk: int, tmp_path: Path) -> None:
    """However somebody wanders, no answer is lost but those that speak of something else now, and the
    result is that of the answers."""
    for seed in range(chunk, WALKS_OF_THE_BOOK, CHUNKS):
        check(the_book(), seed, tmp_path / "walk.json")


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_walks_through_a_small_rule_book(chunk: int, small: Rulebook, tmp_path: Path) -> None:
    """The same for another rule book, so that nothing hangs on this one."""
    for seed in range(chunk, WALKS_OF_A_SMALL_BOOK, CHUNKS):
        check(small, seed, tmp_path / "walk.json")
