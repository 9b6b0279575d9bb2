"""An installed copy of the package has its data: what setup.py puts into a wheel, and where the loaders look for it."""

import runpy
import shutil
from pathlib import Path

import pytest

from autograder import data_places, image_sets, photo_sets, pretrained

setuptools = pytest.importorskip("setuptools", reason="setuptools is not installed in this environment")


def test_setup_names_every_package_and_the_embedded_data(root: Path, monkeypatch: pytest.MonkeyPatch):
    said = {}
    monkeypatch.setattr(setuptools, "setup", said.update)
    monkeypatch.chdir(root)
    runpy.run_path(str(root / "setup.py"))
    folders = {path.parent for path in (root / "autograder").rglob("*.py")}
    assert {str(folder.relative_to(root)).replace("/", ".") for folder in folders} <= set(said["packages"])
    assert said["package_dir"] == {"autograder.embedded": "datasets"}
    embedded = [
        path for pattern in said["package_data"]["autograder.embedded"] for path in root.glob(f"datasets/{pattern}")
    ]
    assert {"digits.npz", "garments.npz", "flowers.npz", "mobilenet_v2_0.35_96.weights.h5"} <= {
        path.name for path in embedded
    }
    ours = [path for pattern in said["package_data"]["autograder"] for path in (root / "autograder").glob(pattern)]
    assert {"course.toml", "report.html"} <= {path.name for path in ours}


def test_an_installed_copy_finds_its_data(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed = tmp_path / "site-packages" / "autograder"
    shutil.copytree(root / "datasets", installed / "embedded", ignore=shutil.ignore_patterns("*.py"))
    monkeypatch.setattr(data_places, "__file__", str(installed / "data_places.py"))
    monkeypatch.setenv("AUTOGRADER_EMBEDDED", "1")
    assert image_sets.place("digits").path.is_relative_to(installed)
    assert image_sets.load("fashion").source_id == "garments"
    assert photo_sets.load().source_id == "drawn_flowers"
    assert pretrained.base_for("fast").weights.startswith(str(installed))
