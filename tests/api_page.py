"""The page about the library, made from the docstrings of its public names.

python -m tests.api_page      write docs/api.md again
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args, get_origin

import triage
from tests.conftest import ROOT

PAGE = ROOT / "docs/api.md"

GROUPS = {
    "Rule books": ("load_rulebook", "own_rulebook", "Rulebook"),
    "Answers": ("read_answers", "answers_from", "Answers"),
    "Results": ("assess", "Engine", "Assessment", "to_json"),
    "Explanations": ("why", "why_not", "what_would_change"),
    "Interviews": ("Interview",),
    "Errors": ("TriageError", "RulesError", "AnswersError", "EngineError"),
}
"""Every public name, in the order in which somebody meets them."""

HEAD = """# The library

<!-- Made from the docstrings by `python -m tests.api_page`. -->

All that `import triage` promises. What is not on this page can change without notice. The README
has an [example](../README.md#as-a-library), [architecture.md](architecture.md) says how it works
inside.

Everything is frozen: nothing changes an object, and any thread may use it. What a user has to mend
is raised as a `TriageError`, with every slip in one go. Names in JSON have hyphens where Python has
underscores.
"""


def api_page() -> str:
    """The whole page; the same bytes for the same docstrings."""
    lines = [HEAD]
    told = set(triage.__all__)
    for group, names in GROUPS.items():
        lines.append(f"## {group}\n")
        things = [getattr(triage, name) for name in names]
        for thing in things:
            lines += _entry(thing, 3)
        for thing in things:
            for part in _parts(thing):
                if part.__name__ not in told:
                    told.add(part.__name__)
                    lines += _entry(part, 4)
    lines.append("## Words\n")
    lines += [f"- `{name}`: {words}" for name, words in sorted(_words(told).items())]
    return "\n".join(lines) + "\n"


def _entry(thing: Any, depth: int) -> Iterator[str]:
    node = _source(thing)
    yield f"{'#' * depth} {thing.__name__}\n"
    if isinstance(node, ast.FunctionDef):
        yield f"```python\n{thing.__name__}{_called(thing)}\n```\n"
        yield from _prose(node)
        return
    yield from _prose(node)
    members = [*_members(thing, node)]
    if members:
        yield "\n".join(members) + "\n"


def _members(thing: type, node: ast.ClassDef) -> Iterator[str]:
    """The fields, properties and methods of a class, a line for each."""
    for one, after in zip(node.body, [*node.body[1:], None], strict=True):
        match one:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind):
                says = ""
                if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                    says = f": {_one_line(str(after.value.value))}"
                yield f"- `{name}: {_plain(kind)}`{says}"
            case ast.FunctionDef(name="__init__"):
                yield f"- `{node.name}{_called(thing.__init__, gives=False)}`"
            case ast.FunctionDef(name=name) if not name.startswith("_"):
                is_value = bool(one.decorator_list) and one.returns is not None
                called = f": {_plain(one.returns)}" if is_value else _called(getattr(thing, name))
                yield f"- `{name}{called}`: {_one_line(ast.get_docstring(one) or '')}"


def _called(function: Callable[..., Any], *, gives: bool = True) -> str:
    """What a function takes and gives; annotations are kept as they are written."""
    signature = inspect.signature(function)
    takes = ", ".join(
        f"{one}".split(":")[0]
        + f": {one.annotation}"
        + ("" if one.default is one.empty else f" = {one.default}")
        for one in signature.parameters.values()
        if one.name != "self"
    )
    return f"({takes})" + (f" -> {signature.return_annotation}" if gives else "")


def _plain(annotation: ast.expr) -> str:
    """A type without what only a reader of files needs: `int` for `Annotated[int, Meta(...)]`."""
    match annotation:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[kind, *_])):
            return ast.unparse(kind)
    return ast.unparse(annotation)


def _prose(node: ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    """A docstring in Markdown: what it raises and takes becomes a list."""
    for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
        head, *rest = paragraph.split("\n")
        if head in {"Args:", "Raises:"}:
            items = re.split(r"\n(?=\S)", textwrap.dedent("\n".join(rest)))
            told = [item.split(": ", 1) for item in items]
            yield {"Args:": "Takes:\n", "Raises:": "Raises:\n"}[head]
            yield "\n".join(f"- `{name}`: {_one_line(words)}" for name, words in told) + "\n"
        else:
            yield f"{paragraph}\n"


def _parts(thing: Any) -> Iterator[type]:
    """The classes that a function gives, or that a result holds, each before what it holds.

    What a rule book holds is told by its files: `rules/README.md` and their schemas.
    """
    for part in _named_by(thing):
        if not isinstance(part, type) or part is thing or part.__name__ in triage.__all__:
            continue
        if part.__module__.startswith("triage.") and ".rulebook." not in part.__module__:
            yield part
            yield from _parts(part)


def _words(told: set[str]) -> dict[str, str]:
    """The lists of words that the types on the page name, each with all its words."""
    things = [getattr(triage, name) for name in triage.__all__]
    found: dict[str, str] = {}
    for thing in [*things, *(part for one in things for part in _parts(one))]:
        for name, named in _names_in(thing):
            if get_origin(named) is Literal and name not in told:
                found[name] = ", ".join(f"`{word}`" for word in get_args(named))
    return found


def _named_by(thing: Any) -> Iterator[Any]:
    return (named for _, named in _names_in(thing))


def _names_in(thing: Any) -> Iterator[tuple[str, Any]]:
    """What the types of a class, or what a function gives, name: each name and what it is."""
    node = _source(thing)
    if isinstance(node, ast.FunctionDef):
        seen = [node.returns]
    else:
        methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
        seen = [one.annotation for one in node.body if isinstance(one, ast.AnnAssign)]
        seen += [one.returns for one in methods if not one.name.startswith("_")]
    known = vars(sys.modules[thing.__module__])
    for annotation in filter(None, seen):
        for one in ast.walk(annotation):
            if isinstance(one, ast.Name):
                yield one.id, known.get(one.id)


def _source(thing: Any) -> Any:
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    return node


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    PAGE.write_text(api_page(), "utf-8")
