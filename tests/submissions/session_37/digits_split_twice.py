"""Training and validation come from two splits with different seeds."""

exercise = "37.3"
kind = "mistake"
mistake = 27
at_most = 7.5
caught_by = "splits:validation"
hint = "stand in both splits"
edits = [
    (
        "37.3",
        "x_train, x_val, y_train, y_val = train_test_split(\n    prepare_images(chosen), labels, test_size=0.15, stratify=labels, random_state=course.seed\n)",
        """\
x_train, _, y_train, _ = train_test_split(prepare_images(chosen), labels, test_size=0.15, random_state=1)
_, x_val, _, y_val = train_test_split(prepare_images(chosen), labels, test_size=0.15, random_state=2)""",
    ),
]
