"""Planted faults: what is said to be wrong with a folder is, and nothing else."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from autograder.data import own_folder, practice_folder
from autograder.drawn.flowers import FLOWER_CLASSES
from autograder.planted import PARTS, archives, planted, write_tree


def _readable(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_exactly_the_faults_that_are_named(seed: int):
    made = planted(np.random.default_rng(seed))
    assert tuple(sorted(p for p, content in made.files.items() if not _readable(content))) == made.unreadable
    groups: dict[bytes, list[str]] = {}
    for path, content in made.files.items():
        groups.setdefault(content, []).append(path)
    same = sorted(tuple(sorted(paths)) for paths in groups.values() if len(paths) > 1)
    assert same == list(made.duplicates) and len(same) == 2
    assert all(len({path.split("/")[0] for path in group}) == 2 for group in same)
    counts = {n: sum(path.startswith(f"train/{n}/") for path in made.files) for n in FLOWER_CLASSES}
    assert min(counts, key=counts.get) == made.scarce and max(counts.values()) == PARTS["train"]


def test_other_seeds_plant_other_faults_and_the_same_seed_the_same():
    first, again, other = (planted(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again and first.unreadable != other.unreadable


def test_the_practice_folder_is_a_fresh_tree_each_time(tmp_path):
    one, two = practice_folder(), practice_folder()
    assert one != two and sorted(p.name for p in one.iterdir()) == ["test", "train", "val"]
    assert _tree(one) == _tree(two) != {}
    write_tree({"train/rose/ü.jpg": b"x"}, tmp_path)
    assert (tmp_path / "train/rose/ü.jpg").read_bytes() == b"x"


@pytest.mark.parametrize("fresh", [practice_folder, own_folder])
def test_a_grading_run_hands_out_what_is_drawn_elsewhere(fresh, tmp_path, monkeypatch):
    drawn = _tree(fresh())
    for name, archive in archives().items():
        (tmp_path / name).write_bytes(archive)
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    monkeypatch.setattr("autograder.planted.draw_flower_photos", None)  # nothing is drawn again
    assert _tree(fresh()) == drawn and len(drawn) > 100


def _tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.jpg")}
