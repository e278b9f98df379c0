"""The answers and findings that conditions of rules name."""

from __future__ import annotations

from triage.errors import Place, shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.expanding import STAR, variables_like
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.reading import Leaf
from triage.rulebook.variables import Variable
from triage.rulebook.when import Holds, Is

NO_GUESS = "questions are in the folder questions"


def names_in_conditions(written: Written) -> None:
    """Every answer and finding that a condition of a rule names is there."""
    for path, leaves in written.reader.leaves.items():
        for leaf in leaves:
            _leaf(written, leaf)
        if path[1:2] == ("questions",) and path[3:] == ("ask-when",):
            made = (new for new, of in written.book.made_from.items() if of == path[2])
            _ask_when(written, next(made, str(path[2])), leaves)
        if path[-1] == "other-person-when":
            _no_findings(written, "other-person-when", leaves)


def _leaf(written: Written, leaf: Leaf) -> None:
    match leaf.part:
        case Holds(conclusion):
            id = conclusion.id
            if id not in written.book.findings and id not in written.unread["findings"]:
                advice = written.reader.advice(
                    id, written.book.findings, "findings are in findings.yaml"
                )
                what = f"unknown finding `{shortened(id)}`"
                written.reader.problem(leaf.answers[0], what, advice, check_ids.UNKNOWN_NAME)
        case Is(name, answers):
            like = variables_like(name, written.variables)
            if not like:
                _unknown_variable(written, name, leaf.key)
                return
            for answer, place in zip(answers, leaf.answers, strict=True):
                _answer(written, written.variables[like[0]], answer, place)
            if len(set(answers)) < len(answers):
                what = f"`{name}` lists an answer twice"
                written.reader.problem(leaf.key, what, "keep one", check_ids.ORDER_DECIDES)


def _unknown_variable(written: Written, name: str, place: Place) -> None:
    question, _, item = name.partition(".")
    if _may_be_unread(written, question, item):
        return
    advice = written.reader.advice(name, written.variables, NO_GUESS)
    asked = written.book.questions.get(question)
    if asked is not None and asked.shape == "words":
        what = f"no rule can read the question `{question}`"
        advice = (
            "it takes the person's own words, which only the doctor reads, so ask in another kind"
        )
    elif question in written.variables:
        what = f"the question `{question}` takes no answer after a dot"
        advice = f"write `{question}: answer`"
    elif item and question in written.book.questions:
        what = f"the question `{question}` has no answer `{shortened(item)}`"
    elif item and question == MEDICINES_PREFIX:
        what = f"unknown medicine class `{shortened(item)}`"
    elif name in written.book.questions:
        kind = written.book.questions[name].kind
        what = f"`{name}` is a {kind} question and needs an answer after a dot"
        items = [v for v in written.variables if written.variables[v].question == name]
        advice = f"for example `{items[0]}: yes`" if items else advice
    elif STAR in name:
        what = f"no question and no answer fits `{shortened(name)}`"
        if advice == NO_GUESS:
            advice = f"`{STAR}` stands for a part of a name, as in `does-{STAR}.shakes`"
    else:
        what = f"unknown question `{shortened(name)}`"
    written.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)


def _may_be_unread(written: Written, question: str, item: str) -> bool:
    unread = written.unread["questions"]
    if question != MEDICINES_PREFIX:
        return question in unread
    return item in written.unread["classes"] or (bool(unread) and not written.asks_for_medicines())


def _answer(written: Written, variable: Variable, answer: str, place: Place) -> None:
    question = written.book.questions[variable.question]
    if variable.question in written.unread["questions"]:
        return
    slip = question.slip_in_rule(variable, answer)
    if slip is not None:
        advice = written.reader.advice(answer, slip.known, slip.help) if slip.known else slip.help
        stands_at = written.book.made_from.get(variable.question, variable.question)
        file = written.questions_file(variable.question)
        there = written.value(file, "questions", stands_at, *slip.at) if slip.at else None
        if there is not None:
            advice += f", in line {there.line} of {there.file}"
        written.reader.problem(place, slip.message, advice, slip.check)


def _ask_when(written: Written, id: str, leaves: list[Leaf]) -> None:
    order = list(written.book.questions)
    _no_findings(written, "ask-when", leaves)
    for leaf in leaves:
        name = leaf.part.variable if isinstance(leaf.part, Is) else ""
        for like in variables_like(name, written.variables):
            variable = written.variables[like]
            if id in order and order.index(variable.question) >= order.index(id):
                what = f"`{variable.name}` is asked after `{id}`"
                if variable.question == id:
                    what = f"`{id}` depends on its own answer"
                advice = "`ask-when` can only use earlier questions"
                written.reader.problem(leaf.key, what, advice, check_ids.SKIP_LOGIC)
                break


def _no_findings(written: Written, name: str, leaves: list[Leaf]) -> None:
    for leaf in leaves:
        if isinstance(leaf.part, Holds):
            what = f"`{name}` cannot use a finding"
            written.reader.problem(leaf.key, what, "name the answers that decide it")
