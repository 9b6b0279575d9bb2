"""Session 38, judging 38.8: the audit, tried on sealed folders with planted faults, and the label modes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find

_MODES = {
    "binary_crossentropy": "binary",
    "categorical_crossentropy": "categorical",
    "sparse_categorical_crossentropy": "int",
}


def _found(answers: Mapping, number: int, key: str) -> Mapping:
    audit = reading.mapping(answers, f"audit {number}")
    return audit.get(key, {"kind": "absent"})


def _texts(entry: Mapping, name: str) -> list[str]:
    return [str(reading.typed(item, name, "text")["value"]) for item in reading.items_of(entry, name)]


def _counts(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    off, got, forgot_empty = False, "right", False
    for number, truth in enumerate(sealed.key["folders"]):
        said = reading.mapping_of(_found(answers, number, "counts"), "audit(folder)['counts']")
        for part, wanted in truth["counts"].items():
            row = reading.mapping_of(said.get(part, {"kind": "absent"}), f"counts[{part}]")
            mine = {name: reading.number_of(item, f"counts[{part}][{name}]") for name, item in row.items()}
            if mine != wanted:
                off, got = True, f"{part}: {mine}"
                forgot_empty |= mine == {name: count for name, count in wanted.items() if count}
    yield find(
        "audit:counts",
        "`audit` counts every class of every part",
        not off,
        1.5,
        expected="for each part, files by class, empty classes with 0",
        got=got[:200],
        cause="A class whose folder is empty is missing: that is what an audit should find first."
        if forgot_empty
        else "Files are missing or counted twice; unreadable ones count too.",
        next_step="Go through the class folders, not through the files.",
    )


def _unreadable(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    missed: list[str] = []
    extra: list[str] = []
    order = True
    for number, truth in enumerate(sealed.key["folders"]):
        said = _texts(_found(answers, number, "unreadable"), "audit(folder)['unreadable']")
        missed += [path for path in truth["unreadable"] if path not in said]
        extra += [path for path in said if path not in truth["unreadable"]]
        order &= said == sorted(said)
    absolute = any(path.startswith("/") or "\\" in path for path in extra)
    yield find(
        "audit:unreadable",
        "`audit` names every file that is no whole image, and no other",
        not missed and not extra and order,
        1.5,
        expected="an empty file, a text called .jpg and a truncated photo in each folder, sorted, relative paths",
        got=f"{len(missed)} missed, {len(extra)} named without reason" + ("" if order else ", not sorted"),
        cause="The paths are not relative to the folder, with / between their parts."
        if absolute
        else "Opening reads the first bytes only: a truncated photo fails when its pixels are loaded."
        if missed
        else "Files that can be read are named too."
        if extra
        else "The list is not sorted.",
        next_step="Load the pixels of each file inside try, and keep the path of what fails.",
    )


def _duplicates(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    right, got, within = True, "right", False
    for number, truth in enumerate(sealed.key["folders"]):
        groups = reading.items_of(_found(answers, number, "duplicates"), "audit(folder)['duplicates']")
        said = [_texts(group, "audit(folder)['duplicates']") for group in groups]
        if said != truth["duplicates"]:
            right, got = False, f"{len(said)} groups where there are {len(truth['duplicates'])}"
            parts = [{path.split("/")[0] for path in group} for group in said]
            within |= any(len(group) == 1 for group in parts)
    yield find(
        "audit:duplicates",
        "`audit` finds the photos that lie in more than one part",
        right,
        1.5,
        expected="sorted groups of equal files from different parts",
        got=got,
        cause="Equal files within one part are named too; what leaks is a photo in two parts."
        if within
        else "Names tell nothing: equal files may be called differently, and different ones alike.",
        next_step="Compare the bytes, for example by their SHA-256.",
    )


def _balance(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    off = []
    for number, truth in enumerate(sealed.key["folders"]):
        sizes = truth["counts"]["train"].values()
        wanted = max(sizes) / min(sizes) if min(sizes) else float("inf")
        value = reading.typed(_found(answers, number, "balance"), "audit(folder)['balance']", "number")["value"]
        if not (value == wanted or abs(float(value) - wanted) < 0.01 * wanted):
            off.append((value, wanted))
    yield find(
        "audit:balance",
        "`audit` says how unequal the training classes are",
        not off,
        1,
        expected="largest divided by smallest training class, inf where one is empty",
        got=f"{off[0][0]}" if off else "right",
        cause="An empty class makes the classes infinitely unequal; it must not be left out, nor divided by."
        if off and off[0][1] == float("inf")
        else "It does not follow from the training counts: other parts were counted in, or it was turned round.",
        next_step="Use the counts of train only.",
    )


def _label_modes(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    texts = reading.texts(answers, "label_modes")
    wrong = [loss for loss, mode in _MODES.items() if texts.get(loss) != mode]
    yield find(
        "label_modes:true",
        "`label_modes` fits each loss",
        not wrong,
        1,
        expected="binary, categorical or int for each loss",
        got=", ".join(f"{loss}: {texts.get(loss, 'missing')[:20]}" for loss in wrong),
        cause='"sparse" is the name that class_mode had for it; label_mode calls it "int".'
        if "sparse" in texts.values()
        else "One-hot rows go with the categorical loss, whole numbers with the sparse one.",
        next_step="Which of the three makes one-hot rows of the folders?",
    )


AUDIT = (_counts, _unreadable, _duplicates, _balance, _label_modes)
