"""A sandboxed worker: warm, the same as a cold kernel, and never the same sandbox after one that is not clean."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from autograder.grading.execute import Interrupted
from autograder.grading.worker import open_worker

pytestmark = [pytest.mark.slow]
LEAVE = "import os\nopen(os.environ['AUTOGRADER_EVIDENCE'] + '/36_1.npz', 'wb').write(b'evidence')"
TRAIN = (
    "import keras, numpy as np\n"
    "x = np.random.default_rng(0).normal(size=(40, 4)).astype('float32')\n"
    "model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, activation='softmax')])\n"
    "model.compile('sgd', 'sparse_categorical_crossentropy')\n"
    "model.fit(x, np.arange(40) % 3, epochs=2, verbose=0)\n"
    "raise RuntimeError(model.predict(x, verbose=0).sum(axis=0).tolist())"
)
DEEP = "for _ in range(3000): os.mkdir('d'); os.chdir('d')"
WORLD = """
import os
names = "AUTOGRADER_SEED AUTOGRADER_BUDGET TF_NUM_INTRAOP_THREADS COURSE_DATA".split()
found = [os.environ.get(name) for name in names] + [os.getcwd() == os.environ["HOME"]]
found += [os.listdir(os.environ[name]) for name in ("AUTOGRADER_INPUTS", "AUTOGRADER_DATA")]
raise RuntimeError(found + [open("a/b.csv").read()])
"""


def outcomes(execution):
    return [cell.outcome for cell in execution.cells], execution.ended, execution.fault


def test_cells_run_after_an_error_and_evidence_comes_out(sandboxed, task):
    execution = sandboxed.run(task("x = 1", "1 / 0", "assert x == 1", LEAVE))
    assert outcomes(execution) == (["ok", "error", "ok", "ok"], "", "")
    assert execution.evidence == {"36_1": b"evidence"}
    assert execution.seconds > 0


def test_what_was_collected_before_the_kernel_died_still_counts(sandboxed, task):
    execution = sandboxed.run(task(LEAVE, "import os; os._exit(1)"))
    assert (execution.ended, execution.evidence) == ("died", {"36_1": b"evidence"})


def test_a_folder_put_in_the_place_of_the_evidence_is_not_looked_at(sandboxed, task):
    swap = "import os\nos.rename('/scratch/evidence', '/scratch/e')\nos.symlink('/given/inputs', '/scratch/evidence')"
    execution = sandboxed.run(task(swap, inputs={"36_2.npz": b"sealed"}))
    assert (execution.evidence, execution.refused) == ({}, {})


def test_the_kernels_world(sandboxed, task):
    given = {
        "inputs": {"36_1.npz": b"s"},
        "files": {"a/b.csv": b"1,2"},
        "data": {"flowers.npz": b"d"},
        "budget": "full",
    }
    cell = sandboxed.run(task(WORLD, seed=5, **given)).cells[0]
    assert cell.evalue == "['5', 'full', '1', None, True, ['36_1.npz'], ['flowers.npz'], '1,2']"


def test_a_warm_kernel_computes_what_a_cold_one_does(sandboxed, task, short_limits):
    job = task(TRAIN, seed=11)
    warm = sandboxed.run(job).cells[0].evalue
    with open_worker("none", replace(short_limits, cell_timeout_s=60), one_thread=True) as cold:
        assert cold.run(job).cells[0].evalue == warm
    assert warm.startswith("[")
    assert sandboxed.run(job).cells[0].evalue == warm


def test_without_a_seed_two_kernels_draw_differently(sandboxed, task):
    draw = task("import random, numpy\nraise RuntimeError(random.random(), numpy.random.rand())")
    assert sandboxed.run(draw).cells[0].evalue != sandboxed.run(draw).cells[0].evalue


def test_a_plot_is_shown_as_in_a_cold_kernel(sandboxed, task):
    """The backend is chosen at import, before there is a kernel to show anything."""
    plot = "import matplotlib.pyplot as plt, matplotlib\nplt.plot([1, 2]); print(matplotlib.get_backend())"
    notebook = task(plot).notebook_json.replace(
        '"metadata": {\n    "tags": []', '"metadata": {"nbgrader": {"grade_id": "p"}, "tags": []'
    )
    execution = sandboxed.run(replace(task(plot), notebook_json=notebook))
    kinds = [sorted(output.get("data", {"text": 0})) for output in execution.cells[0].outputs]
    assert ["image/png", "text/plain"] in kinds


def test_a_sandbox_that_was_changed_is_replaced(sandboxed, task):
    before = sandboxed._sandbox
    assert outcomes(sandboxed.run(task("x = 1")))[0] == ["ok"]
    assert sandboxed._sandbox is before
    assert outcomes(sandboxed.run(task("import os; os.setxattr('/scratch', 'user.note', b'mine')")))[0] == ["ok"]
    assert sandboxed._sandbox is not before
    assert not before.alive


@pytest.mark.parametrize("source", ["os.chmod('/scratch', 0)", "os.makedirs('a/b'); os.chmod('a', 0)", DEEP])
def test_what_makes_sweeping_hard_costs_the_sandbox_and_not_the_result(sandboxed, task, source):
    assert outcomes(sandboxed.run(task(f"import os\n{source}"))) == (["ok"], "", "")
    assert sandboxed.run(task("import os; raise RuntimeError(os.listdir('/scratch'))")).cells[0].evalue in (
        "['work', 'evidence']",
        "['evidence', 'work']",
    )


def test_a_sandbox_that_ends_under_a_submission_is_told_and_replaced(sandboxed, task):
    sandboxed.run(task("x = 1"))
    threading.Timer(1.0, sandboxed._sandbox.process.kill).start()
    assert outcomes(sandboxed.run(task("import time; time.sleep(3)")))[1:] == ("worker_died", "")
    assert outcomes(sandboxed.run(task("x = 1"))) == (["ok"], "", "")


def test_a_sandbox_that_ended_between_submissions_is_told_and_replaced(sandboxed, task):
    sandboxed.run(task("x = 1"))
    sandboxed._sandbox.end()
    assert outcomes(sandboxed.run(task("x = 1")))[1] == "worker_died"
    assert outcomes(sandboxed.run(task("x = 1"))) == (["ok"], "", "")


def test_a_run_that_is_asked_to_stop_stops_and_the_next_is_clean(sandboxed, task):
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    with pytest.raises(Interrupted):
        sandboxed.run(task("import time; time.sleep(60)"), stop)
    assert outcomes(sandboxed.run(task("x = 1"))) == (["ok"], "", "")


def test_a_sandbox_that_cannot_start_is_the_graders_fault(bubblewrap, tight_limits, task, monkeypatch):
    monkeypatch.setattr("autograder.grading.sandbox.policy", lambda *_, **__: ["--no-such-option"])
    with open_worker("bubblewrap", tight_limits, one_thread=True) as worker:
        assert worker.run(task("x = 1")).fault.startswith("the sandbox did not start: its fork server is gone")


def test_files_that_leave_no_room_are_the_graders_fault(sandboxed, task):
    execution = sandboxed.run(task("x = 1", files={"big": b"x" * 40_000_000}))
    assert execution.fault == (
        "the files beside the notebook take 40000000 bytes, more than half of scratch_bytes in [limits]"
    )


def test_where_there_is_no_resource_module_unprotected_workers_can_still_be_had():
    """As on Windows: nothing that a plain worker needs may ask for it at import."""
    look = "import sys\nsys.modules['resource'] = None\nimport autograder.grading.worker"
    subprocess.run([sys.executable, "-c", look], check=True)


def test_a_seed_that_cannot_be_set_is_the_graders_fault(sandboxed, task):
    execution = sandboxed.run(task("x = 1", seed="none('"))
    assert execution.fault.startswith("the kernel could not be prepared: error SyntaxError")


@pytest.mark.parametrize(("seed", "quick"), [(5, True), (None, False)])
def test_short_trainings_are_quick_where_the_grader_prepares_the_kernel(sandboxed, task, seed, quick):
    look = (
        "found = sorted({'prepare', 'keras', 'tensorflow', 'autograder'} & set(globals()))\n"
        "import tensorflow\n"
        "unoptimized = tensorflow.config.optimizer.get_experimental_options()['disable_meta_optimizer']\n"
        "numbers = tensorflow.data.Dataset.range(3)\n"
        "untuned = iter(numbers)._dataset.options().autotune.enabled is False\n"
        "raise RuntimeError(found, unoptimized, untuned, [int(number) for number in numbers])"
    )
    execution = sandboxed.run(task(look, seed=seed))
    assert execution.cells[0].evalue == f"([], {quick}, {quick}, [0, 1, 2])"
