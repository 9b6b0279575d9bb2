"""Windows that hang over the edge are kept."""

exercise = "37.1"
kind = "mistake"
at_most = 9
caught_by = "max_pool:ragged"
hint = "hang over the edge were kept"
edits = [
    (
        "37.1",
        "return windows.max(axis=(1, 3))",
        """places = [range(0, length, size) for length in image.shape]
    return np.array([[image[i : i + size, j : j + size].max() for j in places[1]] for i in places[0]])""",
    ),
]
