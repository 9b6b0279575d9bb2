"""Session 36, judging 36.8: Iris end to end. Rows are recognised as flowers: no split or scaling is taken on trust."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder import models, reading
from autograder.course import load_course
from autograder.data import raw_iris
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, find

PARTS_OF_DATA = ("train", "val", "test")
SIZES = {"train": 90, "val": 30, "test": 30}
_TOLERANCE = 1e-3  # between a scaled row and the flower it is; real flowers differ by 0.02 or more
_SAME_STATISTICS = 2e-3
ACCURACY_TOLERANCE = 0.006  # two decimals are enough; one flower of 30 is 0.033
_CLASSIFICATION_LOSSES = {"sparse_categorical_crossentropy": 1, "categorical_crossentropy": 2}  # rank of the labels


@dataclass(frozen=True)
class Split:
    """One part of the data as recognised: `flowers` are row numbers of Iris, `scaling` is how the rows were scaled."""

    x: np.ndarray
    labels: np.ndarray
    flowers: np.ndarray
    scaling: str


def _scaled_iris(answers: Mapping) -> np.ndarray:
    """All 150 flowers as the student's scaler makes them, (150, 4); the raw ones where the model normalises itself."""
    if answers.get("normalized_inside", {}).get("kind") == "scaler":
        return raw_iris()[0]
    reading.entry(answers, "scaler", "scaler", "function", "other")
    scaled = reading.array(answers, "scaler.transform(all flowers)", ndim=2)
    if scaled.shape != (150, 4):
        raise WrongAnswer(
            "scaler:features", "`scaler` works on the four measurements", "4 columns", f"{scaled.shape[1]} columns",
            "The scaler was fitted on something other than the table of measurements.",
            "Fit it on the training part's measurements, shape (90, 4).",
        )  # fmt: skip
    return scaled.astype(float)


def _split(answers: Mapping, part: str) -> Split:
    """One part of the data, its rows recognised. Raises `WrongAnswer`."""
    raw, _ = raw_iris()
    x = reading.array(answers, f"x_{part}", ndim=2).astype(float)
    y = reading.array(answers, f"y_{part}")
    labels = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()
    if x.shape[1] != 4 or len(x) != len(labels):
        raise WrongAnswer(
            f"x_{part}:shape", f"`x_{part}` has four columns and as many rows as `y_{part}` has labels",
            "(n, 4) and (n,)", f"{x.shape} and {y.shape}", "Rows and labels were split apart, or a column was dropped.",
            "Split x and y in one call, so that they stay together.",
        )  # fmt: skip
    scaled = _scaled_iris(answers)
    slope = np.ptp(scaled, axis=0) / np.ptp(raw, axis=0)
    twice = scaled * slope + (scaled - raw * slope)
    for scaling, table in (("scaled", scaled), ("raw", raw), ("twice", twice)):
        distance = np.abs(x[:, None, :] - table[None, :, :]).max(axis=2)  # (n, 150)
        if len(x) and distance.min(axis=1).max() < _TOLERANCE:
            return Split(x, labels, distance.argmin(axis=1), scaling)
    own = np.allclose(x.mean(axis=0), 0, atol=1e-3) and np.allclose(x.std(axis=0), 1, atol=1e-2)
    raise WrongAnswer(
        f"x_{part}:scaled_by", f"`x_{part}` holds flowers scaled by `scaler`", "every row is a flower of Iris, scaled",
        "rows that no flower gives",
        "This part was scaled with statistics of its own (fit_transform again) instead of the training part's."
        if own and part != "train"
        else "Rows were changed in another way than by `scaler`, or `scaler` was fitted again afterwards.",
        "Fit once, on the training part; then only transform the other two.",
    )  # fmt: skip


def _splits(answers: Mapping) -> dict[str, Split]:
    return {part: _split(answers, part) for part in PARTS_OF_DATA}


def _coverage(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    raw, _ = raw_iris()
    splits = _splits(answers)
    first = np.array([int(np.flatnonzero((raw == row).all(axis=1))[0]) for row in raw])  # two flowers are equal
    seen = np.bincount(np.concatenate([first[s.flowers] for s in splits.values()]), minlength=150)
    shared = [
        (a, b)
        for a, b in (("train", "val"), ("train", "test"), ("val", "test"))
        if len(np.intersect1d(splits[a].flowers, splits[b].flowers)) > 1
    ]
    sizes = {part: len(split.x) for part, split in splits.items()}
    got = ", ".join(f"{part} {n}" for part, n in sizes.items())
    yield find(
        "splits:disjoint",
        "every flower is in exactly one of train, validation and test, 90, 30 and 30 of them",
        sizes == SIZES and np.array_equal(seen, np.bincount(first, minlength=150)),
        2,
        expected="train 90, val 30, test 30, no flower twice",
        got=f"{got}; {shared[0][0]} and {shared[0][1]} share flowers" if shared else got,
        cause="The same rows serve in two parts, so a score on one says nothing about new flowers."
        if shared
        else "A part has another size: 30 of 150 for the test, then 30 of the remaining 120 for validation.",
        next_step="Split twice: first take the test part off, then split what is left.",
    )


def _stratified(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, truth = raw_iris()
    splits = _splits(answers)
    counts = {part: np.bincount(truth[split.flowers], minlength=3) for part, split in splits.items()}
    yield find(
        "splits:stratified",
        "each part has as many flowers of each species",
        all(np.all(count == SIZES[part] // 3) for part, count in counts.items()),
        1.5,
        expected="train 30 30 30, val 10 10 10, test 10 10 10",
        got=", ".join(f"{part} {' '.join(map(str, count))}" for part, count in counts.items()),
        cause="Iris is sorted by species: without shuffling a whole species can be missing from a part."
        if any(0 in count for count in counts.values())
        else "Chance decides the shares; with 10 flowers a species that matters.",
        next_step="train_test_split has an argument that keeps the classes' shares; use it in both splits.",
    )
    low = min(int(split.labels.min()) for split in splits.values())
    aligned = all(np.array_equal(split.labels, truth[split.flowers]) for split in splits.values())
    yield find(
        "splits:labels",
        "each row has its own flower's label, 0 to 2",
        aligned,
        1,
        expected="labels 0, 1, 2, aligned with the rows",
        got=f"labels from {low} to {max(int(s.labels.max()) for s in splits.values())}" if not aligned else "aligned",
        cause="Labels count from 1 here; Keras counts classes from 0."
        if low == 1
        else "Rows and labels were shuffled apart.",
        next_step="Pass x and y to the same split call, and look at five rows with their labels.",
    )


def _scaler(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    raw, _ = raw_iris()
    train = _split(answers, "train").flowers
    inside = answers.get("normalized_inside", {})
    if inside.get("kind") == "scaler":
        mean = inside["statistics"].get("mean_", np.zeros(4))
        on_train, on_all = (_near(mean, table.mean(axis=0)) for table in (raw[train], raw))
    else:
        scaled = _scaled_iris(answers)
        on_train, on_all = _neutral(scaled[train]), _neutral(scaled)
    yield find(
        "scaler:train_only",
        "`scaler` knows the training flowers only",
        on_train,
        2.5,
        expected="the training part's statistics",
        got="the statistics of all 150 flowers" if on_all else "other statistics",
        cause="The scaler has seen validation and test flowers, so they are no longer new to the model."
        if on_all
        else "The scaler was fitted on something other than x_train, perhaps on already scaled values.",
        next_step="Split first, then fit the scaler on the training part, then transform all three.",
    )


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, atol=_SAME_STATISTICS))


def _neutral(x: np.ndarray) -> bool:
    """Whether columns are standardised, range-scaled, or centred at the median: what a scaler makes of its own data."""
    standard = _near(x.mean(axis=0), np.zeros(4)) and _near(x.std(axis=0), np.ones(4))
    low, high = x.min(axis=0), x.max(axis=0)
    ranged = (_near(low, np.zeros(4)) or _near(low, -np.ones(4))) and _near(high, np.ones(4))
    quartiles = np.percentile(x, [25, 50, 75], axis=0)
    robust = _near(quartiles[1], np.zeros(4)) and _near(quartiles[2] - quartiles[0], np.ones(4))
    return standard or ranged or robust


def _scaled(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    splits = _splits(answers)
    how = {part: split.scaling for part, split in splits.items()}
    wrong = [part for part in PARTS_OF_DATA if how[part] != "scaled"]
    words = {"scaled": "scaled once", "raw": "in centimetres, not scaled", "twice": "scaled twice"}
    yield find(
        "splits:scaled",
        "all three parts are scaled, once",
        not wrong,
        2,
        expected="train, val and test scaled once",
        got=", ".join(f"{part} {words[how[part]]}" for part in PARTS_OF_DATA),
        cause="The model learns one scale and is then shown another."
        if len(wrong) < 3
        else "None of the three parts went through the scaler as the task asks.",
        next_step="Apply scaler.transform to each part, each once, into a new name.",
    )


def _output_and_loss(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "iris_model", "model")
    chain = models.architecture(model, "iris_model")
    units, activation = (chain[-1].config.get("units"), chain[-1].activation) if chain else (None, "none")
    _, loss = models.compiled(model, "iris_model")
    rank = 2 if np.ndim(reading.array(answers, "y_train")) == 2 else 1
    fits = _CLASSIFICATION_LOSSES.get(loss["name"]) == rank
    probabilities = activation == "softmax" or (activation == "linear" and loss["from_logits"])
    yield find(
        "iris_model:output_and_loss",
        "output layer, loss and labels fit one another",
        units == 3 and probabilities and fits,
        1,
        expected="3 outputs that exclude one another, and the cross-entropy that fits your labels",
        got=f"{units} outputs, {activation}; {loss['name']}, from_logits={loss['from_logits']}; labels of rank {rank}",
        cause=_mismatch(units, activation, loss, fits),
        next_step="Go back to the table of outputs and losses and read the row of this problem.",
    )
    if activation == "softmax" and loss["from_logits"]:
        yield find(
            "iris_model:logits_advice",
            "advice: softmax already gives probabilities, so from_logits=True is not needed",
            True, 0, got="softmax with from_logits=True",
        )  # fmt: skip


def _builder(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "build_iris_model", "model")
    optimizer, _ = models.compiled(model, "build_iris_model")
    yield find(
        "build_iris_model:new",
        "`build_iris_model()` returns a new, compiled, untrained model",
        optimizer["iterations"] == 0,
        0.5,
        expected="0 weight updates so far",
        got=f"{optimizer['iterations']} updates",
        cause="The function trains the model, or hands out one that was made elsewhere.",
        next_step="Build and compile inside the function; fit outside it.",
    )


def _mismatch(units, activation: str, loss: Mapping, fits: bool) -> str:
    if units != 3:
        return "There are three species, so three outputs."
    if activation == "sigmoid":
        return "Sigmoid asks three separate questions; the species exclude one another."
    if activation == "linear":
        return "The outputs are raw scores, and the loss was not told so (from_logits)."
    if loss["name"] not in _CLASSIFICATION_LOSSES:
        return f"`{loss['name'][:40]}` compares numbers; species are classes, and ask for a cross-entropy."
    if not fits:
        return "Whole-number labels go with the sparse loss, one-hot rows with the other one."
    return "The output's activation does not give probabilities."


def _sealed_accuracy(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = models.rebuild(reading.entry(answers, "iris_model", "model"), "iris_model")
    flowers = _model_input(answers, "scaler.transform(new flowers)", sealed.inputs["flowers"])
    accuracy = _accuracy(model, flowers, sealed.key["labels"])
    threshold = _threshold()
    yield find(
        "iris_model:sealed_accuracy",
        "the model recognises flowers it has never met",
        accuracy >= threshold,
        3.5,
        expected=f"accuracy of at least {threshold:.2f}",
        got=f"{accuracy:.3f}",
        cause="About a third right is guessing: the model is untrained, or learnt from numbers scaled in another way."
        if accuracy < 0.45
        else "The model has learnt too little: too few epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss: still falling, flat from the start, or rising?",
    )
    test = _split(answers, "test")
    own = _accuracy(model, test.x, test.labels)
    claimed = reading.number(answers, "test_accuracy")
    yield find(
        "test_accuracy:true",
        "`test_accuracy` is what the model scores on `x_test`",
        abs(own - claimed) < ACCURACY_TOLERANCE,
        1,
        expected=f"{own:.4f}",
        got=f"{claimed:.4f}",
        cause="The number belongs to other data (training or validation), to another model, or was typed in.",
        next_step="Take it from iris_model.evaluate on the test part, after training, once.",
    )


def _model_input(answers: Mapping, name: str, raw: np.ndarray) -> np.ndarray:
    if answers.get("normalized_inside", {}).get("kind") == "scaler":
        return raw
    scaled = reading.array(answers, name, ndim=2)
    if scaled.shape != raw.shape:
        raise WrongAnswer(
            "scaler:rows", "`scaler` returns a row for every flower", f"{raw.shape}", f"{scaled.shape}",
            "The scaler drops or repeats rows.", "Use a scaler with fit and transform, such as StandardScaler.",
        )  # fmt: skip
    return scaled


def _accuracy(model, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of rows of `x`, (n, 4), whose largest output is at the place of their label, (n,)."""
    try:
        outputs = models.predict(model, x.astype(np.float32))
    except Exception as error:  # another input shape than four measurements
        raise WrongAnswer(
            "iris_model:input", "`iris_model` takes the four measurements of a flower", "input of shape (n, 4)",
            f"{model.input_shape}", "The model was built for other data.", "Start it with keras.Input(shape=(4,)).",
        ) from error  # fmt: skip
    return float(np.mean(outputs.argmax(axis=-1).ravel() == labels)) if outputs.ndim == 2 else 0.0


def _threshold() -> float:
    budget = os.environ.get("AUTOGRADER_BUDGET", "fast")
    return load_course().session("36").thresholds["iris"][budget]["sealed_accuracy"]


def _history(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    history = reading.entry(answers, "iris_history", "history")
    curve = reading.curve_of(history, "iris_history", "val_loss")
    yield find(
        "iris_history:curves",
        "`iris_history` has a validation loss for every epoch, and it fell",
        len(curve) > 1 and np.nanmin(curve) < curve[0],
        1,
        expected="several epochs of val_loss, lower at the best than at the first",
        got=f"{len(curve)} epochs, from {curve[0]:.3g} to {curve[-1]:.3g}",
        cause="One epoch is too short to learn from three updates, or the validation part is not validated on.",
        next_step="Pass validation_data=(x_val, y_val) to fit and train for the epochs of the budget.",
        self_reported=True,
    )


PARTS = {
    "36.8": (
        *(_coverage, _stratified, _scaler, _scaled),
        *(_output_and_loss, _builder, _sealed_accuracy, _history),
    ),
}
