"""Rule files in an editor: a real YAML language server completes, explains and checks them.

It needs node and, in `tests/editor`, the language server that `npm ci` brings. Where they are
missing, these tests are left out and say so.
"""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from triage.cli.main import TriageGroup
from triage.cli.rules_schema import command
from triage.rulebook.schema import DIALECT, file_schemas, schema_files, schema_line

HERE = ROOT / "tests" / "editor"
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
RULES = ROOT / "rules"
RULE_FILES = sorted(path.relative_to(RULES).as_posix() for path in RULES.rglob("*.yaml"))
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "format": {"enable": False},
    },
    "http": {},
    "[yaml]": {},
    "editor": {},
    "files": {},
}
LONGEST_WAIT = 60


class Editor:
    """As much of an editor as a language server needs."""

    def __init__(self, server: list[str], root: Path) -> None:
        self.process = subprocess.Popen(
            server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.number = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "capabilities": {
                    "workspace": {"configuration": True, "didChangeConfiguration": {}},
                    "textDocument": {
                        "hover": {"contentFormat": ["plaintext"]},
                        "completion": {"completionItem": {"snippetSupport": False}},
                        "publishDiagnostics": {},
                    },
                },
            },
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            while header := self.process.stdout.readline():
                length = int(header.split(b":")[1])
                while self.process.stdout.readline().strip():
                    pass
                self.said.put(json.loads(self.process.stdout.read(length)))
        except ValueError:  # the pipe was closed
            return

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _next(self) -> dict[str, Any]:
        """The next message of the server; what it asks for is answered."""
        message = self.said.get(timeout=LONGEST_WAIT)
        if message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            result = [SETTINGS.get(item.get("section", ""), {}) for item in items]
            self._send({"id": message["id"], "result": result})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        return message

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, or an unsaved text under its name; returns its address."""
        words = path.read_text("utf-8") if text is None else text
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": words}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return path.as_uri()

    def slips(self, uri: str) -> list[tuple[int, str]]:
        """Line and message of everything that the server marks in an open file."""
        while uri not in self.diagnostics:
            self._next()
        found = self.diagnostics[uri]
        return [(slip["range"]["start"]["line"] + 1, slip["message"]) for slip in found]

    def wait_until_it_checks(self, path: Path) -> None:
        """Until the server has its settings, it finds nothing in any file."""
        uri = self.open(path, "a: 1\na: 2\n")
        while not self.diagnostics.get(uri):
            self._next()

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        """Ask about a place; line and column count from 1, as everywhere in this project."""
        place = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": place})


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """A running language server."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here: install Node.js 20 or newer")
    if not SERVER.is_file():
        pytest.skip("there is no language server here: npm ci --prefix tests/editor")
    opened = Editor([node, str(SERVER), "--stdio"], ROOT)
    opened.wait_until_it_checks(tmp_path_factory.mktemp("editor") / "first.yaml")
    yield opened
    opened.close()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A place for changed rule files, with the schemas beside it: each test has its own."""
    shutil.copytree(RULES / "schema", tmp_path / "schema")
    return tmp_path


def with_text(name: str, right: str, wrong: str) -> tuple[str, int]:
    """The text of a rule file with one change, and the line of it."""
    text = (RULES / name).read_text("utf-8")
    assert right in text
    return text.replace(right, wrong, 1), text[: text.index(right)].count("\n") + 1


class TestLanguageServer:
    def test_no_file_of_the_rule_book_has_a_mark_in_it(self, editor: Editor) -> None:
        """What the loader accepts, an editor accepts as well."""
        opened = {name: editor.open(RULES / name) for name in RULE_FILES}
        found = {name: editor.slips(uri) for name, uri in opened.items()}

        assert {} == {name: slips for name, slips in found.items() if slips}

    @pytest.mark.parametrize(
        ("name", "right", "wrong", "expected"),
        [
            pytest.param(
                "red-flags.yaml",
                "    if-unsure: same-day\n",
                "    if-unsur: same-day\n",
                "Property if-unsur is not allowed.",
                id="an unknown key",
            ),
            pytest.param(
                "red-flags.yaml",
                "    urgency: emergency\n",
                "    urgency: at-once\n",
                "Value is not accepted. Valid values:",
                id="a wrong urgency",
            ),
            pytest.param(
                "red-flags.yaml",
                "        - danger-now.breath: yes\n",
                "        - {danger-now.breath: yes, pain.worst-ever: yes}\n",
                "Object has more properties than limit of 1.",
                id="two conditions in one place",
            ),
            pytest.param(
                "conditions/wilson-disease.yaml",
                "frequency: rare\n",
                "frequency: seldom\n",
                "Value is not accepted. Valid values:",
                id="a wrong frequency",
            ),
            pytest.param(
                "questions/safety.yaml",
                "    kind: tick-all\n",
                "    kind: tick-some\n",
                "Value is not accepted. Valid values:",
                id="a wrong kind of question",
            ),
            pytest.param(
                "reviews.yaml",
                "required-roles: {}",
                "required-roles: {red-flags: [nurse]}",
                "Property red-flags is not allowed.",
                id="a wrong kind of rule",
            ),
        ],
    )
    def test_a_slip_is_marked_in_its_line(
        self, editor: Editor, rules: Path, name: str, right: str, wrong: str, expected: str
    ) -> None:
        """Who edits a rule sees a slip at once, and not only when the rules are checked."""
        text, line = with_text(name, right, wrong)
        slips = editor.slips(editor.open(rules / name, text))

        # a wrong word for a key is one that is missing as well
        assert [message for at, message in slips if at == line and expected in message], slips

    @pytest.mark.parametrize(
        ("name", "right", "expected"),
        [
            (
                "red-flags.yaml",
                "    if-unsure: ",
                "The level when the deciding answer is *unsure*.",
            ),
            ("red-flags.yaml", "    when:", "The answers and findings that set it off."),
            ("conditions/wilson-disease.yaml", "core:", "What must hold for it to be suggested"),
            ("scoring.yaml", "fits-well: ", "Points from which a condition fits well."),
            ("medicines.yaml", "    known-as: ", "What patients call it."),
            ("reviews.yaml", "required-roles: ", "the roles that must have signed it"),
        ],
    )
    def test_a_key_is_explained_where_it_stands(
        self, editor: Editor, rules: Path, name: str, right: str, expected: str
    ) -> None:
        """Nobody has to know the rule language by heart."""
        text, line = with_text(name, right, right)
        uri = editor.open(rules / name, text)
        column = len(right) - len(right.lstrip()) + 2
        told = editor.at("textDocument/hover", uri, line, column)

        plain = str(told["contents"]).replace("\\\\", "").replace("\\", "")
        assert expected in plain

    @pytest.mark.parametrize(
        ("name", "above", "typed", "expected"),
        [
            pytest.param(
                "red-flags.yaml",
                "red-flags:\n",
                "  XX01:\n    ",
                {"title", "when", "urgency", "if-unsure", "because", "sources"},
                id="keys of a red flag",
            ),
            pytest.param(
                "red-flags.yaml",
                "red-flags:\n",
                "  XX01:\n    urgency: ",
                {"emergency", "same-day", "two-weeks", "routine"},
                id="levels",
            ),
            pytest.param(
                "red-flags.yaml",
                "red-flags:\n",
                "  XX01:\n    when:\n      ",
                {"all", "any", "at-least", "finding"},
                id="conditions of a rule",
            ),
            pytest.param(
                "reviews.yaml",
                "signatures: {}\n",
                "required-roles:\n  ",
                {"red-flag", "condition", "finding", "question", "scoring"},
                id="kinds of rules",
            ),
        ],
    )
    def test_keys_and_words_are_offered(
        self, editor: Editor, rules: Path, name: str, above: str, typed: str, expected: set[str]
    ) -> None:
        """The list of what may stand here comes by itself."""
        text = schema_line(name) + "\n" + above + typed
        uri = editor.open(rules / name, text + "\n")
        lines = text.split("\n")
        offered = editor.at("textDocument/completion", uri, len(lines), len(lines[-1]) + 1)

        items = offered["items"] if isinstance(offered, dict) else offered
        labels = {item["label"] for item in items}
        assert expected <= labels


class TestSchemas:
    @pytest.mark.parametrize("name", RULE_FILES)
    def test_each_rule_file_leads_to_its_schema(self, name: str) -> None:
        """The first line names a schema that is there."""
        first = (RULES / name).read_text("utf-8").split("\n", 1)[0]

        assert schema_line(name) == first
        assert ((RULES / name).parent / first.partition("$schema=")[2]).is_file()

    def test_the_schemas_beside_the_rules_are_those_of_the_model(self) -> None:
        """They are generated; `triage rules schema --write rules/schema` brings them up to date."""
        there = {path.name: path.read_text("utf-8") for path in (RULES / "schema").iterdir()}

        assert schema_files() == there

    def test_every_schema_is_sound_and_explains_every_key(self) -> None:
        """No key is offered without a word on what it is for."""
        silent = []
        for name, schema in file_schemas().items():
            assert DIALECT == schema["$schema"]
            jsonschema.Draft202012Validator.check_schema(schema)
            for part, body in {"": schema, **schema["$defs"]}.items():
                for key, field in body["properties"].items():
                    if len(field.get("description", "")) < len("The number."):
                        silent.append(f"{name} {part} {key}")
                assert body["description"]
        assert [] == silent

    def test_the_command_prints_all_or_writes_files(self, tmp_path: Path) -> None:
        """One document for programs, one file of each kind for editors."""
        group = TriageGroup("triage", commands=[command])
        printed = CliRunner().invoke(group, ["schema"])
        written = CliRunner().invoke(group, ["schema", "--write", str(tmp_path / "new" / "schema")])

        assert (0, 0) == (printed.exit_code, written.exit_code)
        assert {"rule-files", "result"} == json.loads(printed.output).keys()
        assert set(schema_files()) == {
            path.name for path in (tmp_path / "new" / "schema").iterdir()
        }
        assert (
            f"wrote {(tmp_path / 'new' / 'schema' / 'red-flags.json').as_posix()}\n"
            in written.output
        )

    def test_a_folder_that_cannot_be_made_is_said(self, tmp_path: Path) -> None:
        """A slip in the name of the folder gives a sentence."""
        (tmp_path / "file").write_text("x", "utf-8")
        group = TriageGroup("triage", commands=[command])
        got = CliRunner().invoke(group, ["schema", "--write", str(tmp_path / "file" / "schema")])

        assert 3 == got.exit_code
        assert "cannot be made" in got.output
        assert "Traceback" not in got.output
