"""Fills in a form in JavaRosa, the engine of ODK Collect, which ODK Validate holds.

A process of its own, since Java cannot be started twice: `javarosa.py VALIDATE FORM`, people as
JSON on standard input.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import jpype


def main() -> None:
    jpype.startJVM("-XX:+UseSerialGC", classpath=[sys.argv[1]])
    core = "org.javarosa.core"
    prototypes = jpype.JClass(f"{core}.services.PrototypeManager")
    for module in ("util.JavaRosaCoreModule", "model.CoreModelModule"):
        prototypes.registerPrototypes(jpype.JClass(f"{core}.{module}").classNames)
    jpype.JClass("org.javarosa.model.xform.XFormsModule")().registerModule()
    data = Path(sys.argv[2]).read_bytes()
    stream = jpype.JClass("java.io.ByteArrayInputStream")(data)
    form = jpype.JClass("org.javarosa.xform.util.XFormUtils").getFormFromInputStream(stream)
    empty = form.getMainInstance()
    filled = [_filled(form, empty, person) for person in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(filled))


def _filled(form: Any, empty: Any, person: dict[str, Any]) -> dict[str, Any]:
    core = "org.javarosa.core"
    form.setInstance(empty.clone())
    new, silent = True, True
    form.initialize(new, jpype.JClass(f"{core}.model.instance.InstanceInitializationFactory")())
    asked: dict[str, Any] = {}
    _walk(form.getMainInstance().getRoot(), asked)
    hidden, times = [], []
    for name, value in person["answers"]:
        if not asked[name].isRelevant():
            hidden.append(name)
        before = time.perf_counter()
        form.setValue(_value(value), asked[name].getRef(), silent)
        times.append((time.perf_counter() - before) * 1000)
    return {
        "id": person["id"],
        "hidden": hidden,
        "shown": [name for name, element in asked.items() if element.isRelevant()],
        "times": times,
        "urgency": _text(asked["urgency"]),
        "reasons": _text(asked["reasons"]),
    }


def _walk(element: Any, found: dict[str, Any]) -> None:
    for place in range(element.getNumChildren()):
        child = element.getChildAt(place)
        found[str(child.getName())] = child
        _walk(child, found)


def _value(value: Any) -> Any:
    data = "org.javarosa.core.model.data"
    if isinstance(value, str):
        return jpype.JClass(f"{data}.StringData")(value)
    if isinstance(value, int):
        return jpype.JClass(f"{data}.IntegerData")(value)
    chosen = jpype.JClass("java.util.ArrayList")()
    for code in value:
        chosen.add(jpype.JClass(f"{data}.helper.Selection")(code))
    return jpype.JClass(f"{data}.MultipleItemsData")(chosen)


def _text(element: Any) -> str:
    value = element.getValue()
    return "" if value is None else str(value.getDisplayText())


main()
