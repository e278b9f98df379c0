"""What the loader asks of lines, of questions that are made for each item, and of `*`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from triage.errors import Place, shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.expanding import opened_by, variables_like
from triage.rulebook.kinds import Question, TickAll
from triage.rulebook.kinds.base import Answer
from triage.rulebook.lines import signs_of
from triage.rulebook.reading import Leaf, Path
from triage.rulebook.when import Holds, Is


class _Line(NamedTuple):
    """One choice as it stands in a file."""

    question: str
    """The question that it belongs to, as it is asked."""
    item: str
    answer: Answer
    at: Path


def lines(written: Written) -> None:
    """Lines open and name what is there, and made questions belong to items that are there."""
    check = _LineChecks(written)
    opened = opened_by(written.book.questions)
    for id, question in written.questions.items():
        if isinstance(question, TickAll):
            check.question(id, question)
        check.days(check.place_of(id), question.within)
        if question.again_when is not None and id not in opened:
            check.opened_by_nothing(id)
    for line in check.lines():
        check.line(line)
    check.shown()


class _LineChecks:
    """The checks, with what they look things up in."""

    def __init__(self, written: Written) -> None:
        self.book = written.book
        self.written = written.questions
        self.variables = written.variables
        self.reader = written.reader
        self.order = {id: place for place, id in enumerate(self.book.questions)}
        self.places: dict[str, Path] = {}
        for path in self.reader.keys:
            if path[1:2] == ("questions",) and len(path) == 3:
                self.places.setdefault(str(path[2]), path)

    def lines(self) -> Iterable[_Line]:
        """Every choice, with where it is written and the question that it is asked in."""
        for id, question in self.written.items():
            at = self.place_of(id)
            if not isinstance(question, TickAll) or question.for_each is None:
                for item, answer in question.answers.items():
                    yield _Line(id, item, answer, (*at, "answers", item))
                continue
            for part, each in question.each.items():
                own = (*at, "each", part) if each.answers else at
                for item, answer in (each.answers or question.answers).items():
                    yield _Line(f"{id}-{part}", item, answer, (*own, "answers", item))

    def opened_by_nothing(self, id: str) -> None:
        """A question can only be asked *again* when something else leads to it."""
        what = f"`{id}` has `again-when`, and no line opens it"
        self._problem((*self.place_of(id), "again-when"), what, "write `ask-when:`")

    def question(self, id: str, question: TickAll) -> None:
        at = self.place_of(id)
        if question.for_each is None:
            if question.each:
                advice = "say `for-each:` which question, or delete it"
                self._problem((*at, "each"), f"`{id}` has `each` without `for-each`", advice)
            return
        source = self.written.get(question.for_each)
        if not isinstance(source, TickAll) or source.for_each is not None:
            known = [
                other
                for other, one in self.written.items()
                if isinstance(one, TickAll) and one.for_each is None
            ]
            advice = self.reader.advice(question.for_each, known, "name a tick-all question")
            what = f"`{id}` cannot be asked for each of `{shortened(question.for_each)}`"
            self._problem((*at, "for-each"), what, advice, check_ids.UNKNOWN_NAME)
            return
        if not question.each:
            advice = "write the items of the other question under `each:`"
            self._problem((*at, "for-each"), f"`{id}` has no `each`", advice)
        for item in question.each:
            if item not in source.answers:
                advice = self.reader.advice(item, source.answers, "use one of its answers")
                what = f"the question `{question.for_each}` has no answer `{shortened(item)}`"
                self._problem((*at, "each", item), what, advice, check_ids.UNKNOWN_NAME)
            if (made := f"{id}-{item}") in self.written:
                what = f"`{id}` makes a question `{made}`, and another one is called so"
                self._problem((*at, "each", item), what, "give the other one a different name")
        if question.answers and question.each and all(e.answers for e in question.each.values()):
            advice = "delete them, or the `answers` of an item that should have these"
            self._problem((*at, "answers"), f"no item of `{id}` uses these answers", advice)
        if list(self.written).index(question.for_each) > list(self.written).index(id):
            what = f"`{question.for_each}` is asked after `{id}`"
            advice = "`for-each` can only name an earlier question"
            self._problem((*at, "for-each"), what, advice, check_ids.SKIP_LOGIC)

    def line(self, line: _Line) -> None:
        name = f"{line.question}.{line.item}"
        answer, at = line.answer, line.at
        question = self.book.questions.get(line.question)
        if question is None:
            return
        for place, flag in enumerate(answer.direct):
            if flag not in self.book.red_flags:
                advice = self.reader.advice(flag, self.book.red_flags, "see red-flags.yaml")
                what = f"unknown red flag `{shortened(flag)}`"
                self._problem((*at, "direct", place), what, advice, check_ids.UNKNOWN_NAME)
        if not isinstance(question, TickAll):
            for key, value in _ONLY_IN_LINES.items():
                if getattr(answer, value) not in (None, False, (), {}):
                    what = f"`{name}` is no line of a tick-all question and cannot have `{key}`"
                    self._problem((*at, key), what, "delete it")
            return
        self._opens(line, name)
        self._repeats(line, name)
        self._alone_in_danger(line, name)
        self._signs(line, name)
        self._within(line, name, question)

    def _opens(self, line: _Line, name: str) -> None:
        for place, opened in enumerate(line.answer.opens):
            at = (*line.at, "opens", place)
            made = [new for new, of in self.book.made_from.items() if of == opened]
            if opened in line.answer.opens[:place]:
                self._problem(at, f"`{name}` opens `{opened}` twice", "keep one")
            elif made:
                what = f"`{opened}` is several questions, and a line opens one of them"
                self._problem(at, what, f"for example `{made[0]}`", check_ids.UNKNOWN_NAME)
            elif opened not in self.book.questions:
                advice = self.reader.advice(opened, self.book.questions, "see the questions")
                what = f"unknown question `{shortened(opened)}`"
                self._problem(at, what, advice, check_ids.UNKNOWN_NAME)
            elif self.order[opened] <= self.order.get(line.question, 0):
                what = f"`{name}` opens `{opened}`, which is asked before it"
                if opened == line.question:
                    what = f"`{name}` opens its own question"
                self._problem(
                    at, what, "a line can only open a later question", check_ids.SKIP_LOGIC
                )

    def _alone_in_danger(self, line: _Line, name: str) -> None:
        """Where a line is a danger sign itself, no other can shut it out, nor it another."""
        lines = self.book.questions[line.question].answers.values()
        if line.answer.exclusive and any(one.direct for one in lines):
            what = f"`{name}` cannot be ticked together with a danger sign of its list"
            self._problem((*line.at, "exclusive"), what, "delete `exclusive`")

    def _repeats(self, line: _Line, name: str) -> None:
        first = line.answer.repeats
        if first is None:
            lines = self.book.questions[line.question].answers.values()
            if any(one.repeats is not None for one in lines):
                what = f"`{name}` repeats no line, and the others of its list do"
                self._problem(line.at, what, "say which with `repeats:`, or delete the line")
            return
        at = (*line.at, "repeats")
        variable = self.variables.get(first)
        if variable is None or variable.item is None:
            known = [name for name, one in self.variables.items() if one.item is not None]
            advice = self.reader.advice(first, known, "name a line of an earlier list")
            what = f"unknown line `{shortened(first)}`"
            self._problem(at, what, advice, check_ids.UNKNOWN_NAME)
        elif self.order[variable.question] >= self.order.get(line.question, 0):
            what = f"`{name}` repeats `{first}`, which is not asked before it"
            advice = "a line can only repeat one of an earlier list"
            self._problem(at, what, advice, check_ids.SKIP_LOGIC)

    def _signs(self, line: _Line, name: str) -> None:
        text = line.answer.text.lower()
        for sign in signs_of(line.answer):
            key = "names" if sign in line.answer.names else "not-named"
            at = (*line.at, key, sign)
            variable = self.variables.get(sign)
            if variable is None:
                advice = self.reader.advice(sign, self.variables, "name a sign that is asked")
                what = f"unknown sign `{shortened(sign)}`"
                self._problem(at, what, advice, check_ids.UNKNOWN_NAME)
                continue
            if "no" not in variable.answers:
                advice = "a line can only cover what can be answered no"
                self._problem(at, f"`{sign}` has no answer `no`", advice)
            if variable.question not in line.answer.opens:
                what = f"`{name}` covers `{sign}` and does not open `{variable.question}`"
                self._problem(at, what, f"add it: `opens: [{variable.question}]`", check_ids.MASKED)
            if key == "names" and sign in line.answer.not_named:
                what = f"`{name}` both names `{sign}` and says that it does not name it"
                self._problem(at, what, "keep it under `names:` or under `not-named:`")
            if key == "names" and not line.answer.names[sign]:
                what = f"`{name}` names `{sign}` with no words"
                self._problem(at, what, "write the words of its text that name it")
            for words in line.answer.names.get(sign, ()):
                if words.lower() not in text:
                    what = f"the words `{shortened(words)}` do not stand in the line `{name}`"
                    self._problem(at, what, "take them from its text, word for word")

    def days(self, at: Path, within: int | None) -> None:
        """Looking back takes at least one day."""
        if within is not None and within < 1:
            advice = "say how many days back it asks, 1 or more"
            self.reader.problem(
                self.reader.values.get((*at, "within")), f"`within` cannot be `{within}`", advice
            )

    def _within(self, line: _Line, name: str, question: Question) -> None:
        self.days(line.at, line.answer.within)
        wide = line.answer.within or question.within
        if wide is None or wide < 1:
            return
        for sign in signs_of(line.answer):
            variable = self.variables.get(sign)
            if variable is None:
                continue
            asked = self.book.questions[variable.question]
            item = asked.answers.get(variable.item or "")
            narrow = (item.within if item else None) or asked.within
            if narrow is None or narrow > wide:
                what = f"`{name}` asks about {_last(wide)}, and `{sign}` about {_last(narrow)}"
                advice = "a line must reach at least as far back as what it covers"
                self._problem(line.at, what, advice, check_ids.MASKED)

    def shown(self) -> None:
        """`show-when`, `again-when` and the `ask-when` below `each` use earlier questions only."""
        for path, leaves in self.reader.leaves.items():
            asked = self._question_at(path)
            if asked is not None:
                self._earlier(str(path[-1]), asked, leaves)

    def _question_at(self, path: Path) -> str | None:
        match path:
            case (_, "questions", str(id), "again-when"):
                return id
            case (_, "questions", str(id), "answers", _, "show-when"):
                made = (new for new, of in self.book.made_from.items() if of == id)
                return next(made, id)
            case (_, "questions", str(id), "each", str(item), "ask-when"):
                return f"{id}-{item}"
            case (_, "questions", str(id), "each", str(item), "answers", _, "show-when"):
                return f"{id}-{item}"
            case _:
                return None

    def _earlier(self, key: str, id: str, leaves: list[Leaf]) -> None:
        for leaf in leaves:
            match leaf.part:
                case Holds():
                    what = f"`{key}` cannot use a finding"
                    self.reader.problem(leaf.key, what, "name the answers that decide it")
                case Is(name, _):
                    asked = self._questions_like(name)
                    for question in sorted(asked, key=lambda one: self.order.get(one, 0)):
                        if self.order.get(question, 0) < self.order.get(id, len(self.order)):
                            continue
                        what = f"`{name}` is asked after `{id}`"
                        if question == id:
                            what = f"`{id}` depends on its own answer"
                        advice = f"`{key}` can only use earlier questions"
                        self.reader.problem(leaf.key, what, advice, check_ids.SKIP_LOGIC)
                        break

    def _questions_like(self, name: str) -> set[str]:
        return {self.variables[one].question for one in variables_like(name, self.variables)}

    def place_of(self, id: str) -> Path:
        """Where a question of the files stands."""
        return self.places[id]

    def _problem(self, at: Path, what: str, advice: str, check: str = "") -> None:
        self.reader.problem(self._place(at), what, advice, check)

    def _place(self, at: Path) -> Place | None:
        while at and (place := self.reader.keys.get(at) or self.reader.values.get(at)) is None:
            at = at[:-1]
        return place if at else None


_ONLY_IN_LINES = {
    "repeats": "repeats",
    "exclusive": "exclusive",
    "show-when": "show_when",
    "direct": "direct",
    "opens": "opens",
    "names": "names",
    "not-named": "not_named",
    "within": "within",
}
"""What only a line of a tick-all question can have, and where it is kept."""


def _last(days: int | None) -> str:
    if days is None:
        return "any time"
    return "the last day" if days == 1 else f"the last {days} days"
