"""The labels count from 1."""

exercise = "37.3"
kind = "mistake"
mistake = 8
at_most = 7.25
caught_by = "splits:labels"
hint = "Labels count from 1 here"
edits = [
    (
        "37.3",
        "digit_data.x_train[:count], digit_data.y_train[:count]",
        "digit_data.x_train[:count], digit_data.y_train[:count] + 1",
    ),
    (
        "37.3",
        "prepare_images(digit_data.x_test), digit_data.y_test",
        "prepare_images(digit_data.x_test), digit_data.y_test + 1",
    ),
]
