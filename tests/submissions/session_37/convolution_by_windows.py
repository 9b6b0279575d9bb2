"""Sliding windows, einsum, and a reshape instead of loops."""

exercise = "37.1"
kind = "alternative"
rest = "stub"
answers = {
    "37.1": """\
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

paper_result = np.array([[4.0, 12.0, 8.0], [8.0, 12.0, 4.0], [8.0, 8.0, 0.0]])


def conv2d(image, kernel):
    return np.einsum("ijkl,kl->ij", sliding_window_view(image, kernel.shape), kernel, dtype="float32")


def max_pool(image, size):
    rows, columns = (length // size for length in image.shape)
    return image[: rows * size, : columns * size].reshape(rows, size, columns, size).max((1, 3))
""",
}
