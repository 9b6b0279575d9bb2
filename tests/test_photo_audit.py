"""The audit of a folder of photos names every fault in it, and nothing that a folder can hold makes it fail."""

import itertools
import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from autograder.__main__ import cli
from autograder.photo_audit import AuditError, audit, lines, problem
from autograder.planted import planted, write_tree

PHOTO = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)


def _bytes(image: Image.Image, form: str = "JPEG", **options) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


JPEG = _bytes(Image.fromarray(PHOTO))


@pytest.mark.parametrize("seed", range(3))
def test_every_planted_fault_is_found(tmp_path: Path, seed: int):
    tree = planted(np.random.default_rng(seed))
    write_tree(tree.files, tmp_path)
    found = audit(tmp_path)
    assert tuple(found.unreadable) == tree.unreadable
    assert found.duplicates == tree.duplicates
    assert min(found.counts["train"], key=found.counts["train"].get) == tree.scarce
    assert sum(map(sum, (c.values() for c in found.counts.values()))) == len(tree.files) - len(tree.unreadable)
    assert found.balance == max(found.counts["train"].values()) / found.counts["train"][tree.scarce]
    assert not found.clean and found.balance > 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (JPEG[: len(JPEG) // 2], "truncated"),
        (b"notes about roses\n", "not an image"),
        (b"", "an empty file"),
        (_bytes(Image.new("1", (10_000, 10_000)), "PNG"), "10000×10000 pixels"),
        (_bytes(Image.new("1", (30_000, 30_000)), "PNG"), "exceeds limit"),
        (_bytes(Image.fromarray(PHOTO), "PNG")[:200], "truncated"),
    ],
    ids=["truncated", "text", "empty", "100 megapixels", "900 megapixels", "truncated png"],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, why: str):
    write_tree({"train/rose/a.jpg": JPEG, "train/rose/bad.jpg": content}, tmp_path)
    found = audit(tmp_path)
    assert list(found.unreadable) == ["train/rose/bad.jpg"] and why in found.unreadable["train/rose/bad.jpg"]
    assert found.counts["train"]["rose"] == 1
    assert why in problem(tmp_path / "train/rose/bad.jpg") and not problem(tmp_path / "train/rose/a.jpg")
    assert any("bad.jpg" in line for line in lines(found))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.jpg", _bytes(Image.fromarray(PHOTO).convert("CMYK")), "CMYK"),
        ("a.jpg", _bytes(Image.fromarray(PHOTO).convert("L")), "grey"),
        ("a.png", _bytes(Image.fromarray(PHOTO[..., 0].astype(np.uint16) * 257), "PNG"), "16 bits"),
        ("a.png", _bytes(Image.fromarray(PHOTO).convert("RGBA"), "PNG"), "transparency"),
        (
            "a.jpg",
            _bytes(Image.new("L", (9, 9)), "GIF", save_all=True, append_images=[Image.new("L", (9, 9), 200)]),
            "animated, 2 frames",
        ),
    ],
    ids=["cmyk", "grey", "16 bits", "transparent", "animated"],
)
def test_what_is_unusual_is_named_and_counted(tmp_path: Path, name: str, content: bytes, what: str):
    write_tree({f"train/rose/{name}": content}, tmp_path)
    found = audit(tmp_path)
    assert what in found.unusual[f"train/rose/{name}"] and found.counts["train"]["rose"] == 1
    assert any(what in line for line in lines(found))


def test_classes_that_are_empty_alone_or_missing_are_remarked_on(tmp_path: Path):
    write_tree({"train/rose/a.jpg": JPEG, "val/rose/b.jpg": JPEG, "val/c.jpg": JPEG}, tmp_path)
    (tmp_path / "train/tulip").mkdir()
    found = audit(tmp_path)
    assert found.counts == {"train": {"rose": 1, "tulip": 0}, "val": {"rose": 1}} and found.balance == float("inf")
    told = "\n".join(found.remarks)
    assert "train/tulip holds no readable photo" in told and "val has no folder tulip" in told
    assert "val has one class only, rose" in told and "1 photos lie in val itself" in told


def test_names_in_any_script_and_files_that_are_none(tmp_path: Path):
    other = _bytes(Image.fromarray(PHOTO[::-1]))
    write_tree(
        {"train/роза/Блüte 玫瑰.JPG": JPEG, "test/роза/copy.jpeg": JPEG, "train/роза/.hidden.jpg": b"x"}, tmp_path
    )
    write_tree({"train/роза/notes.txt": b"x", "train/роза/one.jpg": other, "train/роза/two.jpg": other}, tmp_path)
    os.symlink(tmp_path / "nowhere", tmp_path / "train/роза/gone.jpg")
    os.mkfifo(tmp_path / "train/роза/pipe.jpg")
    found = audit(tmp_path)
    assert found.duplicates == (("test/роза/copy.jpeg", "train/роза/Блüte 玫瑰.JPG"),)  # twice in one split is no leak
    assert found.unreadable == dict.fromkeys(("train/роза/gone.jpg", "train/роза/pipe.jpg"), "not a regular file")


def test_a_clean_folder_and_a_folder_of_another_kind(tmp_path: Path):
    clean = tmp_path / "clean"
    photos = [_bytes(Image.fromarray(np.roll(PHOTO, n, axis=0))) for n in range(4)]
    names = ("train/rose/a.jpg", "train/tulip/a.jpg", "val/rose/a.jpg", "val/tulip/a.jpg")
    write_tree(dict(zip(names, photos, strict=True)), clean)
    assert audit(clean).clean and list(lines(audit(clean)))[-1] == "nothing to put right"
    with pytest.raises(AuditError, match="is no folder"):
        audit(tmp_path / "missing")
    (tmp_path / "flat").mkdir()
    with pytest.raises(AuditError, match="has no folders split/class"):
        audit(tmp_path / "flat")


def test_the_command_says_what_was_found_and_its_exit_code_whether_it_matters(tmp_path: Path):
    for turn, (split, kind) in enumerate(itertools.product(("train", "val", "test"), ("rose", "tulip"))):
        write_tree({f"{split}/{kind}/a.jpg": _bytes(Image.fromarray(np.roll(PHOTO, turn, axis=0)))}, tmp_path)
    done = CliRunner().invoke(cli, ["data", "audit", str(tmp_path)])
    assert done.exit_code == 0 and "train: 2 photos (rose 1, tulip 1)" in done.output
    write_tree({"test/rose/\x1b[2J\udcff.jpg": b"no photo"}, tmp_path)
    done = CliRunner().invoke(cli, ["data", "audit", str(tmp_path)])
    assert done.exit_code == 1 and "unreadable: test/rose/?[2J" in done.output and "\x1b" not in done.output
    assert isinstance(CliRunner().invoke(cli, ["data", "audit", str(tmp_path / "none")]).exception, AuditError)
