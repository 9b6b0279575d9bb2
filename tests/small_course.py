"""A course of two exercises, for the tests of what makes notebooks."""

from pathlib import Path

import nbformat

from autograder.author import source_notebook
from autograder.course import Course

STEM = "session_01_small"
COURSE = """
title = "A small course"
repository = "https://github.com/example/small"
branch = "trunk"
[limits]
cell_timeout_s = 60
total_timeout_s = 60
kernel_startup_timeout_s = 60
cpu_time_s = 60
memory_bytes = 4000000000
scratch_bytes = 100000000
file_bytes = 50000000
processes = 400
output_bytes = 1000000
notebook_bytes = 1000000
evidence_bytes = 1000000
judge_timeout_s = 60
[[sessions]]
id = "01"
stem = "session_01_small"
title = "Small things"
seed = 1
[[sessions.exercises]]
id = "01.1"
title = "Double a number"
points = 60
[[sessions.exercises]]
id = "01.10"
title = "Name the answer"
points = 40
[sessions.budgets.fast]
epochs = 5
[sessions.thresholds.iris.fast]
accuracy = { at_least = 0.8, sd = 0.01 }
"""
SOURCE = '''\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown]
# # << session.title >>
# << colab_badge >>
#
# << budget("fast", "epochs") >> epochs; at least << threshold("iris", "fast", "accuracy") >>; `{{ x }}`, `{% y %}`.

# %%
repository = "COURSE_REPOSITORY_URL"

def check(exercise):  # stands in for the course's own
    return 60.0 * (double(4) == 8) if exercise == "01.1" else 40.0 * (answer == 42)

# %% [markdown]
# << heading("01.1") >>

# %% solution="01.1"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% check="01.1"
### BEGIN HIDDEN TESTS
assert double("ab") == "abab"
### END HIDDEN TESTS
check("01.1")

# %% solution="01.10"
### BEGIN SOLUTION
answer = 42
### END SOLUTION

# %% solution="01.10" part="b"
### BEGIN SOLUTION
name = "forty-two"
### END SOLUTION

# %% check="01.10"
check("01.10")

# %% tags=["skip-execution"]
print("Grüße", repository)

# %% [markdown] reflection="01"
# Why? (worth << points("01.1") >> points of honour)
#
# ### BEGIN SOLUTION
# Because adding a number to itself doubles it.
# ### END SOLUTION
'''


def write(root: Path, text: str) -> Path:
    path = root / "solutions" / STEM / f"{STEM}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def notebook_of(root: Path, course: Course, text: str = SOURCE) -> nbformat.NotebookNode:
    return source_notebook(write(root, text), course.sessions[0], course)


def cell_of(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == grade_id)


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)
