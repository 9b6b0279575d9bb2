"""nbgrader at the root of the course: generate_assignment, validate, autograde, generate_feedback, formgrader."""

from autograder.author import CODE_STUB, TEXT_STUB
from autograder.course import load_course

c = get_config()  # noqa: F821 - nbgrader puts it here
limits = load_course().limits

c.CourseDirectory.course_id = "tensorflow_course"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# Everything beside a source notebook is released with it: without "*.py" students would get the solutions.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]

c.ClearSolutions.code_stub = CODE_STUB
c.ClearSolutions.text_stub = TEXT_STUB

# A cell may train for longer than nbgrader's 30 s, and TensorFlow may take a while to load on a busy machine.
c.Execute.timeout = 600
c.Execute.startup_timeout = int(limits.kernel_startup_timeout_s)
