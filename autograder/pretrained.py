"""The pre-trained MobileNetV2 of Session 38: its file of weights, what it learnt from, the image size it is used at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import h5py

from autograder.course import load_course
from autograder.data_places import FROM_COURSE, FROM_PACKAGE, Place, handed_out_folder
from autograder.downloads import cached_files, cure_of
from autograder.drawn.scene import IMAGE_SIZE
from autograder.image_files import DataError
from autograder.photo_sets import places

# What a MobileNetV2 without its top holds, by its width: moving statistics included.
PARAMETERS = {0.35: 410_208, 1.0: 2_257_984}
_FOLDER_FILE = "base"
_DRAWN = (0.35, "drawn_base", "MobileNetV2, a third as wide (alpha 0.35), pre-trained for this course on drawn objects")
_PHOTOS = (1.0, "imagenet_base", "MobileNetV2, pre-trained on ImageNet's photographs")


@dataclass(frozen=True)
class Base:
    """A pre-trained MobileNetV2 without its top, as `keras.applications.MobileNetV2` takes it.

    `image_size` in pixels; `weights` is the path of a file. `source` is a sentence for people.
    """

    image_size: int
    alpha: float
    weights: str
    source_id: str
    source: str


def base() -> Base:
    """The base that goes with `flowers()`, at the image size of the budget in use. Prints which one.

    Raises `DataError` where its file is missing, truncated, or holds another network's weights.
    """
    from autograder.notebook import budget_name

    found = base_for(budget_name())
    print(f"base: {found.source}, {found.image_size}×{found.image_size} pixels")
    return found


def base_for(budget: str) -> Base:
    """The same for a named budget; prints nothing. Raises `DataError`."""
    folder = handed_out_folder()
    path, drawn, cure = _handed_out(folder) if folder else _found()
    alpha, source_id, source = _DRAWN if drawn else _PHOTOS
    require_weights(path, PARAMETERS[alpha], cure)
    size = IMAGE_SIZE if drawn else int(load_course().session("38").budgets[budget]["image_size"])
    return Base(size, alpha, str(path), source_id, source)


def weight_files() -> dict[str, bytes]:
    """The file of weights that a grading run's kernels get, by its name there."""
    path, drawn, _ = _found()
    suffix = ".weights.h5" if path.name.endswith(".weights.h5") else ".h5"  # tells Keras which format it is
    return {f"{_FOLDER_FILE}-{'drawn' if drawn else 'photos'}{suffix}": path.read_bytes()}


def require_weights(path: Path, parameters: int, cure: str) -> None:
    """Raise `DataError` unless the HDF5 file can be read and holds that many numbers."""
    try:
        count = _numbers_in(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing: {cure}") from error
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise DataError(f"{path} is damaged or not an HDF5 file of weights: {cure}") from error
    if count != parameters:
        raise DataError(f"{path} holds {count:,} numbers, not the {parameters:,} of this MobileNetV2: {cure}")


@lru_cache(4)
def _numbers_in(path: Path, modified_ns: int) -> int:
    """How many floating-point numbers the datasets of a file hold, as it was at that time."""
    sizes: list[int] = []

    def add(name: str, item: h5py.Group | h5py.Dataset) -> None:
        if isinstance(item, h5py.Dataset) and item.dtype.kind == "f":
            sizes.append(item.size)

    with h5py.File(path) as file:
        file.visititems(add)
    return sum(sizes)


def _found() -> tuple[Path, bool, str]:
    both = places()
    place: Place = both.weights
    if place.kind == "cache":
        return cached_files("base")[0], False, cure_of("base")
    return place.path, both.drawn, FROM_PACKAGE if both.drawn else FROM_COURSE


def _handed_out(folder: Path) -> tuple[Path, bool, str]:
    for name in sorted(os.listdir(folder)):
        if name.startswith(f"{_FOLDER_FILE}-"):
            return folder / name, name.startswith(f"{_FOLDER_FILE}-drawn"), "tell the instructor"
    raise DataError(f"{folder} holds no weights: tell the instructor")
