"""The baseline begins with the pre-trained weights, and all of them are trained."""

exercise = "38.4"
kind = "mistake"
mistake = 11
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "no start from scratch"
edits = [
    (
        "38.4",
        "scratch_model = build_classifier(random_base())",
        "borrowed = random_base()\nborrowed.set_weights(base_model.get_weights())\nscratch_model = build_classifier(borrowed)",
    ),
]
