"""The urgency of a form's answers as FHIRPath, exact for what can be said there.

The expression knows the answers by their codes. What the rules of triage do to a typed name of a
medicine cannot be said: a name that stands in no list counts as one of every class, and its
urgency may come out too high, never too low.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct

from triage.fhir.form import NAMED, Form, Part, code_of, purpose_code, unsure_code, unsure_of
from triage.fhir.names import NOT_ASKED_URL
from triage.inference.prepared import prepared
from triage.inference.what_to_do import to_reader
from triage.once import once
from triage.rulebook.bands import joined
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.kinds import Medicines, Number, Span, TickAll
from triage.rulebook.kinds.span import longest_of
from triage.rulebook.lines import Covered
from triage.rulebook.medicine_text import Known
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, UNKNOWN_NAME
from triage.rulebook.raising import raising_when
from triage.rulebook.urgency import LADDER, LOWEST, Urgency, is_raised
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE, Holds, Is, When, leaves, needed_of, widened

FALSE = "false"


class Named(NamedTuple):
    """A part of the expression under a name, for `variable` of SDC."""

    name: str
    expression: str


class Urgencies(Struct, frozen=True, dict=True):
    """The expressions for one form."""

    form: Form

    @once
    def variables(self) -> tuple[Named, ...]:
        """What the urgency is written with, each after what it uses itself."""
        used = [self.urgency, self.reasons, *map(self.of_class, self.form.book.classes)]
        assert used  # only what is used has a name
        answers = "%resource.repeat(item).where(answer.exists())"
        lists = f"%resource.repeat(item).extension.where(url = '{NOT_ASKED_URL}').value"
        medicines = self._medicines_question
        given = f"%resource.repeat(item).where(linkId = '{medicines}').answer.value"
        return (
            Named("unasked", lists),
            Named("chosen", f"{answers}.answer.value.code | {self._open_lines}"),
            Named("answered", f"{answers}.linkId"),
            Named("codes", " | ".join(["%chosen", *self._looked_again])),
            Named("typed", f"{given}.ofType(string)"),
            *self._made.values(),
        )

    @property
    def _open_lines(self) -> str:
        """What was not shown of a list that a line opened: nobody was sure about it."""
        of = {self.form.book.variables[name].question for name in self._covered}
        lists = "|".join(sorted(map(re.escape, of)))
        return f"%unasked.where(matches('^({lists})[.].*$')).select($this & '.{UNSURE}')"

    @property
    def _looked_again(self) -> Iterator[str]:
        """What a second look says of earlier lines, as if it had been said there."""
        for one in prepared(self.form.book).repeated:
            again, line = code_of(one.later, one.item), code_of(one.earlier, one.line)
            part = self.form.part_with[again]
            unsure = _any([_is_in(unsure_code(again), "chosen"), _unsure_list(part, "chosen")])
            yield f"iif({_is_in(again, 'chosen')}, '{line}', {{}})"
            yield f"iif({unsure}, '{unsure_code(line)}', {{}})"

    @once
    def _medicines_question(self) -> str:
        asked = self.form.book.questions
        return next((id for id, one in asked.items() if isinstance(one, Medicines)), "")

    @once
    def _made(self) -> dict[str, Named]:
        return {}

    @once
    def urgency(self) -> str:
        """The level, by its id."""
        text = f"'{LOWEST}'"
        for level in LADDER[1:]:
            reached = _any(self._reaching(level))
            text = f"iif({reached}, '{level}', {text})"
        return text

    def of_class(self, name: str) -> str:
        """Whether medicines of a class are taken: `yes`, `unsure` or `no`; empty if not asked."""
        variable = f"{MEDICINES_PREFIX}.{name}"
        yes, unsure = (self._is(variable, frozenset([word])) for word in ("yes", UNSURE))
        asked = f"'{self._medicines_question}' in %answered"
        return f"iif({asked}, iif({yes}, 'yes', iif({unsure}, '{UNSURE}', 'no')), {{}})"

    @once
    def reasons(self) -> str:
        """What the danger signs mean that the answers reach, and what to do now, one in a line."""
        book = self.form.book
        raised = {id: flag for id, flag in book.red_flags.items() if is_raised(flag.urgency)}
        texts = (
            (id, " ".join(to_reader((flag.because, *flag.do_now)))) for id, flag in raised.items()
        )
        told = (f"iif({self._flag(id, unsure=True)}, {_quoted(text)}, {{}})" for id, text in texts)
        return f"({' | '.join(told)}).join('\\n')"

    def _flag(self, id: str, *, unsure: bool) -> str:
        when = self.form.book.red_flags[id].when
        name = f"{'may be' if unsure else 'is'} {id}"
        return self._named(name, lambda: self._holds(widened(when) if unsure else when))

    def _reaching(self, level: Urgency) -> Iterator[str]:
        book = self.form.book
        for id, flag in book.red_flags.items():
            if flag.if_unsure == level:
                yield self._flag(id, unsure=True)
            elif flag.urgency == level:
                yield self._flag(id, unsure=False)
        for condition in book.conditions.values():
            if condition.urgency == level:
                raised = self._holds(raising_when(condition, book.findings))
                blocks = _any(
                    self._holds(one.when, surely=True) for one in condition.blocked_by.values()
                )
                yield raised if blocks == FALSE else f"({raised} and {_not(blocks)})"

    def _holds(self, when: When, *, surely: bool = False) -> str:
        match when:
            case Is(variable, _):
                return self._is(variable, self.form.book.allowed(when), surely=surely)
            case Holds(conclusion):
                return self._finding(conclusion, surely=surely)
        parts = [self._holds(part, surely=surely) for part in when.of]
        needed = needed_of(when)
        if needed == len(parts):
            return _all(parts)
        if needed == 1:
            return _any(parts)
        if len(parts) <= 4:
            return _any(_all(some) for some in combinations(parts, needed))
        counted = " + ".join(f"iif({part}, 1, 0)" for part in parts)
        return f"({counted} >= {needed})"

    def _finding(self, conclusion: Conclusion, *, surely: bool) -> str:
        book = self.form.book
        finding = book.findings[conclusion.id]
        when = widened(finding.when) if conclusion.unsure else finding.when
        if surely and any(self._is_medicine(leaf) for leaf in leaves(when)):
            return self._holds(when, surely=True)
        name = f"{'may find' if conclusion.unsure else 'finds'} {conclusion.id}"
        return self._named(name, lambda: self._holds(when))

    def _named(self, what: str, make: Callable[[], str]) -> str:
        """A part under a name, made when it is first used; constants stand for themselves."""
        if what not in self._made:
            expression = make()
            if expression == FALSE:
                return FALSE
            self._made[what] = Named(self._new_name(what), expression)
        return f"%{self._made[what].name}"

    def _new_name(self, what: str) -> str:
        """Of letters and digits: a name in FHIRPath has no hyphen, an id in R4 no underscore."""
        first, *others = re.findall("[a-z0-9]+", what.lower())
        name = "".join((first, *map(str.capitalize, others)))
        taken = {one.name for one in self._made.values()}
        while name in taken:
            name += "X"
        return name

    def _is_medicine(self, leaf: Is | Holds) -> bool:
        book = self.form.book
        if isinstance(leaf, Holds):
            within = book.findings[leaf.conclusion.id].when
            return any(self._is_medicine(one) for one in leaves(within))
        return isinstance(book.questions[book.variables[leaf.variable].question], Medicines)

    # answers

    def _is(self, name: str, words: Collection[str], *, surely: bool = False) -> str:
        """Whether a variable has one of these words."""
        book = self.form.book
        variable = book.variables[name]
        question = book.questions[variable.question]
        match question:
            case TickAll():
                return self._line(name, words)
            case Number():
                return self._number(variable.question, question, variable.answers, words)
            case Span():
                return self._length(variable, question, words)
            case Medicines():
                return self._class(variable.item or "", words, surely=surely)
        said = [code_of(name, word) for word in variable.answers if word in words]
        settled = [self._open(name)] if UNSURE in words else []
        return _any([*map(_chosen, said), *settled, *self._closed_if(name, words)])

    def _closed_if(self, name: str, words: Collection[str]) -> Iterator[str]:
        if "no" in words and name in self._covered:
            unanswered = _not(_is_in(name, "answered"))
            yield _all([unanswered, self._seen(name), _not(self._open(name))])

    def _line(self, name: str, words: Collection[str]) -> str:
        yes = _chosen(name)
        if set(words) == {"yes"}:
            return yes
        unsure = self._unsure(name)
        may_be = _any([yes, unsure])
        known = _any([self._answered(name), self._seen(name)])
        match "yes" in words, UNSURE in words, "no" in words:
            case True, True, False:
                return may_be
            case True, True, True:
                return known
            case False, True, False:
                return _all([unsure, _not(yes)])
            case False, False, True:
                return _all([known, _not(may_be)])
            case False, True, True:
                return _all([known, _not(yes)])
            case _:
                return _any([yes, _all([known, _not(may_be)])])

    def _unsure(self, name: str) -> str:
        """Whether a line is not sure, or stands open; a line that is ticked may also be."""
        part = self.form.part_with[name]
        whole = self._named(f"unsure {part.link}", lambda: _unsure_list(part))
        return _any([_chosen(unsure_code(name)), whole, self._open(name)])

    def _again(self, name: str) -> list[str]:
        """The lines of a second look that repeat a line."""
        return [
            f"{one.later}.{one.item}"
            for one in prepared(self.form.book).repeated
            if f"{one.earlier}.{one.line}" == name
        ]

    def _answered(self, name: str) -> str:
        """Whether a sign has an answer of its own."""
        asked = self._list_answered(name)
        return _all([asked, _not(_is_in(name, "unasked"))]) if "." in name else asked

    def _list_answered(self, name: str) -> str:
        """Whether the item in which a sign stands has an answer."""
        part = self.form.part_with.get(name)
        links = [name] if part is None else [part.link, part.unsure]
        links += [self.form.part_with[one].link for one in self._again(name)]
        return _any(_is_in(link, "answered") for link in links)

    # lines that settle what they cover

    @once
    def _covered(self) -> Mapping[str, Covered]:
        return prepared(self.form.book).covered

    def _open(self, name: str) -> str:
        """Whether a sign stands open: a line that covers it is ticked, and it has no answer."""
        if name not in self._covered:
            return FALSE
        lines, again = self._covered[name]
        kept = f"open {name if name in self._alone else self._group(name)}"

        def made() -> str:
            ticked = [self._is(line, ("yes", UNSURE)) for line in lines]
            opened = _any([*ticked, *map(self._holds, again)])
            seen = [self._seen(name)] if again else []
            return _all([opened, *seen, _not(self._list_answered(name))])

        return self._named(kept, made)

    @once
    def _alone(self) -> frozenset[str]:
        """Covered signs that are opened by other lines than the rest of their list."""
        by_list: dict[str, set[tuple[Covered, str]]] = {}
        for name, by in self._covered.items():
            by_list.setdefault(self._group(name), set()).add((by, self._list_answered(name)))
        return frozenset(name for name in self._covered if len(by_list[self._group(name)]) > 1)

    def _group(self, name: str) -> str:
        part = self.form.part_with.get(name)
        return part.link if part else name

    def _seen(self, name: str) -> str:
        """Whether a line that covers a sign has an answer, of its own or by what covers it."""
        if name not in self._covered:
            return FALSE
        lines = self._covered[name].lines
        return _any([one for line in lines for one in (self._answered(line), self._seen(line))])

    # numbers, lengths of time, medicines

    def _number(
        self, id: str, question: Number, known: Iterable[str], words: Collection[str]
    ) -> str:
        value = self._named(
            f"value {id}",
            lambda: f"%resource.repeat(item).where(linkId = '{id}').answer.value",
        )
        found = []
        for low, high in joined(word for word in known if word in words and word != UNSURE):
            ends = [f"$this >= {low}"] if low > question.lowest else []
            ends += [] if high is None else [f"$this <= {high}"]
            found.append(f"{value}.where({' and '.join(ends) or 'true'}).exists()")
        if UNSURE in words:
            found.append(_chosen(unsure_of(id)))
        return _any(found)

    def _length(self, variable: Variable, question: Span, words: Collection[str]) -> str:
        """Of several lengths the shortest, or the longest."""
        id = variable.question
        order = [*question.bands]
        if variable.name == longest_of(id):
            order.reverse()
        found = [_chosen(code_of(id, UNSURE))] if UNSURE in words else []
        run = [name in words for name in order]
        reach = run.index(False) if False in run else len(run)
        found += [_chosen(code_of(id, name)) for name in order[:reach]]
        for place in range(reach, len(order)):
            if run[place]:
                nearer = _any(_chosen(code_of(id, name)) for name in order[:place])
                found.append(_all([_chosen(code_of(id, order[place])), _not(nearer)]))
        return _any(found)

    def _class(self, name: str, words: Collection[str], *, surely: bool) -> str:
        taken = self._named(f"takes {name}", lambda: self._takes(name))
        may = self._named(f"may take {name}", lambda: self._may_take(name))
        typed = [] if surely else ["%typed.exists()"]
        found = []
        if "yes" in words:
            found += [taken, *typed]
        if UNSURE in words:
            found += [may] if "yes" in words else [_all([may, _not(taken)]), *typed]
        if "no" in words:
            of_this = _any([taken, may, "%typed.exists()"])
            found.append(_all([_is_in(self._medicines_question, "answered"), _not(of_this)]))
        return _any(found)

    def _takes(self, name: str) -> str:
        catalogue, book = self.form.book.catalogue, self.form.book
        ids = [id for id in book.medicines if name in catalogue.classes_of(id)]
        surely = [id for id in book.purposes if name in catalogue.surely(Known("called", id))]
        return _begins(ids, [purpose_code(id) for id in surely])

    def _may_take(self, name: str) -> str:
        """Whether something named could be of a class; what surely is may be too."""
        catalogue, book = self.form.book.catalogue, self.form.book
        could = {id: catalogue.could_be(Known("called", id)) for id in book.purposes}
        sure = {id for id in book.purposes if catalogue.surely(Known("called", id))}
        # a purpose that says no class for certain may as well be a medicine that is not listed
        unknown = {id for id in book.purposes if could[id] and id not in sure}
        may = unknown if name == UNKNOWN_NAME else {id for id in could if name in could[id]}
        said = _begins([], [purpose_code(id) for id in book.purposes if id in may])
        return _any([_chosen(code_of(self._medicines_question, UNSURE)), said])


def _begins(ids: Iterable[str], purposes: Iterable[str]) -> str:
    """Whether one of these was chosen, under whatever name."""
    every = "|".join(map(re.escape, (*ids, *purposes)))
    return f"%codes.where(matches('^({every})({NAMED}.*)?$')).exists()" if every else FALSE


def _unsure_list(part: Part, codes: str = "codes") -> str:
    """Whether somebody was not sure about every line that is not ticked."""
    no_line = _not(_is_in(part.unsure, "answered"))
    which = _all([_is_in(part.unsure, codes), no_line])
    return _any([_is_in(part.all_unsure, codes), which])


def _chosen(code: str) -> str:
    return _is_in(code, "codes")


def _is_in(text: str, name: str) -> str:
    return f"('{text}' in %{name})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _not(expression: str) -> str:
    return "true" if expression == FALSE else f"{expression}.not()"


def _any(parts: Iterable[str]) -> str:
    found = [*dict.fromkeys(part for part in parts if part != FALSE)]
    return FALSE if not found else found[0] if len(found) == 1 else f"({' or '.join(found)})"


def _all(parts: Iterable[str]) -> str:
    found = [*dict.fromkeys(part for part in parts if part != "true")]
    if FALSE in found:
        return FALSE
    return "true" if not found else found[0] if len(found) == 1 else f"({' and '.join(found)})"
