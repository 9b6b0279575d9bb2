"""Session 38: the inputs that its exercises are examined on, drawn from a seed. Never mounted in the sandbox."""

from __future__ import annotations

import numpy as np

from autograder.drawn.camera import decode
from autograder.drawn.flowers import draw_flower_photos
from autograder.exercises import Draw, Sealed
from autograder.planted import Planted, planted

STRATEGIES = ("train the head", "fine-tune part", "fine-tune the top", "train everything")
CLASSES = 5
# What was trainable before must not matter. First each strategy where freezing alone would do, then each but the first
# behind "train the head", where thawing the whole network would; at the end those for which neither does.
_IN_TURN = (3, 1, 2, 0, 1, 0, 2, 0, 3, 2, 1, 3)


def _budget(draw: Draw) -> Sealed:
    return Sealed(key={"budget": draw.budget})


def _prepared(draw: Draw) -> Sealed:
    rng = draw.rng
    square = rng.integers(0, 256, (3, 40, 40, 3)).astype(np.uint8)
    oblong = rng.integers(0, 256, (2, 36, 52, 3)).astype(np.uint8)
    classes = int(rng.integers(5, 9))
    labels = rng.permutation(np.concatenate([np.arange(classes), rng.integers(0, classes, 4)]))
    return Sealed(
        {
            "square": _smooth(square),
            "oblong": _smooth(oblong),
            "size": int(rng.integers(24, 33)),
            "labels": labels,
            "classes": classes,
        },
        {"budget": draw.budget},
    )


def _smooth(photos: np.ndarray) -> np.ndarray:
    """The noise, blurred to coarse patches, which every way of resizing treats nearly alike; 0 and 255 occur."""
    count, height, width, _ = photos.shape
    coarse = photos[:, : height // 4, : width // 4].repeat(4, axis=1).repeat(4, axis=2).astype(np.float32)
    low, high = coarse.min(axis=(1, 2), keepdims=True), coarse.max(axis=(1, 2), keepdims=True)
    return ((coarse - low) / (high - low) * 255).astype(np.uint8)[:, :height, :width]


def _trained(draw: Draw) -> Sealed:
    from autograder.handed_out import source_id

    tuned = _tuned(draw)
    threshold = draw.threshold(source_id("flowers"), "transfer_accuracy")
    return Sealed(key={**tuned.key, "transfer_accuracy": threshold})


def _tuned(draw: Draw) -> Sealed:
    from autograder.handed_out import sealed_photos

    images, labels = sealed_photos(draw.seed)
    budget = draw.session.budgets[draw.budget]
    epochs = {name: int(budget[name]) for name in ("head_epochs", "scratch_epochs", "tuning_epochs")}
    return Sealed(key={"budget": draw.budget, "images": images, "labels": labels, **epochs})


def _strategies(draw: Draw) -> Sealed:
    rng = draw.rng
    many = [9_999, 10_000, *rng.integers(50, 9_000, 4), *rng.integers(11_000, 10**6, 4)]
    similar = [0.5, 0.4999, 0.0, 1.0, *rng.uniform(0.02, 0.45, 3), *rng.uniform(0.55, 0.98, 3)]
    pairs = [(int(n), float(s)) for n in many for s in (similar[0], similar[1], rng.choice(similar))]
    order = rng.permutation(len(pairs))
    inputs = {
        "n_images": np.array([pairs[i][0] for i in order]),
        "similarity": np.array([pairs[i][1] for i in order]),
        "strategies": [STRATEGIES[number] for number in _IN_TURN],
    }
    return Sealed(inputs, dict(inputs))


def _swap(draw: Draw) -> Sealed:
    return Sealed({"pixels": draw.rng.uniform(0, 255, (2, 12, 12, 3)).astype(np.float32)}, {"budget": draw.budget})


def _own(draw: Draw) -> Sealed:
    first, second = planted(draw.rng), planted(draw.rng, ("ant", "bée", "wasp"))
    empty = [[], ["train/moth", "val/moth", "test/moth"]]
    folders = [_as_arrays(folder) for folder in (first, second)]
    key = [_truth(folder, names) for folder, names in zip((first, second), empty, strict=True)]
    epochs = int(draw.session.budgets[draw.budget]["own_epochs"])
    return Sealed({"folders": folders, "empty": empty}, {"folders": key, "budget": draw.budget, "own_epochs": epochs})


def _as_arrays(folder: Planted) -> dict[str, np.ndarray]:
    return {path: np.frombuffer(content, np.uint8) for path, content in folder.files.items()}


def _truth(folder: Planted, empty: list[str]) -> dict:
    """What an audit of the folder should find."""
    counts: dict[str, dict[str, int]] = {"train": {}, "val": {}, "test": {}}
    for path in (*(f"{place}/" for place in empty), *folder.files):
        part, name, file = path.split("/")
        counts[part][name] = counts[part].get(name, 0) + bool(file)
    return {
        "counts": counts,
        "unreadable": list(folder.unreadable),
        "duplicates": [list(group) for group in folder.duplicates],
    }


def _deployed(draw: Draw) -> Sealed:
    photos, _ = draw_flower_photos(3, int(draw.rng.integers(1 << 31)))
    files = {f"photo_{number}.jpg": np.frombuffer(photo, np.uint8) for number, photo in enumerate(photos)}
    files["notes.jpg"] = np.frombuffer(b"Remember to water the roses.\n", np.uint8)
    return Sealed({"files": files}, {"pixels": decode(photos), "budget": draw.budget})


def _legacy(draw: Draw) -> Sealed:
    rng = draw.rng
    images = _smooth(rng.integers(0, 256, (3, 32, 32, 3)).astype(np.uint8))
    patterns = rng.uniform(0, 255, (12, 96, 96, 3)).astype(np.float32) * 0.1
    patterns[:, :48] += 200  # bright above: upside down shows
    return Sealed({"images": images, "patterns": patterns})


SEAL = {
    "38.1": _prepared,
    "38.2": _budget,
    "38.3": _budget,
    "38.4": _trained,
    "38.5": _strategies,
    "38.6": _swap,
    "38.7": _tuned,
    "38.8": _own,
    "38.9": _deployed,
    "38.10": _legacy,
}
