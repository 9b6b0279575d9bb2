"""Every way a source can be wrong, the line it is told with, and that nothing is written then."""

import pytest
from small_course import SOURCE, STEM, line_of, write

from autograder.author import AuthorError, build

LONG = "answer = [word for word in range(42) if word not in range(43, 80)]"
NO_CHECK_10 = SOURCE.replace('# %% check="01.10"\ncheck("01.10")\n', "")
WRONG = {
    "open region": (
        SOURCE.replace("    ### END SOLUTION\n", "", 1),
        "    ### BEGIN SOLUTION",
        "BEGIN SOLUTION is never closed; put ### END SOLUTION below it",
    ),
    "end alone": (
        SOURCE.replace("    ### BEGIN SOLUTION\n", "", 1),
        "    ### END SOLUTION",
        "END SOLUTION without its BEGIN; put ### BEGIN SOLUTION above it",
    ),
    "nested": (
        SOURCE.replace("    return x + x", "    ### BEGIN SOLUTION # again\n    return x + x"),
        "# again",
        "BEGIN SOLUTION inside another region; close the one of line 26 first",
    ),
    "open hidden tests": (
        SOURCE.replace("### END HIDDEN TESTS\n", ""),
        "### BEGIN HIDDEN TESTS",
        "BEGIN HIDDEN TESTS is never closed; put ### END HIDDEN TESTS below it",
    ),
    "solution in a plain cell": (
        SOURCE.replace('# %% solution="01.10" part="b"', "# %%"),
        42,
        "BEGIN SOLUTION in a plain cell; solution regions belong in solution and reflection cells, hidden tests in",
    ),
    "hidden tests in a solution cell": (
        SOURCE.replace("    return x + x", "    ### BEGIN HIDDEN TESTS"),
        "### BEGIN HIDDEN TESTS",
        "BEGIN HIDDEN TESTS in a solution cell; solution regions belong in",
    ),
    "no region": (
        SOURCE.replace('name = "forty-two"', "").replace(
            '# %% solution="01.10" part="b"\n### BEGIN SOLUTION\n\n### END SOLUTION\n',
            '# %% solution="01.10" part="b"\nname = 1\n',
        ),
        'part="b"',
        "the solution cell has no solution region; mark what students write by ### BEGIN SOLUTION and ### END SOLUTION",
    ),
    "twice": (
        SOURCE.replace(' part="b"', ""),
        None,
        "solution_01_10 stands already at line 36; tell two solution cells apart by",
    ),
    "unknown exercise": (
        SOURCE.replace('# %% check="01.10"', '# %% check="01.3"'),
        '# %% check="01.3"',
        "no exercise '01.3': session 01 has 01.1, 01.10; correct the header, or add the exercise to course.toml",
    ),
    "unchecked exercise": (
        NO_CHECK_10,
        1,
        "exercise 01.10 has no check cell, so its 40 points cannot be earned; "
        'add one that begins with # %% check="01.10"',
    ),
    "no solution cell": (
        SOURCE.replace('# %% solution="01.1"', "# %%")
        .replace("### BEGIN SOLUTION", "", 1)
        .replace("### END SOLUTION", "", 1),
        1,
        "exercise 01.1 has no solution cell",
    ),
    "undefined name": (
        SOURCE.replace("session.title", "titel"),
        "titel",
        "'titel' is undefined; correct the expression between << and >> in: # << titel >>",
    ),
    "unknown number": (
        SOURCE.replace('"epochs") >>', '"epoch") >>'),
        '"epoch")',
        "'epoch' is not in course.toml; correct the expression between << and >> in: <<",
    ),
    "unknown heading": (
        SOURCE.replace('heading("01.1")', 'heading("01.7")'),
        'heading("01.7")',
        "no exercise '01.7': session 01 has 01.1, 01.10; correct the expression",
    ),
    "open expression": (
        SOURCE.replace("<< session.title >>", "<< session.title"),
        "<< session.title",
        "correct the expression between << and >> in: # << session.title",
    ),
    "stub not Python": (
        SOURCE.replace("    return x + x", "    return x + x\n    ### END SOLUTION\n    else:\n    ### BEGIN SOLUTION"),
        "else:",
        "the solution cell is not valid Python in the student's notebook (invalid syntax); "
        "let a region hold whole statements",
    ),
    "leak": (
        SOURCE.replace("answer = 42", LONG).replace("repository =", f"{LONG}\nrepository =", 1),
        None,
        "most of this solution region stands in the student's notebook too, in the cell of line 14; "
        "take it out there, or leave gaps in it",
    ),
    "leaked text": (
        SOURCE.replace("Because adding", LONG).replace("# Why?", f"# {LONG} a number to itself doubles it.\n# Why?"),
        None,
        "most of this solution region stands in the student's notebook too, in the cell of line 52;",
    ),
    "leaked hidden test": (
        SOURCE.replace('assert double("ab") == "abab"', LONG).replace("repository =", f"{LONG}\nrepository =", 1),
        None,
        "most of this hidden tests region stands in the student's notebook too, in the cell of line 14;",
    ),
    "check not last": (
        SOURCE.replace('check("01.1")\n', 'check("01.1")\nprint()\n'),
        '# %% check="01.1"',
        'the check cell does not end with check("01.1"); put hidden tests above that call',
    ),
    "check of another exercise": (
        SOURCE.replace('check("01.10")', 'check("01.1")'),
        '# %% check="01.10"',
        'the check cell does not end with check("01.10")',
    ),
    "number for an id": (
        SOURCE.replace('check="01.10"', "check=1.10"),
        "check=1.10",
        'check=1.1 is a number; put the id in quotes, as in check="36.10"',
    ),
    "unknown key": (
        SOURCE.replace('# %% solution="01.1"', '# %% soluton="01.1"'),
        "soluton",
        "a cell header cannot say soluton='01.1'; use solution, part, check, reflection or tags",
    ),
    "two roles": (
        SOURCE.replace('# %% check="01.10"', '# %% check="01.10" solution="01.10"'),
        'check="01.10" solution',
        "a cell is both solution and check; split it into two cells",
    ),
    "markdown solution": (
        SOURCE.replace('# %% solution="01.1"', '# %% [markdown] solution="01.1"'),
        'solution="01.1"',
        "a solution cell is markdown; write reflections in markdown, solutions and checks in code",
    ),
    "raw cell": (
        SOURCE + "\n# %% [raw]\n# x\n",
        "[raw]",
        "a cell is of the kind 'raw'; make it markdown or code",
    ),
    "odd part": (
        SOURCE.replace('part="b"', 'part="b c"'),
        'part="b c"',
        "'solution_01_10_b c' cannot be a cell id; use letters, digits, - and _ in part",
    ),
    "reflection elsewhere": (
        SOURCE.replace('reflection="01"', 'reflection="02"'),
        'reflection="02"',
        "reflection '02' in session 01; give the session's id",
    ),
    "text before the first cell": (
        "import os\n" + SOURCE.split("# ---\n\n")[1],
        1,
        "10 cell headers but 11 cells; let every cell begin with a `# %%` line of its own",
    ),
}


@pytest.mark.parametrize(("text", "where", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_source_is_refused_with_its_line_and_nothing_is_written(tmp_path, course, text, where, message):
    write(tmp_path, text)
    assert text != SOURCE
    with pytest.raises(AuthorError) as error:
        build(tmp_path, course=course)
    place, _, said = str(error.value).partition(": ")
    name, _, line = place.rpartition(":")
    assert name == f"solutions/{STEM}/{STEM}.py"
    assert said.startswith(message) or (message.startswith("correct the expression") and message in said)
    if where is not None:
        assert int(line) == (where if isinstance(where, int) else line_of(text, where))
    assert [p.suffix for p in tmp_path.rglob("*") if p.is_file()] == [".toml", ".py"]


def test_the_line_of_a_leak_is_the_line_of_the_solution(tmp_path, course):
    text, _, _ = WRONG["leak"]
    expected = [n for n, line in enumerate(text.splitlines(), 1) if line == LONG][1]
    write(tmp_path, text)
    with pytest.raises(AuthorError, match=rf"\.py:{expected}: most of this"):
        build(tmp_path, check=True, course=course)


@pytest.mark.parametrize("shown", ["answer = 42", LONG])
def test_a_hint_may_show_a_short_line_or_a_small_part_of_a_solution(tmp_path, course, shown):
    rest = "\n".join(f"step_{n} = 'one of the other steps'" for n in range(5)) if shown == LONG else ""
    text = SOURCE.replace("answer = 42", f"{shown}\n{rest}").replace("# Why?", f"# {shown}\n# Why?")
    write(tmp_path, text)
    assert build(tmp_path, check=True, course=course), "no AuthorError: only the drift of notebooks not yet made"


def test_a_listed_session_needs_its_source(tmp_path, course):
    with pytest.raises(AuthorError, match=rf"{STEM}\.py:1: there is no such file; write it, or take session 01 out of"):
        build(tmp_path, course=course)
