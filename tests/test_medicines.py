"""Medicines as people write them: on packs, in lists, misspelled, by purpose, or not at all.

The lists in `tests/medicines` were written by somebody who had not seen the code that reads them.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from tests.conftest import the_book
from triage import AnswersError, answers_from, assess
from triage.inference.medicines_read import in_doubt, medicines_read
from triage.rulebook.medicine_text import plain
from triage.rulebook.medicine_tokens import tokens_of
from triage.rulebook.medicines import Catalogue
from triage.rulebook.near_names import distance, farthest, sound
from triage.rulebook.parts.medicines import MOST_NAMES

BOOK = the_book()
CATALOGUE = BOOK.catalogue
LISTS = Path(__file__).parent / "medicines"
SLIPS_ALLOWED = 0.05
"""Share of label wordings that may be read in part only."""


def listed(name: str) -> Any:
    return yaml.safe_load((LISTS / f"{name}.yaml").read_text(encoding="utf-8"))


LABELS = [(entry["text"], entry["reads"]) for entry in listed("label-wordings")]
DANGEROUS = [
    (entry["medicine"], wording)
    for entry in listed("dangerous-wordings")
    for wording in entry["wordings"]
]
COMMON = listed("common-names")
PURPOSES = [(entry["text"], entry.get("could-be", ())) for entry in listed("purposes")]
SURE_KINDS = [(entry["text"], entry["surely"]) for entry in listed("purposes") if "surely" in entry]


def hows(text: str) -> set[str]:
    return {part.how for name in CATALOGUE.listed(text) for part in CATALOGUE.read(name)}


def means(text: str) -> list[str]:
    return [known.id for part in CATALOGUE.read(text) for known in part.means]


class TestLists:
    def test_what_stands_on_packs_and_prescriptions_is_read(self) -> None:
        """Strength, form, salt, maker and directions hide no name, nor are they taken for one."""
        wrong = [
            text
            for text, reads in LABELS
            if means(text) != reads or hows(text) - {"medicine", "ordinary"}
        ]

        assert len(LABELS) >= 100
        assert len(wrong) <= SLIPS_ALLOWED * len(LABELS), wrong

    def test_no_label_is_read_as_less_than_what_stands_on_it(self) -> None:
        """Every class of a medicine on a label is yes or not sure, however the label is read."""
        for text, reads in LABELS:
            words = CATALOGUE.answers((text,))
            for medicine in reads:
                if medicine in BOOK.medicines:
                    low = [id for id in CATALOGUE.classes_of(medicine) if words[id] == "no"]
                    assert [] == low, text

    def test_dangerous_medicines_never_count_as_not_taken(self) -> None:
        """Forty medicines, two hundred wordings: each class is yes, or not sure at least."""
        assert 200 == len(DANGEROUS)
        assert 40 == len({medicine for medicine, _ in DANGEROUS})
        for medicine, wording in DANGEROUS:
            given = answers_from(BOOK, {"medicines": list(CATALOGUE.listed(wording))})
            words = given.variables(BOOK)
            for id in CATALOGUE.classes_of(medicine):
                assert "no" != words[f"medicine.{id}"], wording

    def test_dangerous_medicines_are_recognised_not_only_suspected(self) -> None:
        """A slip of spelling is near to what was meant; nobody has to guess from scratch."""
        for medicine, wording in DANGEROUS:
            meant = [id for name in CATALOGUE.listed(wording) for id in means(name)]
            classes = [CATALOGUE.classes_of(id) for id in meant if id in BOOK.medicines]
            assert any(CATALOGUE.classes_of(medicine) <= some for some in classes), wording

    def test_ordinary_names_are_understood_and_change_nothing(self) -> None:
        """Some 300 of the most used medicines pass silently: no question, no suggestion."""
        assert sum(map(len, COMMON.values())) >= 300
        assert {"medicine"} == set().union(*map(hows, COMMON["read"]))
        for name in COMMON["understood"]:
            assert {"ordinary"} == hows(name), name
            assert {"no"} == set(CATALOGUE.answers((name,)).values()), name

    def test_common_names_that_are_not_listed_get_no_wrong_suggestion(self) -> None:
        """What is not known stays not known: nobody on ondansetron is asked about another one."""
        for name in COMMON["unknown"]:
            assert "near" not in hows(name), name
            assert "no" not in CATALOGUE.answers((name,)).values(), name

    def test_a_purpose_counts_as_what_it_could_be(self) -> None:
        """Who knows only what a tablet was for is asked as if it were such a medicine."""
        for text, could_be in PURPOSES:
            words = CATALOGUE.answers(CATALOGUE.listed(text))
            for id in could_be:
                assert "no" != words[id], text
                assert "yes" != words[id], text

    def test_a_kind_that_leaves_no_doubt_counts_as_taken(self) -> None:
        """A blood thinner without a name is a blood thinner, and matters after a knock."""
        for text, surely in SURE_KINDS:
            words = CATALOGUE.answers(CATALOGUE.listed(text))
            assert {"yes"} == {words[id] for id in surely}, text
            assert "no" == words["unknown-name"], text


class TestReading:
    @pytest.mark.parametrize("medicine", BOOK.medicines)
    def test_every_name_leads_to_its_medicine(self, medicine: str) -> None:
        """Each generic name, brand and spelling of the catalogue is found, at least in it."""
        entry = BOOK.medicines[medicine]
        for name in (medicine, *entry.brands, *entry.also):
            assert medicine == CATALOGUE.named(name), name
            assert [medicine] == means(name), name

    @pytest.mark.parametrize(
        ("typed", "medicine"),
        [
            ("HALOPERIDOL", "haloperidol"),
            ("haldol 5 mg", "haloperidol"),
            ("metoclopramide hydrochloride", "metoclopramide"),
            ("Priadel (lithium)", "lithium"),
            ("lithium (Priadel)", "lithium"),
            ("Quetiax 25 mg (quetiapine)", "quetiapine"),
            ("Lithium 12,5 mmol, twice a day", "lithium"),
            ("Haldol Decanoate 100mg/ml solution for injection", "haloperidol"),
            ("Sinemet CR 50-200", "levodopa"),
            ("carbidopa 25 mg and levodopa 100 mg tablets", "levodopa"),
            ("was on lithium until May 2023", "lithium"),
            ("no haloperidol", "haloperidol"),
            ("not on haloperidol any more", "haloperidol"),
            ("stopped haloperidol in May", "haloperidol"),
            ("halo peridol", "haloperidol"),
            ("cocareldopa", "levodopa"),
            ("st johns wort", "st-johns-wort"),
            ("Risperidon", "risperidone"),
            ("risperidona", "risperidone"),
            ("haloperidolo", "haloperidol"),
            ("halo\u200bperidol", "haloperidol"),
            ("halo\u3164peridol", "haloperidol"),
            ("halo\u034fperidol", "haloperidol"),
            ("hàlöperidol", "haloperidol"),
            ("\uff28\uff21\uff2c\uff2f\uff30\uff25\uff32\uff29\uff24\uff2f\uff2c", "haloperidol"),
            ("sertraline for anxiety and depression", "sertraline"),
        ],
    )
    def test_what_stands_around_a_name_is_passed_over(self, typed: str, medicine: str) -> None:
        """Dose, form, time, denial and what nobody can see: the name counts, and nothing else."""
        assert [medicine] == means(typed)
        assert {"medicine"} == hows(typed)

    @pytest.mark.parametrize(
        "typed",
        [
            *("never took haloperidol", "I've never had haloperidol", "never haloperidol"),
            "lithium but never haloperidol",
        ],
    )
    def test_a_name_that_is_denied_is_asked_about_and_never_certain(self, typed: str) -> None:
        """It may be a denial or a slip of the hand, so it counts as not sure until it is asked."""
        (part,) = (part for part in BOOK.catalogue.read(typed) if part.words == "haloperidol")

        assert "near" == part.how
        assert ["haloperidol"] == [offer.known.id for offer in part.offers]
        assert "unsure" == BOOK.catalogue.answers([typed])["dopamine-blocker"]
        asked = typed.replace("haloperidol", "haloperidol (haloperidol)")
        assert "yes" == BOOK.catalogue.answers([asked])["dopamine-blocker"]

    @pytest.mark.parametrize(
        "typed",
        ["haloperidol, not any more", "no longer on haloperidol", "not haloperidol any more"],
    )
    def test_what_was_stopped_was_taken(self, typed: str) -> None:
        """The question is about the last 12 months."""
        assert "yes" == BOOK.catalogue.answers([typed])["dopamine-blocker"]

    @pytest.mark.parametrize(
        "typed",
        [
            "lithium and haloperidol",
            "lithium + haloperidol",
            "lithium plus haloperidol",
            "lithium/haloperidol",
            "lithium & haloperidol",
            "lithium, haloperidol",
            "lithium; haloperidol",
            "lithium\nhaloperidol",
            "lithium with haloperidol",
            "lithium 400 mg haloperidol 5 mg",
            "lithium 2,5 mg,haloperidol 0,5 mg",
        ],
    )
    def test_two_medicines_are_two(self, typed: str) -> None:
        """However they are joined, none swallows the other."""
        assert ["lithium", "haloperidol"] == means(typed)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("seraquel", ["quetiapine"]),
            ("stemitil", ["prochlorperazine"]),
            ("maxalon", ["metoclopramide"]),
            ("respiridone", ["risperidone"]),
            ("hallperidol", ["haloperidol"]),
            ("lithum 400", ["lithium"]),
            ("sertaline", ["sertraline"]),
            ("fenergan", ["promethazine"]),
            ("furosimide", ["furosemide"]),
        ],
    )
    def test_a_slip_is_near_and_never_certain(self, typed: str, meant: list[str]) -> None:
        """A misspelled name is not sure for every class of what it could be, and no more."""
        words = CATALOGUE.answers((typed,))
        classes = {
            id for name in meant if name in BOOK.medicines for id in CATALOGUE.classes_of(name)
        }

        assert {"near"} == hows(typed)
        assert meant == means(typed)
        assert classes | {"unknown-name"} == {id for id, word in words.items() if word == "unsure"}
        assert "yes" not in words.values()

    @pytest.mark.parametrize(
        "typed",
        [
            "some white pill",
            "xyzzyx",
            "галоперидол",
            "リチウム",
            "💊",
            "-",
            "tablets",
            "two injections last week",
            "my medication",
            "something",
            "currently nothing",
            "haloperidol and something else",
            "lithium and an injection",
            "lithium, my pills",
            "lithium, an injection",
            "lithium and tablets",
        ],
    )
    def test_what_is_not_understood_leaves_everything_open(self, typed: str) -> None:
        """A word that could be a name is never dropped, beside a known name or alone."""
        words = CATALOGUE.answers(CATALOGUE.listed(typed))

        assert "not-understood" in hows(typed)
        assert "no" not in words.values()
        assert "yes" == words["unknown-name"]

    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("promazine", "promethazine"),
            ("hydroxyzine", "olanzapine"),
            ("prednisone", "prednisolone"),
            ("cetirizine", "cinnarizine"),
            ("clonidine", "clonazepam"),
            ("amlodipine", "amiodarone"),
            ("furosemide", "lurasidone"),
            ("allopurinol", "haloperidol"),
            ("naproxen", "ciprofloxacin"),
        ],
    )
    def test_names_that_only_look_alike_are_not_confused(self, typed: str, other: str) -> None:
        """Look-alike names of different medicines are a known danger."""
        assert other not in means(typed)

    def test_near_a_dangerous_and_an_ordinary_name_it_counts_for_the_dangerous_one(self) -> None:
        """Where it could be either, both are offered and the class stays open."""
        from triage.rulebook.parts.medicines import OrdinaryMedicine

        # the second is clearly nearer to the ordinary name, and could be the dangerous one still
        for ordinary, typed in (("haloperidil", "haloperidel"), ("haloperidelt", "haloperidilt")):
            alike = {ordinary: OrdinaryMedicine(for_="nothing")}
            catalogue = Catalogue(replace(BOOK, ordinary=alike))
            (part,) = catalogue.read(typed)

            assert "near" == part.how
            assert {"haloperidol", ordinary} == {known.id for known in part.means}
            assert "unsure" == catalogue.answers((typed,))["dopamine-blocker"]

    def test_what_a_named_medicine_is_for_is_no_other_medicine(self) -> None:
        """An indication adds nothing; a second medicine without a name does."""
        assert "no" == CATALOGUE.answers(("quetiapine 25mg for sleep",))["lithium"]
        assert {"ordinary"} == hows("omeprazole (stomach)")
        assert {"ordinary", "purpose"} == hows("omeprazole and a sleeping tablet")
        assert {"medicine", "purpose"} == hows("lithium for mood and sleeping tablets")

    def test_a_wording_without_a_known_form_keeps_something(self) -> None:
        """A name in a rule file that is nothing but a form keeps its words."""
        assert "tablet" == plain("Tablet")
        assert plain("Calmex 5 mg tablets") == plain("calmex")

    def test_a_word_knows_where_it_stands_as_it_was_typed(self) -> None:
        """Accents and what nobody sees are no part of a name, and are still shown as typed."""
        typed = "a\u200bb\u0301c, Cre\u0300me\u0301"
        words = [token for token in tokens_of(typed) if token.kind == "word"]

        assert ["abc", "creme"] == [word.text for word in words]
        assert typed.split(", ") == [typed[word.start : word.end] for word in words]


class TestWords:
    NONE = ("none", "no", "None.", "no medicines", "nil", "nothing", "nothing at all", "0")
    UNSURE = ("unsure", "not sure", "Don't know", "I don't know", "dont know the name", "n/a", "?")

    @pytest.mark.parametrize("word", NONE)
    def test_none_is_none_alone_and_in_a_list(self, word: str) -> None:
        """Who says that there was nothing is not asked which one."""
        for written in (word, [word], [word, "none"]):
            assert () == answers_from(BOOK, {"medicines": written}).given["medicines"]

    @pytest.mark.parametrize("word", UNSURE)
    def test_not_sure_is_not_sure_alone_and_in_a_list(self, word: str) -> None:
        """Who does not know is not taken to have had nothing."""
        for written in (word, [word], [word, "unsure"]):
            assert "unsure" == answers_from(BOOK, {"medicines": written}).given["medicines"]

    @pytest.mark.parametrize("word", UNSURE)
    def test_not_sure_beside_a_name_keeps_both(self, word: str) -> None:
        """One medicine is known and there may be others: yes for it, not sure for the rest."""
        words = answers_from(BOOK, {"medicines": [word, "haloperidol"]}).variables(BOOK)

        assert "yes" == words["medicine.dopamine-blocker"]
        assert {"yes", "unsure"} == set(words.values())

    @pytest.mark.parametrize("word", NONE)
    def test_none_together_with_a_name_is_a_slip(self, word: str) -> None:
        """Both cannot be true, and dropping either could be dangerous."""
        with pytest.raises(AnswersError, match="says `none` together with other answers"):
            answers_from(BOOK, {"medicines": [word, "haloperidol"]})

    def test_a_denial_is_not_none(self) -> None:
        """The question is about the last 12 months, so what was stopped counts."""
        for text in ("not any more", "stopped", "currently none", "no longer", "not now"):
            assert "none" not in hows(text), text


class TestOutput:
    def test_every_result_says_what_was_not_understood(self) -> None:
        """As data for programs, and in one line for people."""
        names = ["seraquel", "xyzzyx", "nerve tablet", "lithium 400 mg", "paracetamol"]
        read = assess(BOOK, answers_from(BOOK, {"medicines": names})).medicines_read

        assert {
            "seraquel": ("near", ("Seroquel (quetiapine)",)),
            "xyzzyx": ("not-understood", ()),
            "nerve tablet": ("purpose", ("nerves, worry or sleep",)),
            "lithium": ("understood", ("lithium",)),
            "paracetamol": ("understood", ("paracetamol",)),
        } == {one.words: (one.how, one.read_as) for one in read}
        assert (
            "Medicines that we could not read for certain: nerve tablet; seraquel; xyzzyx."
            " They count as not sure."
        ) == in_doubt(read)

    def test_what_was_understood_needs_no_remark(self) -> None:
        """Nobody on ordinary tablets is told that something is not clear."""
        assert "" == in_doubt(medicines_read(BOOK, ("paracetamol 500 mg", "Haldol", "statin")))


class TestBounds:
    def test_hostile_names_take_little_time(self) -> None:
        """Sixty names of a hundred characters, made to be near to many names, in a moment."""
        chance = random.Random(11)

        def hostile(words: int) -> list[str]:
            starts = ["ser", "hal", "lor", "ris", "met", "pro", "chlor"]
            made = (
                chance.choice(starts) + "".join(chance.choice("aeiolrnt") for _ in range(9))
                for _ in range(MOST_NAMES * words)
            )
            some = list(made)
            return [" ".join(some[n::MOST_NAMES])[:100] for n in range(MOST_NAMES)]

        CATALOGUE.answers(["seraquel"])  # what is built once for a rule book
        for words in (1, 3, 6, 8):
            names = hostile(words)
            start = time.process_time()
            CATALOGUE.answers(names)
            assert time.process_time() - start < 0.1, words
        start = time.process_time()
        CATALOGUE.answers(["x" * 100, "\u0301" * 100, "(" * 100, ", " * 50, "a " * 50])
        assert time.process_time() - start < 0.1

    def test_what_is_kept_has_a_bound(self) -> None:
        """Millions of odd names do not fill the memory of a long run."""
        catalogue = Catalogue(replace(BOOK, medicines={}, ordinary={}, purposes={}))
        for number in range(2500):
            catalogue.read(f"name {number}")

        assert len(catalogue._kept) <= 2000

    def test_distance_counts_slips(self) -> None:
        """A vowel for a vowel is half a slip; letters left out, put in or turned round are one."""
        assert 0 == distance("abc", "abc", 4)
        assert 1 == distance("bad", "bed", 4)
        assert 2 == distance("bad", "bat", 4)
        assert 2 == distance("bad", "bd", 4)
        assert 2 == distance("bdat", "bdta", 4)
        assert distance("olanzapine", "ciprofloxacin", 4) > 4
        assert sound("phenergan") == sound("fenergan")
        assert 0 == farthest(4)


def test_every_drug_of_the_catalogue_has_the_wider_classes() -> None:
    """A first-generation antipsychotic blocks dopamine, a levodopa tablet is dopaminergic."""
    assert "dopamine-blocker" in CATALOGUE.classes_of("haloperidol")
    assert "dopamine-blocker" in CATALOGUE.classes_of("metoclopramide")
    assert "dopaminergic" in CATALOGUE.classes_of("levodopa")
    assert "tremor-medicine" in CATALOGUE.classes_of("lithium")


def test_nothing_ordinary_belongs_to_a_class_that_rules_read() -> None:
    """What is passed over must be harmless: no name stands in both files."""
    assert not BOOK.ordinary.keys() & BOOK.medicines.keys()
    for id, ordinary in BOOK.ordinary.items():
        for name in (id, *ordinary.brands, *ordinary.also):
            assert CATALOGUE.named(name) is None, name


@pytest.mark.parametrize("id", ["blocker-when", "blocker-total", "dopamine-blocker-depot"])
@pytest.mark.parametrize("typed", ["tablet for schizophrenia", "seraquel", "xyzzyx", "unsure"])
def test_timing_is_asked_for_a_purpose_as_for_a_name(id: str, typed: str) -> None:
    """When it was started tells as much where the name is not known."""
    given = {"medicines": [typed], "blocker-when": "unsure", id: "unsure"}

    assert id in answers_from(BOOK, given).given
    with pytest.raises(AnswersError, match="is not asked with these answers"):
        answers_from(BOOK, {**given, "medicines": ["paracetamol"]})
