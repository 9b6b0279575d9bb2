"""The pooling windows move by one."""

exercise = "37.1"
kind = "mistake"
at_most = 6.5
caught_by = "max_pool:flat"
hint = "The windows overlap"
edits = [
    (
        "37.1",
        "return windows.max(axis=(1, 3))",
        """places = [range(length - size + 1) for length in image.shape]
    return np.array([[image[i : i + size, j : j + size].max() for j in places[1]] for i in places[0]])""",
    ),
]
