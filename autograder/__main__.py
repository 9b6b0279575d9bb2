"""The command line. Exit codes: 0 done, 1 the answer is no, 2 unusable input or set-up, 130 interrupted."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.course import load_course
from autograder.errors import RunInterrupted, UserError

_OUT = click.Path(file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Grade, build and inspect the TensorFlow notebook course."""


@cli.command()
@click.option("--out", type=_OUT, default=Path("demo"), show_default=True, help="Folder for submissions and results.")
@click.option("--students", type=click.IntRange(1, 10_000), help="Size of the class [default: one of each kind].")
def demo(out: Path, students: int | None) -> None:
    """Make a sample class, grade it, and show what lies where."""
    from autograder.demo import run_demo

    run_demo(out, students)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if any notebook is not what its source makes.")
def build(check: bool) -> None:
    """Make notebooks/ and solutions/*.ipynb from solutions/*.py."""
    from autograder.author import build as build_notebooks
    from autograder.grading.release import course_root

    lines = build_notebooks(course_root(), check=check, say=click.echo)
    for line in lines:
        click.echo(line)
    if check and lines:
        raise SystemExit(1)


@cli.command()
@click.argument("notebook", type=click.Path(path_type=Path))
def check(notebook: Path) -> None:
    """Run one notebook from the top and show what each check finds."""
    from autograder.check_notebook import check_notebook

    full_marks = check_notebook(notebook, click.echo)
    raise SystemExit(0 if full_marks else 1)


@cli.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", type=_OUT, required=True, help="Folder for the results; a run that was stopped goes on there.")
@click.option("--session", help="Grade only this session's notebooks.")
@click.option("--workers", type=click.IntRange(1, 256), help="Notebooks at a time [default: one a core].")
@click.option("--isolation", type=click.Choice(["auto", "bubblewrap", "none"]), default="auto", show_default=True)
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another nbgrader course to grade by its own tests: its folder, or its source/.",
)
@click.option("--fresh", is_flag=True, help="Grade again what has not changed.")
@click.option("--db", help="Database of the gradebook [default: OUT/gradebook.db].")
@click.option(
    "--seed", type=click.IntRange(0, 2**62), help="Seed of sealed inputs and training [default: OUT's, or new]."
)
def grade(submissions, out, session, workers, isolation, source, fresh, db, seed) -> None:
    """Grade a folder of notebooks, one notebook, or an LMS's zip."""
    from autograder.grade_class import grade_class, summary
    from autograder.grading.run import Options

    options = Options(isolation, fresh, db)
    done = grade_class(submissions, out, session, workers or os.cpu_count() or 1, options, seed, source=source)
    click.echo(summary(done, out, db))


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def report(folder: Path) -> None:
    """Write the class report and the feedback again from FOLDER's results."""
    from autograder.report.feedback import write_feedback
    from autograder.report.page import write_report
    from autograder.report.shown import course_shown

    results = _results(folder)
    course = course_shown(results, load_course())
    path = write_report(folder, results, course)
    count = write_feedback(folder, results, course)
    click.echo(f"{path} and {count} feedback pages in {folder / 'feedback'}")


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "canvas", "moodle"]), required=True)
def export(folder: Path, form: str) -> None:
    """Write FOLDER's grades for a spreadsheet or an LMS."""
    from autograder.report.export import export as write_export
    from autograder.report.shown import course_shown

    results = _results(folder)
    click.echo(write_export(folder, results, course_shown(results, load_course()), form))


@cli.command()
@click.option("--session", "sessions", multiple=True, help="Only this session; may be repeated [default: all].")
@click.option("--solution", "solutions", multiple=True, help="Only this one, such as reference; may be repeated.")
@click.option("--seeds", type=click.IntRange(2, 10_000), default=20, show_default=True, help="Runs of each solution.")
@click.option("--workers", type=click.IntRange(1, 256), help="Notebooks at a time [default: one a core].")
def calibrate(sessions, solutions, seeds: int, workers: int | None) -> None:
    """Measure the spread of right solutions over seeds; fail if a threshold is too near."""
    from autograder import calibrate as calibration
    from autograder.grading.release import course_root

    course, workers = load_course(), workers or os.cpu_count() or 1
    chosen = [course.session(name) for name in sessions] or course.sessions
    tight = []
    for session in chosen:
        for spread in calibration.calibrate(course, course_root(), session, seeds, workers, click.echo, solutions):
            calibration.store_numbers([spread])  # each at once: a run takes long, and may be stopped
            tight += calibration.too_near(course, [spread])
    for line in tight:
        click.echo(line)
    if tight:
        raise SystemExit(1)


@cli.group()
def data() -> None:
    """The course's data."""


@data.command()
def status() -> None:
    """What data is here, where it came from, and what the full sets would need."""
    from autograder.data_status import show_status

    show_status()


@data.command()
@click.argument("names", nargs=-1, type=click.Choice(["digits", "fashion", "flowers", "base"]))
def fetch(names) -> None:
    """Download the full sets, or those of the NAMES given."""
    from autograder.data_status import fetch_full_sets

    fetch_full_sets(names, click.echo)


@data.command()
@click.argument("folder", type=click.Path(path_type=Path))
def audit(folder: Path) -> None:
    """Look through your own photos in FOLDER/split/class/; exit code 1 if something must be put right."""
    from autograder.photo_audit import audit as look_through
    from autograder.photo_audit import lines

    found = look_through(folder)
    for line in lines(found):
        click.echo(line)
    if not found.clean:
        raise SystemExit(1)


def _results(folder: Path) -> tuple:
    from autograder.grading.record import RESULTS, RecordError, load

    loaded = load(folder)
    for warning in loaded.warnings:
        click.echo(f"autograder: {warning}", err=True)
    if not loaded.results:
        raise RecordError(f"{folder / RESULTS} holds no result: grade into this folder first")
    return loaded.results


def main() -> None:
    """Run the command line; what a user can mend is one line on stderr, never a traceback."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        _end("interrupted", 130)
    except click.ClickException as error:
        _end(error.format_message(), 2)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _end(f"{error.strerror or error}{where}", 2)
    except RunInterrupted as error:
        _end(str(error), 130)
    except UserError as error:
        _end(" ".join(str(error).split()), 2)


def _end(line: str, code: int) -> None:
    click.echo(f"autograder: {line}", err=True)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
