"""NumPy computes, so the result is no tensor any more."""

exercise = "36.2"
kind = "mistake"
at_most = 7
caught_by = "softmax:tensor"
hint = "takes the value out of TensorFlow"
rest = "stub"
answers = {
    "36.2": """\
def standardize(x):
    x = x.numpy()
    deviation = x.std(axis=0)
    deviation[deviation == 0] = 1
    return (x - x.mean(axis=0)) / deviation


def softmax(z):
    e = np.exp(z.numpy() - z.numpy().max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
""",
}
