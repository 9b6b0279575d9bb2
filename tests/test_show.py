"""How verdicts look: complete, escaped, the same words in text and HTML."""

from autograder.findings import Finding, Verdict
from autograder.show import as_html, as_text, progress_html, progress_text

FAILED = Finding("a", "`x` has rank 2", False, 2, "rank 2", "<b>rank 1</b>", "An axis & more.", "Reshape `x`.")
VERDICT = Verdict("36.1", "Tensors", "partial", 6.0, 8.0, (FAILED, Finding("b", "b holds", True, 6)))


def test_text_says_what_was_expected_got_why_and_what_next():
    text = as_text(VERDICT)
    for line in (
        "36.1 Tensors: 6 of 8 points",
        "✗ `x` has rank 2",
        "expected: rank 2",
        "got: <b>rank 1</b>",
        "likely cause: An axis & more.",
        "next step: Reshape `x`.",
        "✓ b holds",
    ):
        assert line in text


def test_html_says_the_same_and_escapes_it():
    html = as_html(VERDICT)
    assert "<b>rank 1</b>" not in html and "&lt;b&gt;rank 1&lt;/b&gt;" in html
    assert "<code>x</code> has rank 2" in html and "An axis &amp; more." in html


def test_what_was_not_attempted_says_so():
    assert "not attempted yet" in as_text(Verdict("36.2", "Functions", "missing", 0.0, 8.0))


def test_progress_adds_up():
    table = [VERDICT, Verdict("36.2", "Functions", "missing", 0.0, 8.0)]
    assert progress_text(table).endswith("   sum      6 /  16")
    assert "<th>6 / 16</th>" in progress_html(table)
