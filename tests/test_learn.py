"""`triage learn`: finding a condition, its page, and the list of all."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import the_book
from tests.small_book import write_book
from triage import AnswersError, Rulebook, RulesError, load_rulebook
from triage.cli.learn import run
from triage.cli.main import main
from triage.presentation import learn
from triage.presentation.learn import choice_text, find, learn_text, list_text, nearest, others_text

BOOK = the_book()
IDS = sorted(BOOK.conditions)
WIDTHS = [40, 80]

DOSE = re.compile(r"\d ?(?:mg|mcg|micrograms?|ml|units?|tablets a day)\b")
PERCENT = re.compile(r"\d ?%|per ?cent\b")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


class TestFind:
    @pytest.mark.parametrize("id", IDS)
    def test_every_name_finds_its_condition_first(self, id: str) -> None:
        """The id, the name and every other name lead straight to the condition."""
        condition = BOOK.conditions[id]

        for name in (id, condition.name, *condition.also_called):
            assert id == find(BOOK, name)[0], name

    @pytest.mark.parametrize("id", IDS)
    def test_case_hyphens_and_spaces_do_not_matter(self, id: str) -> None:
        """People do not type a name as a book prints it."""
        condition = BOOK.conditions[id]

        for name in (id, condition.name, *condition.also_called):
            assert id == find(BOOK, name.upper().replace("-", " "))[0]
            assert id == find(BOOK, f"  {name.lower().replace(' ', '-')} ")[0]

    @pytest.mark.parametrize(
        ("typed", "id"),
        [
            ("twisted neck", "cervical-dystonia"),
            ("tics", "tic-disorders"),
            ("tic", "tic-disorders"),
            ("parkinsons", "parkinson-disease"),
            ("parkinson's", "parkinson-disease"),
            ("Parkinson\u2019s disease", "parkinson-disease"),
            ("parkinsns", "parkinson-disease"),
            ("huntingtons", "huntington-disease"),
            ("huntigton", "huntington-disease"),
            ("tourettes", "tic-disorders"),
            ("tourete", "tic-disorders"),
            ("cervicle distonia", "cervical-dystonia"),
            ("wryneck", "acute-wry-neck"),
            ("hypoglycemia", "hypoglycaemia"),
            ("tardive", "tardive-dyskinesia"),
            ("PD", "parkinson-disease"),
        ],
    )
    def test_other_spellings_lead_to_the_same_condition(self, typed: str, id: str) -> None:
        """Plurals, beginnings, apostrophes and small slips are forgiven."""
        assert id == find(BOOK, typed)[0]

    def test_lay_words_find_every_description_that_has_them(self) -> None:
        """Somebody who knows no name can search in everyday words."""
        found = find(BOOK, "shaky hands")

        assert {"essential-tremor", "drug-physiologic-tremor", "parkinson-disease"} <= set(found)
        assert found == find(BOOK, "my hands are shaking") == find(BOOK, "hand shakes")

    def test_an_exact_name_comes_before_its_longer_kin(self) -> None:
        """A name that is the whole of what was typed beats one that only begins so."""
        found = find(BOOK, "myoclonus")

        assert "myoclonus" == found[0]
        assert {"myoclonus-dystonia", "opsoclonus-myoclonus"} <= set(found)
        assert found.index("myoclonus-dystonia") < found.index("opsoclonus-myoclonus")

    @pytest.mark.parametrize(
        "typed", ["", " ", "???", "a", "the", "qqqqqq", "\x1b[2J", "x" * 10_000]
    )
    def test_words_that_name_nothing_find_nothing(self, typed: str) -> None:
        """Nothing is better than a wild guess."""
        assert [] == find(BOOK, typed)

    def test_what_is_found_does_not_depend_on_the_order_of_the_book(self) -> None:
        """The same words find the same pages in the same order."""
        from msgspec.structs import replace

        turned = replace(BOOK, conditions=dict(reversed(BOOK.conditions.items())))
        for typed in ("tremor", "shaky hands", "spasms", "parkinsns", "myoclonus"):
            assert find(BOOK, typed) == find(turned, typed)
        assert nearest(BOOK, "essential shivering") == nearest(turned, "essential shivering")
        assert list_text(BOOK) == list_text(turned)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("id", IDS)
class TestPage:
    def test_no_line_is_wider_than_the_page(self, id: str, width: int) -> None:
        """A page fits a narrow terminal and a usual one."""
        text = learn_text(BOOK, id, width)

        assert text.endswith("\n")
        assert max(len(line) for line in text.splitlines()) <= width

    def test_it_says_all_that_the_rule_file_says(self, id: str, width: int) -> None:
        """Nothing that a rule file says about a condition is left out of its page."""
        condition = BOOK.conditions[id]
        page = flat(learn_text(BOOK, id, width)).lower().replace(" ", "")
        reasons = [condition.core, *condition.supports.values(), *condition.against.values()]
        blocks = condition.blocked_by.values()
        said = [
            condition.name,
            *condition.also_called,
            condition.what_it_is,
            condition.who_it_affects,
            condition.how_it_starts,
            condition.inheritance,
            *(reason.because for reason in reasons),
            *(text for block in blocks for text in (block.because, block.instead)),
            *condition.doctor_may_check,
            *condition.doctor_may_discuss,
            *condition.must_say,
            BOOK.advisory.urgency[condition.urgency].title,
            *(code.code for code in condition.codes),
            *(BOOK.sources[source].title for source in condition.sources),
        ]

        for text in said:
            assert flat(text.replace("{you}", "you")).lower().replace(" ", "") in page, text

    def test_the_advisory_and_the_missing_review_stand_on_it(self, id: str, width: int) -> None:
        """Reading about a condition also ends with the doctor, word for word."""
        page = flat(learn_text(BOOK, id, width))

        assert page.endswith(BOOK.advisory.advisory)
        assert BOOK.advisory.not_reviewed in page
        assert "information, not a diagnosis" in page

    def test_it_diagnoses_nobody_and_gives_no_chance_and_no_dose(self, id: str, width: int) -> None:
        """A page is about a condition, never about the person who reads it."""
        page = flat(learn_text(BOOK, id, width)).lower()

        assert "you have" not in page
        assert "{" not in page
        assert not PERCENT.search(page)
        assert not DOSE.search(page)

    def test_the_parts_stand_in_one_order(self, id: str, width: int) -> None:
        """Every page reads alike."""
        lines: list[str] = []
        learn_text(BOOK, id, width, lambda line: lines.append(line) or line)
        headings = flat(" ".join(lines))
        wanted = [
            BOOK.conditions[id].name,
            "What it is",
            "Who it affects",
            "How it starts",
            "Does it run in families?",
            "What speaks for it",
            "What speaks against it",
            "What a doctor may check",
            "What a doctor may discuss",
            *(["Please note"] if BOOK.conditions[id].must_say else []),
            "How soon to be seen when it is suspected",
            "Codes for the doctor",
            "Sources, and how far they were read",
            "About these rules",
            "See your doctor",
        ]

        assert " ".join(wanted) == headings


class TestPageInDetail:
    def test_reasons_stand_strongest_first(self) -> None:
        """What counts most is read first."""
        page = learn_text(BOOK, "cervical-dystonia")

        assert (
            page.index("People often notice")
            < page.index("fits it")
            < page.index("A light touch that calms the movement is typical.")
            < page.index("About three in four people with it have neck pain.")
            < page.index("It is often at its best after waking.")
            < page.index("It rarely starts within seconds or days.")
            < page.index("Shaking that stops while lying down")
        )

    def test_treatments_are_not_advice(self) -> None:
        """What a doctor may discuss comes after the words that it recommends nothing."""
        page = flat(learn_text(BOOK, "cervical-dystonia"))

        assert "this recommends nothing and names no dose" in page
        assert page.index("recommends nothing") < page.index("botulinum toxin injections")

    def test_an_emergency_is_said_at_the_top_as_well(self) -> None:
        """Nobody reads a long page while help is needed."""
        for id, condition in BOOK.conditions.items():
            top = flat(learn_text(BOOK, id)).partition("What it is")[0]
            title = BOOK.advisory.urgency["emergency"].title

            assert (condition.urgency == "emergency") == (title in top), id

    def test_an_unverified_code_says_so(self) -> None:
        """A doctor sees which codes nobody has checked."""
        page = flat(learn_text(BOOK, "sandifer"))

        assert "K21.9 (not verified, approximate and used with M43.6)" in page
        assert "MONDO: 0019104 " in page

    def test_a_source_says_how_far_it_was_read(self) -> None:
        """No source looks better read than it was."""
        page = flat(learn_text(BOOK, "cervical-dystonia"))

        assert "S04: QS198 statement 3: suspected dystonia in adults. By NICE. Year: 2021." in page
        assert "Read: a part. An excerpt or the opening." in page
        assert "No source was read. Check before use." in page

    def test_sources_of_single_rules_are_listed_too(self) -> None:
        """A reason without its source on the page could not be checked."""
        for id, condition in BOOK.conditions.items():
            page = flat(learn_text(BOOK, id))
            for rules in (condition.supports, condition.against, condition.blocked_by):
                for rule in rules.values():
                    assert all(f"- {source}: " in page for source in rule.sources), id


class TestList:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_every_condition_has_one_item_within_the_width(self, width: int) -> None:
        """The list is whole, and fits a narrow terminal."""
        text = list_text(BOOK, width)

        assert max(len(line) for line in text.splitlines()) <= width
        assert len(BOOK.conditions) == len(re.findall(r"^- ", text, re.MULTILINE))
        assert all(c.name in flat(text) for c in BOOK.conditions.values())
        assert flat(text).endswith(BOOK.advisory.advisory)

    def test_an_item_is_one_line_on_a_usual_terminal(self) -> None:
        """A list that can be scanned has no second lines."""
        items = list_text(BOOK).partition("Very common")[2].partition("How to look one up")[0]

        assert not re.search(r"^ ", items, re.MULTILINE)

    def test_the_most_common_come_first(self) -> None:
        """Who reads only the beginning reads about what many people get."""
        text = list_text(BOOK)
        titles = ["\nVery common\n", "\nCommon\n", "\nUncommon\n", "\nRare\n", "\nVery rare\n"]
        places = [text.index(title) for title in titles]

        assert sorted(places) == places
        assert text.index("Essential tremor") < text.index("Tetanus")

    def test_the_example_in_it_works(self) -> None:
        """What the list says to type leads to a page."""
        found = re.search(r"For example:\n  triage learn (\S+)", list_text(BOOK))

        assert found
        assert found[1] in BOOK.conditions


class TestAnyBook:
    def test_another_rule_book_has_pages_as_well(self, hiccups: Rulebook) -> None:
        """A book about hiccups gets pages about hiccups."""
        assert ["long-hiccups"] == find(hiccups, "Long Hiccup")
        assert ["long-hiccups", "short-hiccups"] == find(hiccups, "hiccups")
        assert ["short-hiccups"] == find(hiccups, "hiccups that pass")
        page = flat(learn_text(hiccups, "long-hiccups", 40))
        assert "long hiccups This page is information" in page
        assert "Speaks clearly for it: - Steroids can bring hiccups." in page
        assert "The pain comes first. Look at this instead: the chest." in page
        assert "Our sources give none." in page
        assert page.endswith("Nobody has reviewed these rules. See your doctor See your doctor.")
        assert "Our rules name nothing." in learn_text(hiccups, "short-hiccups")
        assert "Hiccups: 2 conditions" in list_text(hiccups)

    def test_no_word_about_a_condition_stands_in_the_program(self, hiccups: Rulebook) -> None:
        """What is said about conditions comes from the rule files alone."""
        words = r"\b(head|neck|face|tremors?|dystonia|tics?|shak\w+|twitch\w*|movements?)\b"

        assert not re.search(words, inspect.getsource(learn), re.IGNORECASE)
        for text in (learn_text(hiccups, "short-hiccups"), list_text(hiccups)):
            assert not re.search(words, text, re.IGNORECASE)

    def test_a_rule_book_cannot_steer_the_terminal(self, hiccups: Rulebook) -> None:
        """Control characters in a name are shown, not obeyed."""
        from msgspec.structs import replace

        odd = replace(hiccups.conditions["long-hiccups"], name="long \x1b[2J hiccups")
        book = replace(hiccups, conditions={"long-hiccups": odd})

        for text in (learn_text(book, "long-hiccups"), list_text(book)):
            assert "\x1b" not in text
            assert "\\x1b[2J" in text


class TestCommand:
    def test_one_name_gives_its_page(self) -> None:
        """The words need no quotes, since they are joined."""
        assert run(("cervical", "dystonia"), None, styled=False) == run(
            ("cervical dystonia",), None, styled=False
        )
        assert run(("cervical-dystonia",), None, styled=False).startswith("Cervical dystonia\n")

    def test_no_name_gives_the_list(self) -> None:
        """Who knows no name sees them all."""
        for words in ((), ("",), (" ",)):
            assert "How to look one up" in run(words, None, styled=False)

    def test_several_matches_are_a_choice(self) -> None:
        """Nothing is guessed where several pages are as close."""
        text = flat(run(("shaky", "hands"), None, styled=False))

        assert re.match(r"`shaky hands` leads to \d+ pages This is a search for words", text)
        assert "- Essential tremor" in text
        assert "triage learn essential-tremor" in text
        assert text.endswith(BOOK.advisory.advisory)

    def test_words_from_one_description_are_offered_and_not_shown_as_the_answer(self) -> None:
        """A search in everyday words never looks like a result."""
        text = flat(run(("leaking", "heart", "valve"), None, styled=False))

        assert text.startswith("`leaking heart valve` leads to 1 page This is a search for words")
        assert "triage learn pulse-head-nod" in text

    def test_pages_with_the_same_words_in_their_names_are_named_below(self) -> None:
        """A page does not hide another one with almost the same name."""
        text = flat(run(("twisted", "neck"), None, styled=False))

        assert text.startswith("Cervical dystonia")
        assert "`twisted neck` may also mean - A child's twisted neck" in text

    def test_a_slip_is_forgiven_and_said(self) -> None:
        """A page that was not quite asked for says so."""
        text = run(("cervicle", "distonia"), None, styled=False)

        assert text.startswith("`cervicle distonia` is read as: Cervical dystonia.\n\n")

    def test_an_unknown_name_is_said_with_the_nearest(self) -> None:
        """Nothing found is an error of the kind that exits with 4, with a way on."""
        with pytest.raises(AnswersError) as caught:
            run(("essential", "shivering"), None, styled=False)

        assert 4 == caught.value.exit_code
        assert (
            "no condition is called `essential shivering`\n"
            "  help: the nearest are Essential tremor (`essential-tremor`),"
            " Harmless shivers of babies (`benign-infant-movements`);"
            " `triage learn` alone lists all conditions"
        ) == str(caught.value)

    def test_a_name_like_no_other_is_said_without_a_guess(self) -> None:
        """Where nothing is near, the list is the way on."""
        with pytest.raises(AnswersError) as caught:
            run(("\x1b[2Jqqq",), None, styled=False)

        assert (
            "no condition is called `\\x1b[2Jqqq`\n  help: `triage learn` alone lists all conditions"
        ) == str(caught.value)

    def test_it_reads_another_rule_book(self, tmp_path: Path) -> None:
        """The rules option works here as everywhere."""
        folder = write_book(tmp_path / "good")

        assert run(("long", "hiccups"), folder, styled=False).startswith("long hiccups\n")
        with pytest.raises(RulesError):
            run((), tmp_path / "none", styled=False)

    def test_styles_change_headings_only(self) -> None:
        """Without its styles, a styled page is the plain page."""
        styled = run(("tetanus",), None, styled=True)

        assert styled.startswith("\x1b[1mTetanus\x1b[0m\n")
        assert re.sub(r"\x1b\[\d+m", "", styled) == run(("tetanus",), None, styled=False)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_choices_fit_the_width(self, width: int) -> None:
        """Lists of pages fit a narrow terminal too, whatever was typed; a command is not broken."""
        for typed in ("spasms", "\x1b" * 200):
            text = choice_text(BOOK, typed, IDS, width) + others_text(BOOK, typed, IDS, width)
            lines = [line for line in text.splitlines() if not line.startswith("  triage learn ")]
            assert max(map(len, lines)) <= width
            assert "\x1b" not in text


def test_a_command_that_is_shown_names_the_rule_book(tmp_path: Path) -> None:
    """What a page says to type can be pasted, also for another rule book in an odd folder."""
    folder = tmp_path / "my rules - of-a-made-up-clinic with-a-name-longer-than-any-line-of-80"
    write_book(folder)
    for words in (["learn"], ["learn", "hiccups"], ["rules", "show", "short-hiccups"]):
        result = CliRunner().invoke(main, [*words, "--rules", str(folder)])
        lines = [line.strip() for line in result.stdout.splitlines()]
        found = [shlex.split(line)[1:] for line in lines if line.startswith("triage learn")]
        assert found, result.output
        for command in found:
            assert 0 == CliRunner().invoke(main, command).exit_code, command
