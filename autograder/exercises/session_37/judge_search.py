"""Session 37, judging 37.10: three searches with one budget and one space, and a best score that can be had again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.classification import classifier
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_cnn import RECOMPUTED, SAMPLED_ACCURACY
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.findings import Finding, WrongAnswer, find

_SAMPLERS = {"grid": "GridSampler", "random": "RandomSampler", "tpe": "TPESampler"}
_SPACE = {"learning_rate": (1e-4, 1e-1), "filters": (4, 16)}
_SAME_SCORE = 1e-6
_REPRODUCED = 0.02  # of validation accuracy: what rounding in another order may do to a short training


def _studies(answers: Mapping) -> dict[str, Mapping]:
    """By name: the studies' `sampler`, `direction` and finished `trials`. Raises `WrongAnswer`."""
    collected = reading.mapping(answers, "studies")
    missing = [name for name in _SAMPLERS if name not in collected]
    if missing:
        raise WrongAnswer(
            "studies:names", "`studies` has the three studies under their names", ", ".join(_SAMPLERS),
            ", ".join(str(name)[:20] for name in collected)[:80] or "nothing",
            f"The study {missing[0]!r} is missing, or has another name.", "Use the keys that the task names.",
        )  # fmt: skip
    return {name: _study(reading.mapping_of(collected[name], f"studies[{name!r}]"), name) for name in _SAMPLERS}


def _study(said: Mapping, name: str) -> Mapping:
    if not {"sampler", "direction", "trials"} <= set(said):
        raise WrongAnswer(
            f"studies:{name}", f"`studies[{name!r}]` is an Optuna study", "a study", "something else",
            "Perhaps its best value, or its results, were put there.", "Keep what optuna.create_study returns.",
        )  # fmt: skip
    trials = [reading.mapping_of(t, "trial") for t in reading.items_of(said["trials"], f"studies[{name!r}].trials")]
    return {
        "sampler": str(said["sampler"].get("value", "")),
        "direction": str(said["direction"].get("value", "")),
        "trials": [_trial(trial) for trial in trials if trial.get("state", {}).get("value") == "COMPLETE"],
    }


def _trial(said: Mapping) -> Mapping:
    params = reading.mapping_of(said.get("params", {"kind": "absent"}), "trial.params")
    ranges = reading.mapping_of(said.get("ranges", {"kind": "absent"}), "trial.ranges")
    return {
        "value": reading.number_of(said.get("value", {"kind": "absent"}), "trial.value"),
        "params": {name: reading.number_of(value, f"trial.params[{name[:20]}]") for name, value in params.items()},
        "ranges": {
            name: [reading.number_of(bound, "range") for bound in reading.items_of(bounds, "range")]
            for name, bounds in ranges.items()
        },
    }


def _fair(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    studies = _studies(answers)
    wrong = [name for name, sampler in _SAMPLERS.items() if studies[name]["sampler"] != sampler]
    yield find(
        "studies:samplers",
        "each study has its own sampler",
        not wrong,
        1.5,
        expected="grid, random and TPE",
        got=", ".join(f"{name}: {study['sampler'][:30]}" for name, study in studies.items()),
        cause="Without sampler= Optuna takes TPE." if wrong else "",
        next_step="Pass sampler= to create_study, another one for each name.",
    )
    yield find(
        "studies:direction",
        "the studies maximize",
        all(study["direction"] == "MAXIMIZE" for study in studies.values()),
        0.5,
        expected="maximize",
        got=", ".join(study["direction"][:20] for study in studies.values()),
        cause="Optuna minimizes unless told otherwise, and so looks for the worst accuracy.",
        next_step="Pass direction= to create_study.",
    )
    counts = [len(study["trials"]) for study in studies.values()]
    trials = int(sealed.key["trials"])
    yield find(
        "studies:budget",
        f"each study has {trials} finished trials",
        set(counts) == {trials},
        1,
        expected=f"{trials}, {trials}, {trials}",
        got=", ".join(map(str, counts)),
        cause="The searches had different budgets, so that comparing them says little."
        if len(set(counts)) > 1
        else "The number of trials is not that of the task.",
        next_step="Pass n_trials=TRIALS to each optimize.",
        self_reported=True,
    )
    yield _space(studies)


def _space(studies: Mapping) -> Finding:
    trials = [trial for study in studies.values() for trial in study["trials"]]
    names = all(set(trial["params"]) == set(_SPACE) for trial in trials)
    ranges = [trial["ranges"].get(name, []) for trial in trials for name in _SPACE]
    wanted = [_SPACE[name] for _ in trials for name in _SPACE]
    same = all(len(r) == 3 and np.allclose(r[:2], w) for r, w in zip(ranges, wanted, strict=True))
    logarithmic = all(len(r) == 3 and bool(r[2]) for r in ranges)
    return find(
        "studies:space",
        "all trials draw learning_rate and filters from the given space, on a logarithmic scale",
        bool(trials) and names and same and logarithmic,
        1,
        expected=", ".join(f"{name} from {low:g} to {high:g}" for name, (low, high) in _SPACE.items()),
        got="other names" if not names else "other ranges" if not same else "a linear scale" if trials else "no trials",
        cause="A linear scale spends nine tenths of the trials on the largest tenth of the learning rates."
        if names and same
        else "The searches did not all look in the same place.",
        next_step="Use SPACE in suggest_float and suggest_int, with log=True.",
        self_reported=True,
    )


def _best(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    trials = [trial for study in _studies(answers).values() for trial in study["trials"]]
    if not trials:
        raise WrongAnswer(
            "studies:trials", "the studies have finished trials", "trials with a value", "none",
            "optimize was not called, or every trial failed.", "Call optimize on each study.",
        )  # fmt: skip
    top = max(trial["value"] for trial in trials)
    score = reading.number(answers, "best_score")
    yield find(
        "best_score:studies",
        "`best_score` is the best value of all three studies",
        abs(score - top) < _SAME_SCORE,
        0.75,
        expected=f"{top:.4f}",
        got=f"{score:.4f}",
        cause="It is the best of one study only, or was typed in."
        if any(abs(score - trial["value"]) < _SAME_SCORE for trial in trials)
        else "No trial has this value.",
        next_step="Compare best_value of the three studies.",
    )
    said = reading.mapping(answers, "best_parameters")
    chosen = {name: reading.number_of(value, f"best_parameters[{name[:20]}]") for name, value in said.items()}
    winners = [trial["params"] for trial in trials if trial["value"] >= top - _SAME_SCORE]
    yield find(
        "best_parameters:studies",
        "`best_parameters` are those of a best trial",
        any(set(w) == set(chosen) and all(np.isclose(w[k], chosen[k]) for k in w) for w in winners),
        0.75,
        expected="the parameters of the trial with the best value",
        got=", ".join(f"{name[:20]}={value:g}" for name, value in chosen.items())[:100],
        cause="They belong to another trial, or to the best of another study.",
        next_step="Take best_params of the study that has the best best_value.",
    )


def _reproduced(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = classifier(reading.entry(answers, "best_model", "model"), "best_model", DIGITS)
    split = digits_split(answers, "val")
    accuracy = model.score(split.x(RECOMPUTED), split.labels[:RECOMPUTED]).accuracy
    score = reading.number(answers, "best_score")
    sampled = len(split.rows) > RECOMPUTED
    yield find(
        "best_model:reproduces",
        "`best_model`, trained again with the best settings, reproduces the best score on x_val",
        abs(accuracy - score) <= _REPRODUCED + SAMPLED_ACCURACY * sampled,
        2.5,
        expected=f"an accuracy near {score:.3f} on x_val",
        got=f"{accuracy:.3f}",
        cause="The network was trained with other settings, on other images, or not at all; or the score was typed in.",
        next_step="Call train_trial(**best_parameters) and keep what it returns.",
    )


PARTS = {"37.10": (_fair, _best, _reproduced)}
