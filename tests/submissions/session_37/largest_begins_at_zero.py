"""The search for the largest value begins at 0."""

exercise = "37.1"
kind = "mistake"
at_most = 9
caught_by = "max_pool:negative"
hint = "the search for the largest one starts at 0"
rest = "stub"
answers = {
    "37.1": """\
import numpy as np

paper_result = [[4, 12, 8], [8, 12, 4], [8, 8, 0]]


def conv2d(image, kernel):
    height, width = kernel.shape
    output = np.zeros((image.shape[0] - height + 1, image.shape[1] - width + 1))
    for row in range(output.shape[0]):
        for column in range(output.shape[1]):
            output[row, column] = np.sum(image[row : row + height, column : column + width] * kernel)
    return output


def max_pool(image, size):
    output = np.zeros((image.shape[0] // size, image.shape[1] // size))
    for row in range(output.shape[0]):
        for column in range(output.shape[1]):
            output[row, column] = image[row * size : (row + 1) * size, column * size : (column + 1) * size].max(initial=0)
    return output
""",
}
