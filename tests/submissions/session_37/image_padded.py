"""The image is padded with zeros first."""

exercise = "37.1"
kind = "mistake"
at_most = 6
caught_by = "conv2d:oblong"
hint = "something pads it"
edits = [
    (
        "37.1",
        "    kh, kw = kernel.shape",
        """    kh, kw = kernel.shape
    image = np.pad(image, ((kh // 2, kh - 1 - kh // 2), (kw // 2, kw - 1 - kw // 2)))""",
    ),
]
