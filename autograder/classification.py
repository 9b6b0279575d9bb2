"""Classifiers as evidence: do labels, output and loss fit one another, and what does a rebuilt model score?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder import models, reading
from autograder.findings import Finding, WrongAnswer, find

ACCURACY_TOLERANCE = 0.006  # between a score that is stated and the re-computed one: two decimals are enough
SAME_LOSS = 1e-3  # between a History's value and the re-computed one, relative to 1
_KERAS_EPSILON = 1e-7  # Keras keeps probabilities this far from 0 before it takes a logarithm
CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")
_LABEL_RANKS = {**dict(zip(CROSS_ENTROPIES, (1, 2), strict=True)), "categorical_focal_crossentropy": 2}


@dataclass(frozen=True)
class Task:
    """What a classifier is for: it takes `takes`, of shape `shape`, and tells `classes` classes apart.

    `kinds` ends the sentence "There are …": the classes, and what they ask of the output.
    """

    takes: str
    shape: str
    classes: int
    kinds: str
    next_step: str


@dataclass(frozen=True)
class Score:
    """Accuracy and cross-entropy in nats; `computed` is the compiled loss in the ways that Keras may compute it.

    They differ by rounding. `penalty` is what the model's regularizers add to every loss that Keras reports.
    """

    accuracy: float
    cross_entropy: float
    computed: tuple[float, ...] = ()
    penalty: float = 0.0

    @property
    def losses(self) -> tuple[float, ...]:
        """The loss, regularizers included, in each way that Keras may have computed it."""
        return tuple(self.penalty + loss for loss in self.computed or (self.cross_entropy,))

    @property
    def loss(self) -> float:
        return self.losses[0]

    def has_loss(self, value: float, tolerance: float = SAME_LOSS) -> bool:
        """Whether `value` is that loss, as nearly as Keras computes it."""
        return self.off(value) <= tolerance

    def off(self, value: float) -> float:
        """How far `value` is from that loss, relative to it where it is above 1; infinite where either is no number."""
        distances = (abs(loss - value) / max(1.0, abs(loss)) for loss in self.losses)
        return min((distance for distance in distances if not math.isnan(distance)), default=math.inf)


@dataclass(frozen=True)
class Classifier:
    """A model rebuilt from evidence; what follows it is as it was compiled, `loss` empty where it was not."""

    name: str
    task: Task
    model: models.Rebuilt
    loss: str
    from_logits: bool
    label_smoothing: float = 0.0

    def log_probabilities(self, x: np.ndarray) -> np.ndarray:
        """The logarithms of its outputs for `x`, float64 (n, outputs). Raises `WrongAnswer` if `x` does not fit."""
        return self._computed(lambda x: self.model.log_probabilities(x, self.from_logits), x)

    def outputs(self, x: np.ndarray) -> np.ndarray:
        """What it says of `x`, float32 (n, outputs). Raises `WrongAnswer` if `x` does not fit."""
        return self._computed(self.model.predict, x)

    def score(self, x: np.ndarray, labels: np.ndarray) -> Score:
        """Accuracy and loss on inputs `x` with class numbers `labels`, (n,). Raises `WrongAnswer`."""
        with np.errstate(all="ignore"):  # a network whose weights overflowed has no loss, and that is no fault here
            return self._score(x, labels)

    def _computed(self, compute, x: np.ndarray) -> np.ndarray:
        try:
            outputs = compute(x.astype(np.float32, copy=False))
        except Exception as error:
            raise WrongAnswer(
                f"{self.name}:input", f"`{self.name}` takes {self.task.takes}", f"input of shape {self.task.shape}",
                str(getattr(self.model, "input_shape", "none"))[:80], "The model was built for other data.",
                self.task.next_step,
            ) from error  # fmt: skip
        return outputs if outputs.ndim == 2 else np.zeros((len(x), 1))

    def _score(self, x: np.ndarray, labels: np.ndarray) -> Score:
        if not len(labels):
            return Score(0.0, math.nan)
        scores, activation = self.log_probabilities(x), self.model.output_activation
        ranked = scores if activation == "softmax" or self.from_logits else self.outputs(x)
        accuracy = float(np.mean(ranked.argmax(axis=1) == labels)) if scores.shape[1] > 1 else 0.0
        if labels.min() < 0 or labels.max() >= scores.shape[1]:
            return Score(accuracy, math.nan)
        exact = _normalized(scores)
        rounded = [_normalized(_clipped(scores)), _clipped(exact)]
        if activation == "sigmoid":  # Keras computes the cross-entropy from what went into it, as if it were softmax
            rounded.append(_normalized(self.model.before_activation(x.astype(np.float32)).astype(float)))
        if activation != "softmax" and not self.from_logits:  # for one-hot labels Keras divides outputs by their sum
            outputs = self.outputs(x).astype(float)
            shares = outputs / outputs.sum(axis=1, keepdims=True)
            rounded.append(np.log(np.clip(shares, _KERAS_EPSILON, 1)))
        true = np.arange(len(labels)), labels.astype(int)
        ways = (exact, *rounded)
        losses = [-float(way[true].mean()) for way in ways]
        computed = losses
        if share := self.label_smoothing:  # of each label, given to all classes alike
            computed = [(1 - share) * loss - share * float(way.mean()) for loss, way in zip(losses, ways, strict=True)]
        return Score(accuracy, losses[0], tuple(computed), self.model.penalty())


def classifier(entry: Mapping, name: str, task: Task, base: Sequence[np.ndarray] = ()) -> Classifier:
    """The collected model `entry`, rebuilt; it may begin with `base`, as `rebuild` says. Raises `WrongAnswer`."""
    loss = entry.get("loss") or {}
    model = models.rebuild(entry, name, base)
    name_of_loss, from_logits, smoothing = (loss.get(key) for key in ("name", "from_logits", "label_smoothing"))
    return Classifier(name, task, model, str(name_of_loss or ""), bool(from_logits), float(smoothing or 0))


def labels_of(answers: Mapping, name: str) -> tuple[np.ndarray, int]:
    """The class numbers in answer `name`, (n,), and the rank they were given in: 2 for one-hot rows, else 1."""
    value = reading.entry(answers, name, "Tensor", "Variable", "ndarray", "list")
    if value["kind"] == "list":
        return np.array([reading.number_of(item, name) for item in value["items"]]), 1
    y = reading.array(answers, name)
    one_hot = y.ndim == 2 and y.shape[1] > 1
    return (y.argmax(axis=1), 2) if one_hot else (y.ravel(), 1)


def output_and_loss(entry: Mapping, name: str, labels_rank: int, task: Task, points: float) -> Iterator[Finding]:
    """Whether output layer, loss and labels fit one another; softmax with from_logits is no fault, but gets advice."""
    chain = models.architecture(entry, name)
    units, activation = (chain[-1].config.get("units"), chain[-1].activation) if chain else (None, "none")
    _, loss = models.compiled(entry, name)
    fits = _LABEL_RANKS.get(loss["name"]) == labels_rank
    probabilities = activation == "softmax" or (activation == "linear" and loss["from_logits"])
    told = f"{loss['name'][:40]}, from_logits={loss['from_logits']}; labels of rank {labels_rank}"
    yield find(
        f"{name}:output_and_loss",
        "output layer, loss and labels fit one another",
        units == task.classes and probabilities and fits,
        points,
        expected=f"{task.classes} outputs that exclude one another, and the cross-entropy that fits your labels",
        got=f"{units} outputs, {activation}; {told}",
        cause=_mismatch(units, activation, loss, fits, task),
        next_step="Go back to the table of outputs and losses and read the row of this problem.",
    )
    if activation == "softmax" and loss["from_logits"]:
        yield find(
            f"{name}:logits_advice",
            "advice: softmax already gives probabilities, so from_logits=True is not needed",
            True, 0, got="softmax with from_logits=True",
        )  # fmt: skip


def _mismatch(units, activation: str, loss: Mapping, fits: bool, task: Task) -> str:
    if units != task.classes:
        return f"There are {task.kinds}."
    if activation == "sigmoid":
        return "Sigmoid asks a separate question for each class; these classes exclude one another."
    if activation == "linear":
        return "The outputs are raw scores, and the loss was not told so (from_logits)."
    if loss["name"] not in _LABEL_RANKS:
        return f"`{loss['name'][:40]}` does not compare classes; that is what a categorical cross-entropy is for."
    if not fits:
        return "Whole-number labels go with the sparse loss, one-hot rows with the other one."
    return "The output's activation does not give probabilities."


def _clipped(scores: np.ndarray) -> np.ndarray:
    return np.clip(scores, math.log(_KERAS_EPSILON), 0)


def _normalized(scores: np.ndarray) -> np.ndarray:
    """Logarithms shifted row by row so that the probabilities sum to 1, as Keras does before it takes the loss."""
    highest = scores.max(axis=1, keepdims=True)
    return scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
