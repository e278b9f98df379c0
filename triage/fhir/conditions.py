"""What the rules ask of a form's answers, as conditions over their codes.

Beside the codes of answers the text holds `@` and the id of each item with an answer, `!` and each
line that was left out of a list, `age=12` for a number, and `#` and the name of each part that
holds. What the rules do to a typed name of a medicine cannot be said: a medicine that is not in
the list counts as one of every class, and the urgency may come out too high, never too low.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from triage.fhir.form import Form, Part, code_of, unsure_code, unsure_of
from triage.fhir.patterns import (
    NEVER,
    Between,
    Condition,
    all_of,
    any_code,
    at_least,
    no,
    one_of,
)
from triage.inference.prepared import prepared
from triage.once import once
from triage.rulebook.bands import joined
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.kinds import Medicines, Number, Span, TickAll
from triage.rulebook.kinds.span import longest_of
from triage.rulebook.lines import Covered
from triage.rulebook.raising import raising_when
from triage.rulebook.urgency import Urgency
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE, Holds, Is, When, leaves, needed_of, widened

ANSWERED, LEFT_OUT, PART = "@", "!", "#"


class Conditions(Struct, frozen=True, dict=True):
    """The conditions for one form."""

    form: Form

    @once
    def parts(self) -> dict[str, Condition]:
        """What has a name, since it is used in several places; filled while conditions are made."""
        return {}

    def reaching(self, level: Urgency) -> Condition:
        """That the answers reach a level, by what makes it alone."""
        return one_of(self._reaching(level))

    def flag(self, id: str, *, unsure: bool) -> Condition:
        """That a danger sign is there, or may be."""
        when = self.form.book.red_flags[id].when
        name = f"{'may-be' if unsure else 'is'}-{id.lower()}"
        return self._part(name, lambda: self._holds(widened(when) if unsure else when))

    def _reaching(self, level: Urgency) -> Iterator[Condition]:
        book = self.form.book
        for id, flag in book.red_flags.items():
            if flag.if_unsure == level:
                yield self.flag(id, unsure=True)
            elif flag.urgency == level:
                yield self.flag(id, unsure=False)
        for condition in book.conditions.values():
            if condition.urgency == level:
                raised = self._holds(raising_when(condition, book.findings))
                blocks = one_of(
                    self._holds(one.when, surely=True) for one in condition.blocked_by.values()
                )
                yield all_of([raised, no(blocks)])

    def _holds(self, when: When, *, surely: bool = False) -> Condition:
        match when:
            case Is(variable, _):
                return self._is(variable, self.form.book.allowed(when), surely=surely)
            case Holds(conclusion):
                return self._finding(conclusion, surely=surely)
        parts = [self._holds(part, surely=surely) for part in when.of]
        needed = needed_of(when)
        if needed == len(parts):
            return all_of(parts)
        return one_of(parts) if needed == 1 else at_least(needed, parts)

    def _finding(self, conclusion: Conclusion, *, surely: bool) -> Condition:
        finding = self.form.book.findings[conclusion.id]
        when = widened(finding.when) if conclusion.unsure else finding.when
        if surely and any(self._is_medicine(leaf) for leaf in leaves(when)):
            return self._holds(when, surely=True)
        name = f"{'may-' if conclusion.unsure else ''}find-{conclusion.id}"
        return self._part(name, lambda: self._holds(when))

    def _part(self, name: str, make: Callable[[], Condition]) -> Condition:
        if name not in self.parts:
            self.parts[name] = make()
        condition = self.parts[name]
        return NEVER if condition == NEVER else any_code(f"{PART}{name}")

    def _is_medicine(self, leaf: Is | Holds) -> bool:
        book = self.form.book
        if isinstance(leaf, Holds):
            within = book.findings[leaf.conclusion.id].when
            return any(self._is_medicine(one) for one in leaves(within))
        return isinstance(book.questions[book.variables[leaf.variable].question], Medicines)

    # answers

    def _is(self, name: str, words: Collection[str], *, surely: bool = False) -> Condition:
        """That a variable has one of these words."""
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
        said = any_code(*(code_of(name, word) for word in variable.answers if word in words))
        settled = [self._open(name)] if UNSURE in words else []
        return one_of([said, *settled, *self._closed_if(name, words)])

    def _closed_if(self, name: str, words: Collection[str]) -> Iterator[Condition]:
        if "no" in words and name in self._covered:
            unanswered = no(answered(name))
            yield all_of([unanswered, self._seen(name), no(self._open(name))])

    def _line(self, name: str, words: Collection[str]) -> Condition:
        yes = any_code(name, *self.form.again.get(name, ()))
        if set(words) == {"yes"}:
            return yes
        may_be = one_of([yes, self._unsure(name)])
        known = one_of([self._answered(name), self._seen(name)])
        match "yes" in words, UNSURE in words, "no" in words:
            case True, True, False:
                return may_be
            case True, True, True:
                return known
            case False, True, False:
                return all_of([self._unsure(name), no(yes)])
            case False, False, True:
                return all_of([known, no(may_be)])
            case False, True, True:
                return all_of([known, no(yes)])
            case _:
                return one_of([yes, all_of([known, no(may_be)])])

    def _unsure(self, name: str) -> Condition:
        """That a line is not sure, or stands open; a line that is ticked may also be."""
        lines = [name, *self.form.again.get(name, ())]
        said = any_code(*map(unsure_code, lines))
        alone = self._open(name) if name in self._alone else NEVER
        return one_of([said, *map(self._not_known, lines), alone])

    def _not_known(self, name: str) -> Condition:
        """That nothing is known of the list in which a line stands, where it is not ticked."""
        part = self.form.part_with[name]
        opened = NEVER if name in self._alone else self._open(name)
        made = one_of([_whole_list(part), opened])
        return self._part(f"not-known-{_plain(part.link)}", lambda: made)

    @once
    def opened_lists(self) -> frozenset[str]:
        """Lists that a line opens: nobody is sure about a line of them that was not shown."""
        return frozenset(self.form.book.variables[name].question for name in self._covered)

    def _answered(self, name: str) -> Condition:
        """That a sign has an answer of its own."""
        asked = self._list_answered(name)
        return all_of([asked, no(any_code(f"{LEFT_OUT}{name}"))]) if "." in name else asked

    def _list_answered(self, name: str) -> Condition:
        """That the item in which a sign stands has an answer."""
        part = self.form.part_with.get(name)
        links = [name] if part is None else [part.link, part.unsure]
        links += [self.form.part_with[one].link for one in self.form.again.get(name, ())]
        return answered(*links)

    # lines that settle what they cover

    @once
    def _covered(self) -> Mapping[str, Covered]:
        return prepared(self.form.book).covered

    def _open(self, name: str) -> Condition:
        """That a sign stands open: a line that covers it is ticked, and it has no answer."""
        if name not in self._covered:
            return NEVER
        lines, again = self._covered[name]
        of = name if name in self._alone else self._group(name)

        def made() -> Condition:
            ticked = [self._is(line, ("yes", UNSURE)) for line in lines]
            opened = one_of([*ticked, *map(self._holds, again)])
            seen = [self._seen(name)] if again else []
            return all_of([opened, *seen, no(self._list_answered(name))])

        return self._part(f"open-{_plain(of)}", made)

    @once
    def _alone(self) -> frozenset[str]:
        """Covered signs that are opened by other lines than the rest of their list."""
        by_list: dict[str, set[tuple[Covered, Condition]]] = {}
        for name, by in self._covered.items():
            by_list.setdefault(self._group(name), set()).add((by, self._list_answered(name)))
        return frozenset(name for name in self._covered if len(by_list[self._group(name)]) > 1)

    def _group(self, name: str) -> str:
        part = self.form.part_with.get(name)
        return part.link if part else name

    def _seen(self, name: str) -> Condition:
        """That a line that covers a sign has an answer, of its own or by what covers it."""
        if name not in self._covered:
            return NEVER
        lines = self._covered[name].lines
        return one_of([one for line in lines for one in (self._answered(line), self._seen(line))])

    # numbers, lengths of time, medicines

    def _number(
        self, id: str, question: Number, known: Iterable[str], words: Collection[str]
    ) -> Condition:
        found = [any_code(unsure_of(id))] if UNSURE in words else []
        for low, high in joined(word for word in known if word in words and word != UNSURE):
            found.append(Between(id, low, question.highest if high is None else high))
        return one_of(found)

    def _length(self, variable: Variable, question: Span, words: Collection[str]) -> Condition:
        """Of several lengths the shortest, or the longest."""
        id = variable.question
        order = [*question.bands]
        if variable.name == longest_of(id):
            order.reverse()
        codes = [code_of(id, name) for name in order]
        found = []
        if UNSURE in words:  # a length goes first, where both are ticked
            found.append(all_of([any_code(code_of(id, UNSURE)), no(any_code(*codes))]))
        for place, name in enumerate(order):
            if name in words:
                nearer = [
                    code
                    for code, one in zip(codes[:place], order, strict=False)
                    if one not in words
                ]
                found.append(all_of([any_code(codes[place]), no(any_code(*nearer))]))
        return one_of(found)

    def _class(self, name: str, words: Collection[str], *, surely: bool) -> Condition:
        """That a medicine of a class is taken; what is not in the list may be of any class."""
        form = self.form
        taken = self._part(f"takes-{name}", lambda: any_code(*form.taken(name)))
        may = self._part(f"may-take-{name}", lambda: any_code(*form.maybe_taken(name)))
        other = any_code(form.other_medicine)
        typed = [] if surely else [other]
        found = []
        if "yes" in words:
            found += [taken, *typed]
        if UNSURE in words:
            found += [may] if "yes" in words else [all_of([may, no(taken)]), *typed]
        if "no" in words:
            of_this = one_of([taken, may, other])
            found.append(all_of([answered(form.medicines_question), no(of_this)]))
        return one_of(found)


def answered(*links: str) -> Condition:
    """That one of these items has an answer."""
    return any_code(*(f"{ANSWERED}{link}" for link in links))


def _whole_list(part: Part) -> Condition:
    """That somebody was not sure about every line that is not ticked."""
    no_line = no(answered(part.unsure))
    return one_of([any_code(part.all_unsure), all_of([any_code(part.unsure), no_line])])


def _plain(name: str) -> str:
    return name.replace("/", "-")
