"""What `triage rules diff` says of a change, against trying every answer."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.rule_edits.brute import slips, try_all
from tests.rule_edits.hiccups import EDITS, Edit
from tests.rule_edits.random_edits import edited
from tests.small_book import FILES, SECTION, SHORT, with_slip, write_book
from tests.strategies import small_rulebooks
from triage import Rulebook, load_rulebook
from triage.changes.comparing import Comparison, compare
from triage.changes.joint import Joint
from triage.changes.names import Named, fewest_names, words_of
from triage.changes.report import as_html, as_markdown, as_text, report
from triage.changes.search import Cover, Covers, shortest
from triage.changes.summary import MOST_LINES, Point, within
from triage.cli.main import TriageGroup
from triage.cli.rules_diff import command
from triage.inference import reference
from triage.inference.many_people import fired_by
from triage.inference.prepared import prepared
from triage.rulebook.own import own_rulebook
from triage.rulebook.when import Holds, Is, leaves

CASES = """\
cases:
  pain: {answers: {chest-pain: yes}, expect: {urgency: emergency}}
  days: {answers: {chest-pain: no, lasted: days}, expect: {first: long-hiccups}}
"""
PEOPLE = """\
people:
  in-pain:
    told: My chest hurts.
    kind: typical
    unsaid: no
    answers: {chest-pain: yes}
    known: {condition: out-of-scope, urgency: emergency, why: pain in the chest}
  well:
    told: It has gone on for days.
    kind: typical
    unsaid: no
    answers: {chest-pain: no, age: 30, lasted: days}
    known: {condition: long-hiccups, urgency: routine, why: days of it}
"""


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture(scope="module")
def own() -> Rulebook:
    return own_rulebook()


@pytest.fixture(scope="module")
def stricter(own: Rulebook) -> tuple[str, Comparison]:
    """A finding that holds for hardly anybody any more, and what that moves.

    Of those that a red flag asks for, one that the fewest rules use: the others take longer.
    """
    used = {
        part.conclusion.id
        for flag in own.red_flags.values()
        for part in getattr(flag.when, "of", ())
        if hasattr(part, "conclusion")
    }
    users = Counter(
        part.conclusion.id
        for rule in own.rules
        for part in leaves(rule.when)
        if isinstance(part, Holds)
    )
    id = min(used, key=lambda id: (users[id], id))
    never = Is(next(iter(own.variables)), ("unsure",))
    findings = {**own.findings, id: replace(own.findings[id], when=never)}
    return id, compare(own, replace(own, findings=findings))


def in_one_line(text: str) -> str:
    return " ".join(text.split())


class TestEdits:
    @pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
    def test_an_edit_is_told_as_it_is(self, hiccups: Rulebook, tmp_path: Path, edit: Edit) -> None:
        """Each edit is described in words, and trying all answers finds just what is told."""
        new = load_rulebook(write_book(tmp_path, edit.files()))
        found = compare(hiccups, new)
        told = in_one_line(as_text(report(found, "old", "new")))
        many = 2 if edit.file == "medicines.yaml" else 1
        tried = try_all(hiccups, new, edit.renamed, silent=("answering-for",), most_names=many)

        assert [] == [words for words in edit.said if words not in told]
        assert edit.lowers == found.lowers
        assert [] == list(slips(found, tried))[:5]

    def test_there_are_at_least_forty_kinds_of_edits(self) -> None:
        """Every part of a rule book is edited in some way."""
        assert len({edit.name for edit in EDITS}) >= 40
        assert {edit.file for edit in EDITS} >= FILES.keys()

    def test_a_rule_book_does_not_differ_from_itself(self, hiccups: Rulebook) -> None:
        """The same rules, the same patients: there is nothing to tell."""
        found = compare(hiccups, hiccups)

        assert not found.differs
        assert not found.lowers

    @given(st.data())
    @settings(
        max_examples=15,
        deadline=None,
        # shrinking would try all answers a thousand times
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def test_of_random_edits_no_patient_is_missed_and_none_is_made_up(
        self, data: st.DataObject
    ) -> None:
        """Whatever is edited, trying all answers finds just the changes that are told."""
        old = data.draw(small_rulebooks())
        new = data.draw(edited(old))
        if data.draw(st.booleans()):
            old, new = new, old

        assert [] == list(slips(compare(old, new), try_all(old, new)))[:5]

    @given(small_rulebooks())
    @settings(max_examples=10, deadline=None)
    def test_many_people_at_once_fire_the_same_rules_as_one_by_one(self, book: Rulebook) -> None:
        """Looking at many people together changes nothing for any of them."""
        seen = [one.old.variables for one in try_all(book, book)[::97]]

        assert [sorted(reference.fire(book, variables)) for variables in seen] == [
            sorted(fired) for fired in fired_by(book, seen)
        ]

    def test_renamed_rules_change_nothing_for_anybody(self, hiccups: Rulebook) -> None:
        """A name is not a meaning."""
        flags = {f"{id}-x": flag for id, flag in hiccups.red_flags.items()}
        found = compare(hiccups, replace(hiccups, red_flags=flags))

        assert {"renamed"} == {change.turn for change in found.rules}
        assert ((), (), (), ()) == (found.lowered, found.raised, found.moves, found.asking)


class TestBounds:
    """What cannot be worked out is said, and never taken for nothing."""

    def test_a_search_that_is_given_up_counts_as_lowered(
        self, hiccups: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where nobody knows whether an urgency falls, nobody may say that it does not."""
        edit = next(edit for edit in EDITS if edit.name == "flag level down")
        new = load_rulebook(write_book(tmp_path, edit.files()))
        monkeypatch.setattr("triage.changes.search.MOST_STEPS", 0)
        found = compare(hiccups, new)

        assert () == found.lowered
        assert found.lowers
        assert ("whether `HF01` leads to lowered urgencies",) == found.not_decided
        assert "Not decided" in as_text(report(found, "old", "new"))

    def test_a_condition_that_is_too_large_is_said(
        self, hiccups: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A condition that was not compared is named."""
        edit = next(edit for edit in EDITS if edit.name == "support stronger")
        new = load_rulebook(write_book(tmp_path, edit.files()))
        monkeypatch.setattr("triage.changes.diagrams.MOST_NODES", 20)
        found = compare(hiccups, new)

        assert ("how the fits of `long-hiccups` change",) == found.not_decided

    def test_many_kinds_through_one_rule_are_counted(self, own: Rulebook) -> None:
        """A comment has the first few and how many are left; the full text has every one."""
        ways = prepared(own).relevance.expanded
        many = {id: len(ways(id, flag.when)) for id, flag in own.red_flags.items()}
        id = min((id for id in many if many[id] > 50), key=many.__getitem__)
        lower = replace(own.red_flags[id], urgency="routine", if_unsure="routine")
        found = compare(own, replace(own, red_flags={**own.red_flags, id: lower}))
        told = report(found, "old", "new")

        assert len(found.lowered) > 8
        assert "of answers, with --format json" in as_markdown(told)
        assert "with --format json" not in as_text(told)


def test_of_two_ways_round_a_block_the_one_with_fewer_questions_is_shown(
    hiccups: Rulebook,
) -> None:
    """An example asks no more of the reader than it must."""
    joint = Joint(hiccups, hiccups)
    pain = {"chest-pain": frozenset(("yes",))}
    long = {"lasted": frozenset(("days",)), "age": frozenset(("at least 60",))}
    short = {"answering-for": frozenset(("myself",))}
    cover = Covers([Cover(pain, unless=(long, short))])

    assert {"chest-pain": "yes", "answering-for": "myself"} == shortest(joint, [pain], [cover])
    assert None is shortest(joint, [pain], [Covers([Cover(pain)])])


NAMES = [f"m{number}" for number in range(6)]
WORDS = ("no", "yes", "unsure")


class TestNames:
    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_names_of_medicines_are_found_where_some_answer_so(self, data: st.DataObject) -> None:
        """What a person could type is found where trying every set of names finds it."""
        some_keys = st.frozensets(st.sampled_from("abcd"), max_size=3)
        names = [
            Named(name, taken := data.draw(some_keys), data.draw(some_keys) - taken)
            for name in NAMES
        ]
        domains = {
            key: data.draw(st.frozensets(st.sampled_from(WORDS), min_size=1)) for key in "abcd"
        }

        def fits(some: tuple[Named, ...] | None) -> bool:
            words = words_of(some or (), domains)
            return some is not None and all(words[key] in domains[key] for key in domains)

        every = [some for count in range(7) for some in combinations(names, count)]
        assert any(map(fits, every)) == fits(fewest_names(names, domains))

    def test_many_names_for_many_classes_take_no_time(self) -> None:
        """Every set of sixty names would never end; the sets that they add up to are bounded."""
        keys = [f"k{number}" for number in range(20)]
        pairs = [*combinations(keys, 2)][:60]
        names = [Named("-".join(pair), frozenset(pair)) for pair in pairs]
        reached = {key for pair in pairs for key in pair}
        yes, no = frozenset({"yes"}), frozenset({"no", "yes"})
        found = fewest_names(names, {key: yes if key in reached else no for key in keys})

        assert found is not None
        assert reached == {key for one in found for key in one.taken}
        assert None is fewest_names(names, {**dict.fromkeys(keys, yes), "other": yes})


class TestSummary:
    def test_it_is_one_page_whatever_a_change_moves(self, stricter: tuple[str, Comparison]) -> None:
        """At most 25 lines, with nothing cut; what is left out is shown when asked for."""
        _, found = stricter
        lists = {name: getattr(found, name) for name in found.__struct_fields__}
        many = {name: lists[name] * 5 for name in ("rules", "moves", "switches", "asking")}
        for one in (found, replace(found, **many, not_decided=("who is asked `age`",))):
            told = report(one, "main", "HEAD")
            short = as_text(told, full=False)

            assert 5 < len(short.splitlines()) <= MOST_LINES
            assert "…" not in short + as_text(told) + as_markdown(told) + as_html(told)
            assert "URGENCY LOWERED" in short
            assert "for example" in short
            assert [] == [
                point.said for point in told.points if point.said not in in_one_line(short)
            ]

    def test_an_example_gives_way_before_the_page_grows(self) -> None:
        """Of what is least, the example goes first; what is to be decided stays."""
        some = [Point("lowered", "a", "one"), Point("written", "b", "two")]
        kept = within(some, lambda now: sum(1 + bool(point.example) for point in now), most=3)

        assert [("a", "one"), ("b", "")] == [(point.said, point.example) for point in kept]

    def test_examples_stand_once(self, stricter: tuple[str, Comparison]) -> None:
        """With the details below, the summary leaves the examples to them."""
        _, found = stricter
        told = report(found, "main", "HEAD")

        assert "for example" not in as_text(told) + as_markdown(told) + as_html(told)
        assert as_html(told).count("<h1>") == 1


class TestOwnRuleBook:
    def test_a_danger_sign_taken_out_lowers_just_those_who_have_no_other(
        self, own: Rulebook
    ) -> None:
        """Each way in which the sign could be reached is told, with one answered question."""
        id = next(id for id, flag in own.red_flags.items() if flag.urgency == "emergency")
        new = replace(own, red_flags={k: f for k, f in own.red_flags.items() if k != id})
        found = compare(own, new)

        assert {id} == {kind.rule for kind in found.lowered}
        assert () == found.raised
        assert ("emergency", "routine") in {(k.before, k.after) for k in found.lowered}

    def test_a_stricter_finding_is_told_with_the_rules_that_use_it(
        self, stricter: tuple[str, Comparison]
    ) -> None:
        """Rules that were not touched are named when a finding in them holds more seldom."""
        id, found = stricter
        affected = [change for change in found.rules if change.turn == "affected"]

        assert affected
        assert all(f"the finding `{id}`" in change.before for change in affected)
        assert found.lowered

    def test_markdown_stays_short_enough_for_a_comment(
        self, stricter: tuple[str, Comparison]
    ) -> None:
        """However much a change moves, it fits into one comment, which says how much is left out."""
        _, found = stricter
        lists = {name: getattr(found, name) for name in found.__struct_fields__}
        names = ("lowered", "rules", "moves", "switches", "asking")
        for times in (1, 25):
            one = replace(found, **{name: lists[name] * times for name in names})
            told = as_markdown(report(one, "main", "HEAD"))

            assert 1_000 < len(told) <= 65_536
            assert ("more, with `--format json`" in told) == (times > 1)


def run(*words: str) -> Result:
    group = TriageGroup("rules", commands=[command])
    return CliRunner().invoke(group, ["diff", *words])


class TestCommand:
    @pytest.fixture
    def old(self, tmp_path: Path) -> str:
        return str(write_book(tmp_path / "old"))

    def edited(self, tmp_path: Path, name: str) -> str:
        edit = next(edit for edit in EDITS if edit.name == name)
        return str(write_book(tmp_path / "new", edit.files()))

    def test_a_lowered_urgency_is_an_error_until_it_is_accepted(
        self, tmp_path: Path, old: str
    ) -> None:
        """Nobody lowers an urgency without saying so."""
        new = self.edited(tmp_path, "flag level down")
        told = run(old, new, "--full")
        accepted = run(old, new, "--accept-lowered")

        assert (1, 0) == (told.exit_code, accepted.exit_code)
        assert told.output.index("LOWERED URGENCY") < told.output.index("Rules\n")
        assert "If meant, add --accept-lowered." in in_one_line(told.output)
        assert "Lowered, and accepted - HF01" in in_one_line(accepted.output)
        assert max(len(line) for line in told.output.splitlines() if old not in line) <= 80

    def test_other_differences_are_no_failure(self, tmp_path: Path, old: str) -> None:
        """A difference is what one looks for."""
        new = self.edited(tmp_path, "flag widened")
        told = run(old, new)

        assert 0 == told.exit_code
        assert "urgency raised through 1 rule (HF01)" in in_one_line(told.output)
        assert 0 == run(old, old).exit_code
        assert "no difference: every answer set gets the same result" in run(old, old).output

    def test_unusable_rules_say_which_side_they_are_on(self, tmp_path: Path, old: str) -> None:
        """A slip is found without looking at both rule books."""
        slip = with_slip(SHORT, "strength: strong", "strength: strnog")
        new = str(write_book(tmp_path / "new", slip))
        told = run(old, new)

        assert 3 == told.exit_code
        assert "the new rule book" in told.output
        assert f"{new}/{SHORT}:17:15: unknown word `strnog`" in told.output
        assert "the old rule book" in run(new, old).output

    def test_saved_cases_are_assessed_by_both(
        self, tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A case with a lower urgency is named, and counts as lowered."""
        monkeypatch.chdir(tmp_path)
        Path("some.case.yaml").write_text(CASES, encoding="utf-8")
        new = self.edited(tmp_path, "flag level down")
        told = run(old, new, "--cases", "some.case.yaml")

        said = in_one_line(told.output)
        assert "1 of 2 saved cases with another result (1 lowered, 0 raised)" in said
        assert "for example pain, emergency -> same-day" in said
        full = in_one_line(run(old, new, "--cases", "some.case.yaml", "--full").output)
        assert "LOWERED: pain (some.case.yaml) urgency: emergency -> same-day" in full

    def test_people_with_a_known_answer_are_counted(
        self, tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder of people is found as `triage accuracy` finds it; one with less counts."""
        monkeypatch.chdir(tmp_path)
        Path("people").mkdir()
        Path("people/some.people.yaml").write_text(PEOPLE, encoding="utf-8")
        told = run(old, self.edited(tmp_path, "flag level down"), "--people", "people")

        assert 1 == told.exit_code
        said = in_one_line(told.output)
        assert "1 of 2 people with another result (1 lowered, 0 raised)" in said
        assert "for example in-pain, emergency -> same-day" in said

    def test_cases_of_a_renamed_question_are_understood(
        self, tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A case written for the old name is read by both, with no difference."""
        cases = tmp_path / "some.case.yaml"
        cases.write_text(CASES, encoding="utf-8")
        told = run(old, self.edited(tmp_path, "question renamed"), "--cases", str(cases))

        assert 0 == told.exit_code
        assert "0 of 2 saved cases with another result" in in_one_line(told.output)

    def test_json_has_everything_and_its_examples_are_answers(
        self, tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A program gets boxes and answer sets, not only words."""
        new = self.edited(tmp_path, "flag narrowed")
        data = json.loads(run(old, new, "--format", "json").output)

        assert data["lowers"]
        assert ["emergency", "routine"] == [data["lowered"][0][key] for key in ("before", "after")]
        assert {"chest-pain": "yes"} == data["lowered"][0]["example"]["new"]
        assert ["", "18 to 59", "under 18"] != data["lowered"][0]["answers"]["age"]

    def test_markdown_folds_away_and_shows_text_as_it_is(self, tmp_path: Path) -> None:
        """What rule files say cannot break the table or hide a part of it."""
        odd = 'ask: "How old | <b>are</b> *you* @all?"'
        old = load_rulebook(write_book(tmp_path / "a"))
        new = load_rulebook(
            write_book(tmp_path / "b", with_slip(SECTION, "ask: How old are you?", odd))
        )
        told = as_markdown(report(compare(old, new), "main", "HEAD"))
        row = next(line for line in told.splitlines() if "How old \\|" in line)

        assert "### Rule book: main -> HEAD" == told.splitlines()[0]
        assert "&lt;b>are&lt;/b> \\*you\\* &#64;all?" in row
        assert 5 == row.replace("\\|", "").count("|")
        assert told.count("<details") == told.count("</details>") > 0


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
class TestRevisions:
    @pytest.fixture
    def repository(self, tmp_path: Path) -> Path:
        write_book(tmp_path / "rules")
        self.git(tmp_path, "init", "--quiet", "--initial-branch=main")
        self.git(tmp_path, "add", ".")
        self.git(tmp_path, "commit", "--quiet", "--message=one")
        self.git(tmp_path, "tag", "v1")
        lower = next(edit for edit in EDITS if edit.name == "flag level down")
        write_book(tmp_path / "rules", lower.files())
        return tmp_path

    def git(self, folder: Path, *words: str) -> None:
        who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)

    def test_a_revision_is_compared_with_a_folder(self, repository: Path) -> None:
        """What stood in the rules at a revision is compared with what stands there now."""
        told = run("v1", str(repository / "rules"))

        assert 1 == told.exit_code
        assert "red flag `HF01`, `urgency`: emergency -> same-day" in in_one_line(told.output)

    @pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG"])
    def test_a_hook_of_another_repository_changes_nothing(
        self,
        repository: Path,
        tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
    ) -> None:
        """Git tells its hooks which repository is theirs; the folder that is named counts here.

        In the other one the rules have the lowered urgency already, which is "no difference".
        """
        other = tmp_path_factory.mktemp("other")
        lower = next(edit for edit in EDITS if edit.name == "flag level down")
        write_book(other / "rules", lower.files())
        self.git(other, "init", "--quiet", "--initial-branch=main")
        self.git(other, "add", ".")
        self.git(other, "commit", "--quiet", "--message=one")
        self.git(other, "tag", "v1")
        expected = run("v1", str(repository / "rules"))
        values = {"GIT_WORK_TREE": other, "GIT_CONFIG": other / "none"}
        monkeypatch.setenv(name, str(values.get(name, other / ".git")))
        if name == "GIT_WORK_TREE":
            monkeypatch.setenv("GIT_DIR", str(other / ".git"))

        told = run("v1", str(repository / "rules"))
        assert (1, expected.output) == (told.exit_code, told.output)

    def test_two_revisions_are_compared_at_the_place_that_is_named(self, repository: Path) -> None:
        """The folder is left alone: what is in it and not kept is not looked at."""
        rules = repository / "rules"
        before = {path: path.read_bytes() for path in rules.rglob("*.yaml")}
        told = run("v1", "main", "--rules", str(rules))

        assert 0 == told.exit_code
        assert "no difference" in told.output
        assert before == {path: path.read_bytes() for path in rules.rglob("*.yaml")}

    @pytest.mark.parametrize(
        ("revision", "said"),
        [
            ("v9", "the old rule book: `v9` is no folder and no revision"),
            ("--upload-pack=x", "a revision does not begin with a hyphen"),
            ("v1:rules", "the old rule book: `v1:rules` is no folder and no revision"),
        ],
    )
    def test_what_is_no_revision_is_said(self, repository: Path, revision: str, said: str) -> None:
        """A name that git does not know is a slip, whatever it looks like."""
        told = run("--", revision, str(repository / "rules"))

        assert 3 == told.exit_code
        assert said in told.output
        assert "Traceback" not in told.output

    def test_a_revision_without_the_folder_is_said(self, repository: Path) -> None:
        """A rule book that was elsewhere then cannot be found here."""
        (repository / "rules").rename(repository / "other")
        told = run("v1", str(repository / "other"))

        assert 3 == told.exit_code
        assert "the revision `v1` has no rule folder `other`" in told.output

    def test_slips_in_a_revision_name_it(self, repository: Path) -> None:
        """File, line and column are those at that revision."""
        slip = with_slip(SHORT, "strength: strong", "strength: strnog")
        write_book(repository / "rules", slip)
        self.git(repository, "commit", "--all", "--quiet", "--message=slip")
        write_book(repository / "rules")
        told = run("main", str(repository / "rules"))

        assert 3 == told.exit_code
        assert "the old rule book `main` cannot be used as written" in told.output
        assert f"main:{SHORT}:17:15: unknown word `strnog`" in told.output

    def test_a_revision_of_the_first_edition_is_said_to_be_one(self, repository: Path) -> None:
        """Its rule files have keys that nobody knows now; that is no list of slips."""
        slip = with_slip(SHORT, "strength: strong", "review: never\n    strength: strong")
        write_book(repository / "rules", slip)
        self.git(repository, "commit", "--all", "--quiet", "--message=first")
        write_book(repository / "rules")
        told = run("main", str(repository / "rules"))

        assert 3 == told.exit_code
        assert "the old rule book `main` was written for the first edition" in told.output
        assert "unknown key" not in told.output

    def test_without_git_and_outside_of_it_a_revision_cannot_be_read(
        self,
        repository: Path,
        tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Each reason has its own sentence."""
        alone = write_book(tmp_path_factory.mktemp("alone"))
        outside = run("v1", str(alone))
        monkeypatch.setattr("shutil.which", lambda _: None)
        without = run("v1", str(repository / "rules"))

        assert 3 == outside.exit_code == without.exit_code
        assert "is not in git" in outside.output
        assert "git is not there, so a revision cannot be read" in without.output
