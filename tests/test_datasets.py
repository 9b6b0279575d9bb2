"""What datasets/README.md says of the embedded files is so."""

import hashlib
import re
from pathlib import Path


def test_the_readme_has_the_checksum_of_each_embedded_file(root: Path):
    said = dict(
        re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|$", (root / "datasets/README.md").read_text("utf-8"), re.M)
    )
    assert {path.name for kind in ("*.npz", "*.h5") for path in (root / "datasets").glob(kind)} <= set(said)
    for name, digest in said.items():
        assert hashlib.sha256((root / "datasets" / name).read_bytes()).hexdigest() == digest, name


def test_the_readme_shows_the_contact_sheet(root: Path):
    shown = re.findall(r"!\[[^]]+\]\((\S+)\)", (root / "datasets/README.md").read_text("utf-8"))
    assert {"garments.png", "flowers.jpg"} <= set(shown) and all((root / "datasets" / name).exists() for name in shown)
