"""What pyproject.toml cannot say: a wheel has datasets/ as a folder of the package, where the loaders look for it."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["autograder*"]), "autograder.embedded"],
    package_dir={"autograder.embedded": "datasets"},
    package_data={
        "autograder": ["course.toml", "report/templates/*"],
        "autograder.embedded": ["*.npz", "*.h5", "README.md"],
    },
)
