# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Session 36 · TensorFlow fundamentals with Iris
#
# << colab_badge >>
#
# At the end of this session you will have trained a neural network that tells three species of iris apart, and you will know
# what every line of it does: what a tensor is, what happens in one training step, why the loss has to fit the output
# layer, and how to read the curves that training leaves behind.
#
# **You will be able to**
#
# 1. make, reshape and combine tensors, and say when you need a `tf.Variable`;
# 2. write one step of gradient descent yourself, and then let Keras write it for you;
# 3. choose output layer, loss and optimizer for a problem, with a reason;
# 4. split, scale, train, validate and test without fooling yourself;
# 5. compare settings fairly: optimizers, learning rates, activations, numbers of epochs.
#
# **What you need to know:** Python functions, loops and dictionaries; NumPy arrays and their shapes; what a derivative is.
# No earlier experience with TensorFlow.
#
# **How it works.** Read, *predict*, then run. Each exercise has a cell for your code and a cell that checks it. A check
# tells you what it looked at, what it expected, what it found and what to try next. Checking is free: run it as often as
# you like. `...` and `# YOUR CODE HERE` mark what you replace; give every name its value *below* the line that sets it to
# `...`. The exercises bring 100 points in all; `progress()` shows how far you are.
#
# The minutes at each section are for reading and solving, about three hours in all. The computing itself takes about a minute
# altogether on two CPU cores.

# %% [markdown]
# ## 0 · Set-up
#
# *2 minutes*
#
# On Colab the first cell fetches the course's small helper package; on your own machine it finds it installed and does
# nothing. The second cell imports what we need and prints the versions, the device, the data and the budget (how long
# training may take) that are in use.

# %%
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("autograder") is None:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "git+COURSE_REPOSITORY_URL"])

# %%
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from autograder import check, progress, start
from autograder.data import iris_splits

course = start("36")
keras.utils.set_random_seed(course.seed)  # Python, NumPy and TensorFlow all draw from this seed now

# %% [markdown]
# One more preparation: colours that colour-blind readers can tell apart, and plots without clutter.

# %%
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#777777"
plt.rcParams.update(
    {
        "figure.dpi": 80,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.3,
        "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, RED, PURPLE, GREY]),
    }
)

# %% [markdown]
# ## 1 · What TensorFlow and Keras are
#
# *5 minutes*
#
# **TensorFlow** computes with tensors (arrays of numbers), on a CPU or a GPU, and can differentiate what it computed.
# **Keras** is the layer on top that people write: models, layers, optimizers, `fit`. In this course you import both, and
# use Keras wherever it has what you need.
#
# Three more names will cross your path:
#
# | name | what it is for | when you meet it |
# |---|---|---|
# | TensorBoard | looks at training: curves, graphs, histograms, in a browser | while you train (section 9) |
# | TensorFlow Serving | answers prediction requests over the network from a saved model | when a model goes into a service |
# | TensorFlow Lite (now LiteRT) | runs a small, converted model on phones and microcontrollers | when a model leaves the data centre |
#
# A version is worth printing in every notebook: `lr=` became `learning_rate=` years ago, and half of the examples on the
# web are older than that. Print the devices too: a GPU helps in later sessions, this one does not need one.

# %% tags=["skip-execution"]
print("TensorFlow", tf.__version__, "with Keras", keras.__version__)
print("devices TensorFlow sees:", [device.device_type for device in tf.config.list_physical_devices()])

# %% [markdown]
# ## 2 · Tensors
#
# *15 minutes*
#
# A **tensor** is a block of numbers with a *shape* and a *dtype*. Its **rank** is the number of axes:
#
# | rank | usual name | example | shape |
# |---|---|---|---|
# | 0 | scalar | one temperature | `()` |
# | 1 | vector | the four measurements of a flower | `(4,)` |
# | 2 | matrix | 90 flowers, four measurements each | `(90, 4)` |
# | 3 | – | a grey image with a channel axis | `(28, 28, 1)` |
# | 4 | – | a batch of 32 such images | `(32, 28, 28, 1)` |
#
# Everything a network reads, computes and learns is such a tensor. When something fails, it is often a shape or a dtype,
# so the first thing to print is `x.shape, x.dtype`.

# %% tags=["skip-execution"]
flower = tf.constant([5.1, 3.5, 1.4, 0.2])  # (4,)
flowers = tf.constant([[5.1, 3.5, 1.4, 0.2], [7.0, 3.2, 4.7, 1.4]])  # (2, 4)
for tensor in (tf.constant(36), flower, flowers):
    print(f"rank {tensor.ndim}, shape {str(tensor.shape):8} dtype {tensor.dtype.name}")

# %% [markdown]
# **Predict, then run.** TensorFlow guesses the dtype from what you write. Store your guess first.

# %%
my_guess = "?"  # the dtype of tf.constant([1, 2.5]): "int32", "float32" or "float64"?

# %% tags=["skip-execution"]
print("you said:", my_guess, "| TensorFlow says:", tf.constant([1, 2.5]).dtype.name)
print(
    "and for [1, 2]:",
    tf.constant([1, 2]).dtype.name,
    "| for a NumPy array:",
    tf.constant(np.array([1, 2.5])).dtype.name,
)

# %% [markdown]
# Whole numbers become `int32`, numbers with a point `float32`, and one point is enough to make the whole tensor float.
# NumPy's default is `float64`, and TensorFlow keeps it. Networks compute in `float32`: half the memory, and precise
# enough. When two *tensors* meet, TensorFlow never converts one to the other's dtype, which is why the next cell raises an error.
# (Plain Python and NumPy numbers are converted where they fit.)

# %% tags=["skip-execution"]
# Break it: adding an int32 to a float32
try:
    tf.constant(1) + tf.constant(2.5)
except (TypeError, tf.errors.InvalidArgumentError) as error:
    print(type(error).__name__, "-", str(error)[:110], "…")
print("with a cast:", (tf.cast(tf.constant(1), tf.float32) + tf.constant(2.5)).numpy())

# %% [markdown]
# **To NumPy and back.** `tensor.numpy()` gives an array, `tf.constant(array)` a tensor, and most functions of either
# library accept both. Careful with gradients: what has passed through NumPy can no longer be differentiated.
#
# **Changing shape.** The numbers stay in the same order; only the brackets move.

# %% tags=["skip-execution"]
x = tf.range(6)  # (6,)
print(tf.reshape(x, (2, 3)).numpy())  # (2, 3)
print(tf.reshape(x, (-1, 2)).shape)  # -1: "work this one out"   (3, 2)
print(tf.expand_dims(x, axis=0).shape, "one axis more;", tf.squeeze(tf.expand_dims(x, 0)).shape, "and gone again")

# %% [markdown]
# **Constants and variables.** A `tf.constant` never changes. What a model *learns* has to change, so its weights are
# `tf.Variable`s, which you update in place with `assign`, `assign_add` or `assign_sub`.

# %% tags=["skip-execution"]
weight = tf.Variable([1.0, 2.0])
weight.assign_sub([0.1, 0.1])  # in place: still the same variable
print(type(weight).__name__, weight.numpy())
print(type(weight + 1.0).__name__, "- adding makes a new tensor and leaves the variable alone")
# ResourceVariable and EagerTensor are the classes behind tf.Variable and tf.constant.

# %% [markdown]
# A picture to keep in mind for the rest of the session: one batch of flowers on its way through a small network. The
# first axis, the batch, stays; each layer exchanges the last axis for its own number of units.

# %% tags=["skip-execution"]
steps = [("batch of flowers", (32, 4), BLUE), ("after Dense(8)", (32, 8), ORANGE), ("after Dense(3)", (32, 3), GREEN)]
fig, ax = plt.subplots(figsize=(8, 2.8))
for i, (name, (rows, columns), colour) in enumerate(steps):
    left = 3.4 * i
    ax.add_patch(plt.Rectangle((left, 0), columns * 0.2, 1.6, facecolor=colour, alpha=0.35, edgecolor=colour))
    for j in range(1, columns):
        ax.plot([left + j * 0.2] * 2, [0, 1.6], color=colour, linewidth=0.8)
    ax.text(left + columns * 0.1, 1.72, f"{name}\n({rows}, {columns})", ha="center", va="bottom")
    if i < 2:
        ax.annotate("", (left + 3.2, 0.8), (left + columns * 0.2 + 0.15, 0.8), arrowprops={"arrowstyle": "->"})
        ax.text(left + 2.4, 0.9, ["kernel (4, 8)\nbias (8,)", "kernel (8, 3)\nbias (3,)"][i], ha="center", fontsize=9)
ax.set(xlim=(-0.9, 8.2), ylim=(-0.3, 2.6), title="One batch travelling through the shapes of a 4→8→3 network")
ax.set_xlabel("axis 1: features of one flower (grows and shrinks)")
ax.set_ylabel("axis 0: 32 flowers (stays)")
ax.set(xticks=[], yticks=[])
ax.grid(False)
plt.show()

# %% [markdown]
# Read it from left to right: 32 rows go in and 32 rows come out; four measurements become eight features and then three
# scores, one for each species.
#
# << heading("36.1") >>
#
# Make these tensors (values exactly as given):
#
# * `scalar`: the number 36, rank 0, `int32`
# * `vector`: the flower 5.1, 3.5, 1.4, 0.2, shape `(4,)`, `float32`
# * `matrix`: 1 2 3 in the first row, 4 5 6 in the second, shape `(2, 3)`, `float32`
# * `cube`: the numbers 0 to 23 in order, shape `(2, 3, 4)`, `int32`
# * `weights`: a `tf.Variable` of zeros, shape `(4, 3)`, `float32`
#
# and write two functions:
#
# * `as_image_batch(pixels)` gets grey images as rows of 784 `uint8` numbers from 0 to 255, shape `(n, 784)`, and returns
#   a `float32` tensor of shape `(n, 28, 28, 1)` with values from 0 to 1. You will need it again in Session 37.
# * `add_in_place(variable, amount)` adds `amount` to a `tf.Variable` *in place*.
#
# **What counts:** rank, shape, dtype and values of each tensor; both functions on arrays you have not seen.
#
# <details><summary>Hint 1 · concept</summary>
#
# Write the brackets for the rank you want and name the dtype where the default would be another one. Dividing whole
# numbers and converting them are two steps; think about which comes first.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.constant(values, dtype=…)`, `tf.range`, `tf.reshape(x, shape)` with one `-1`, `tf.cast`, and the `assign…` family.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# cube = tf.reshape(tf.range(...), (..., ..., ...))
#
# def as_image_batch(pixels):
#     images = tf.cast(pixels, ...) / ...
#     return tf.reshape(images, (-1, ..., ..., ...))
# ```
# </details>

# %% solution="36.1"
scalar = vector = matrix = cube = weights = ...


def as_image_batch(pixels):
    """Grey images (n, 784), uint8 from 0 to 255, as float32 (n, 28, 28, 1) from 0 to 1."""
    ### BEGIN SOLUTION
    images = tf.cast(pixels, tf.float32) / 255.0  # (n, 784)
    return tf.reshape(images, (-1, 28, 28, 1))  # (n, 28, 28, 1)
    ### END SOLUTION


def add_in_place(variable, amount):
    """Add `amount` to the tf.Variable `variable`, in place."""
    ### BEGIN SOLUTION
    variable.assign_add(amount)
    ### END SOLUTION


### BEGIN SOLUTION
scalar = tf.constant(36)
vector = tf.constant([5.1, 3.5, 1.4, 0.2])
matrix = tf.constant([[1, 2, 3], [4, 5, 6]], dtype=tf.float32)
cube = tf.reshape(tf.range(24), (2, 3, 4))
weights = tf.Variable(tf.zeros((4, 3)))
### END SOLUTION

# %% check="36.1"
check("36.1")
### BEGIN HIDDEN TESTS
check("36.1", seed=361)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · Operators and activations
#
# *15 minutes*
#
# Four families cover almost everything:
#
# * **element-wise**: `+ - * /`, `tf.exp`, `tf.maximum`. Shapes must match or *broadcast*: an axis of length 1 stretches.
# * **matrix product** `a @ b`: rows times columns, `(n, k) @ (k, m)` gives `(n, m)`. `tf.transpose` swaps the axes.
# * **reductions** such as `tf.reduce_sum` and `tf.reduce_mean`: `axis=` names the axis that *disappears*.
# * **shape**: `tf.reshape`, `tf.expand_dims`, `tf.squeeze`, which you know already.

# %% tags=["skip-execution"]
table = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])  # (2, 3)
print("table * table\n", (table * table).numpy())  # element by element
print("table @ its transpose\n", (table @ tf.transpose(table)).numpy())  # (2, 3) @ (3, 2) -> (2, 2)
print(
    "mean of each column",
    tf.reduce_mean(table, axis=0).numpy(),
    " mean of each row",
    tf.reduce_mean(table, axis=1).numpy(),
)

# %% [markdown]
# **Predict, then run.** What shape does `table - tf.reduce_mean(table, axis=1)` have? Remember: `(2, 3)` minus `(2,)`.

# %%
my_guess = "?"  # "(2, 3)", "(2, 2)" or "an error"

# %% tags=["skip-execution"]
try:
    print("you said:", my_guess, "| it is", (table - tf.reduce_mean(table, axis=1)).shape)
except tf.errors.InvalidArgumentError as error:
    print("you said:", my_guess, "| it is an error:", error.message.partition("}} ")[2].partition(" [Op")[0])
print("keepdims=True keeps the axis with length 1:", (table - tf.reduce_mean(table, axis=1, keepdims=True)).shape)

# %% [markdown]
# Broadcasting compares shapes from the *right*: 3 against 2 does not fit. With `keepdims=True` the mean has shape
# `(2, 1)`, and the 1 stretches. Keep this in mind; you need it in the next exercise.
#
# **Activations** are the element-wise functions between layers. Without one, two layers collapse into a single
# matrix product; with one, a network can bend. Their derivatives matter as much as their values, because gradients are
# multiplied by them on the way back.

# %% tags=["skip-execution"]
z = tf.linspace(-4.0, 4.0, 200)
looks = {
    "relu": (BLUE, "-"),
    "leaky_relu": (ORANGE, "--"),
    "elu": (GREEN, ":"),
    "sigmoid": (RED, "-"),
    "tanh": (PURPLE, "-."),
}
fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharex=True)
for name, (colour, style) in looks.items():
    with tf.GradientTape() as tape:  # computes the derivatives; section 4 explains it
        tape.watch(z)
        value = keras.activations.get(name)(z)
    axes[0].plot(z, value, style, color=colour, linewidth=2, label=name)
    axes[1].plot(z, tape.gradient(value, z), style, color=colour, linewidth=2, label=name)
axes[0].set(title="Five activations", xlabel="input z", ylabel="activation(z)", ylim=(-1.6, 3))
axes[1].set(title="Their derivatives", xlabel="input z", ylabel="slope at z")
axes[0].legend(frameon=False)
plt.tight_layout()
plt.show()

# %% [markdown]
# Look at the right-hand picture. The slope of the sigmoid is at most 0.25 and fades on both sides: a chain of such
# layers multiplies gradients by small numbers until nothing is left. ReLU passes gradients on unchanged for positive
# inputs and stops them completely for negative ones; leaky ReLU and ELU keep a little alive there. (For positive inputs the
# three lie on top of one another.)
#
# << heading("36.2") >>
#
# Write two functions with TensorFlow operations only (no NumPy, no `tf.nn.softmax`: here you build it).
#
# * `standardize(x)`: each *column* of `x`, shape `(n, features)`, gets mean 0 and standard deviation 1. A column that
#   never varies becomes zeros, not NaN.
# * `softmax(z)`: each *row* of **logits** (raw scores, any real numbers) becomes probabilities, $\operatorname{softmax}(z)_i = e^{z_i} / \sum_j e^{z_j}$. It must
#   survive logits of ±1000.
#
# Both keep the dtype of their input.
#
# **What counts:** the values on tables you have not seen, constant columns, huge logits, row sums, dtypes, and that both functions
# return tensors.
#
# <details><summary>Hint 1 · concept</summary>
#
# $e^{1000}$ does not fit into a float. But taking the same number from all logits of a row divides every $e^{z}$ of that row by the
# same factor, so the quotient stays. Choose a number that makes the largest logit harmless.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.reduce_mean`, `tf.math.reduce_std`, `tf.reduce_max`, `tf.reduce_sum`, each with `axis=` and `keepdims=`; `tf.where`;
# `tf.ones_like`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def standardize(x):
#     deviation = tf.math.reduce_std(x, axis=...)
#     safe = tf.where(deviation == 0, ..., deviation)
#     return (x - ...) / safe
#
# def softmax(z):
#     e = tf.exp(z - ...)
#     return e / ...
# ```
# </details>


# %% solution="36.2"
def standardize(x):
    """Columns of `x`, (n, features), with mean 0 and standard deviation 1; constant columns become 0."""
    ### BEGIN SOLUTION
    deviation = tf.math.reduce_std(x, axis=0)  # (features,)
    safe = tf.where(deviation == 0, tf.ones_like(deviation), deviation)
    return (x - tf.reduce_mean(x, axis=0)) / safe  # (n, features)
    ### END SOLUTION


def softmax(z):
    """Each row of logits `z`, (n, classes), as probabilities that sum to 1."""
    ### BEGIN SOLUTION
    e = tf.exp(z - tf.reduce_max(z, axis=-1, keepdims=True))  # (n, classes), at most 1
    return e / tf.reduce_sum(e, axis=-1, keepdims=True)
    ### END SOLUTION


# %% check="36.2"
check("36.2")
### BEGIN HIDDEN TESTS
check("36.2", seed=362)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · What one training step does
#
# *15 minutes*
#
# Training repeats four lines, thousands of times:
#
# 1. **forward**: compute predictions from the current weights;
# 2. **loss**: measure with one number how wrong they are;
# 3. **gradient**: ask in which direction that number grows, for every weight;
# 4. **update**: move every weight a small step the other way. How small is the **learning rate**.
#
# One pass over a handful of examples is a *step* (or *update*), the handful is a **batch**, and one pass over all the data is an
# **epoch**. TensorFlow records the forward pass on a `GradientTape` and plays it backwards for the gradient.

# %% tags=["skip-execution"]
w = tf.Variable(3.0)
with tf.GradientTape() as tape:
    loss = (w - 1.0) ** 2  # smallest at w = 1
print("loss", loss.numpy(), " gradient", tape.gradient(loss, w).numpy(), " (by hand: 2 (w - 1) = 4)")

# %% [markdown]
# **Predict, then run.** With learning rate 0.25, one step takes `w` from 3 to 3 − 0.25 · 4 = 2. Where is `w` after the
# *second* step?

# %%
my_guess = "?"  # w after two steps

# %% tags=["skip-execution"]
w.assign(3.0)
for step in range(1, 4):
    with tf.GradientTape() as tape:
        loss = (w - 1.0) ** 2
    w.assign_sub(0.25 * tape.gradient(loss, w))
    print(f"after step {step}: w = {w.numpy():.3f}" + (f"   you said {my_guess}" if step == 2 else ""))

# %% [markdown]
# The distance to 1 halves with each step. Near the minimum the gradient gets small, so the steps shrink by themselves.
#
# **Break it.** The same function with learning rate 1.1: every step jumps over the minimum and lands further away.

# %% tags=["skip-execution"]
w.assign(3.0)
for step in range(1, 6):
    with tf.GradientTape() as tape:
        loss = (w - 1.0) ** 2
    w.assign_sub(1.1 * tape.gradient(loss, w))
    print(f"after step {step}: w = {w.numpy():8.3f}   loss before it = {loss.numpy():7.3f}")

# %% [markdown]
# The remedy is not more steps but shorter ones. You will meet this picture again as a *loss that explodes*.
#
# << heading("36.3") >>
#
# Fit a line $\hat y = w x + b$ to points by gradient descent on the mean squared error.
#
# * `train_step(w, b, x, y, learning_rate)`: one step. `w` and `b` are scalar `tf.Variable`s, `x` and `y` tensors of shape
#   `(n,)`. Update `w` and `b` **in place** and return the loss *before* the update.
# * `fit_line(x, y)`: start at `w = 0`, `b = 0`, take as many steps as it needs with a learning rate of your choice, and
#   return `w, b, losses`: two numbers and the list of all losses. The `x` you get have mean 0 and standard deviation 1.
#
# **What counts:** the returned loss; that the step is exactly the gradient step; that the losses fall; that you arrive at
# the least-squares line.
#
# <details><summary>Hint 1 · concept</summary>
#
# Everything between the weights and the loss must happen inside the `with` block, or the tape has nothing to replay.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.GradientTape()`, `tape.gradient(loss, [w, b])` (a list in, a list out), `tf.reduce_mean`, `tf.square`, `assign_sub`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def train_step(w, b, x, y, learning_rate):
#     with tf.GradientTape() as tape:
#         loss = ...
#     dw, db = tape.gradient(...)
#     w.assign_sub(...)
#     ...
#     return loss
# ```
# </details>


# %% solution="36.3"
def train_step(w, b, x, y, learning_rate):
    """One step of gradient descent for w x + b on the mean squared error; returns the loss before it."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(w * x + b - y))
    dw, db = tape.gradient(loss, [w, b])
    w.assign_sub(learning_rate * dw)
    b.assign_sub(learning_rate * db)
    return loss
    ### END SOLUTION


def fit_line(x, y):
    """The least-squares line through x and y, both (n,), by gradient descent: w, b and the list of losses."""
    ### BEGIN SOLUTION
    w, b = tf.Variable(0.0), tf.Variable(0.0)
    losses = [float(train_step(w, b, x, y, 0.1)) for _ in range(100)]
    return float(w), float(b), losses
    ### END SOLUTION


# %% check="36.3"
check("36.3")
### BEGIN HIDDEN TESTS
check("36.3", seed=363)
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Layers: what a neuron computes
#
# *15 minutes*
#
# A neuron multiplies each input by a weight, adds the products and a **bias**, and applies its activation:
# $a = \operatorname{activation}(w_1 x_1 + \dots + w_k x_k + b)$. A `Dense` layer is a row of such neurons that all see the
# same inputs; as one line of tensors it is `activation(x @ kernel + bias)`.
#
# So a Dense layer has **inputs × units + units** parameters: a weight for each line between an input and a unit, and a
# bias for each unit. `Sequential` stacks layers; `keras.Input` says what shape one example has (without the batch axis).

# %% tags=["skip-execution"]
demo = keras.Sequential([keras.Input((2,)), layers.Dense(3, activation="relu"), layers.Dense(1)])
demo.summary()

# %% [markdown]
# `None` stands for the size of the batch, which may be anything. Let us check Keras with our own hands: take kernel and bias out of the first layer and compute it.

# %% tags=["skip-execution"]
kernel, bias = demo.layers[0].get_weights()  # (2, 3) and (3,)
point = np.array([[0.5, -1.0]], dtype="float32")  # (1, 2): a batch of one
by_hand = np.maximum(point @ kernel + bias, 0)  # (1, 3)
print("by hand:", by_hand.round(4), " by Keras:", demo.layers[0](point).numpy().round(4))

# %% [markdown]
# **Predict, then run.** How many parameters does `Dense(10)` on 64 inputs have?

# %%
my_guess = "?"  # a whole number

# %% tags=["skip-execution"]
print("you said:", my_guess, "| Keras counts", keras.Sequential([keras.Input((64,)), layers.Dense(10)]).count_params())

# %% [markdown]
# 640 weights and 10 biases. The biases are easily forgotten.
#
# << heading("36.4") >>
#
# * `build_model()` returns a new network for Iris: four inputs, a hidden layer of 8 units with ReLU, an output layer of 3
#   units whose outputs are probabilities of three exclusive classes. No compiling yet.
# * `dense_parameters(inputs, units)` returns the number of parameters of a Dense layer.
#
# **What counts:** the layers, their activations, the 67 parameters, and the formula on other sizes.
#
# <details><summary>Hint 1 · concept</summary>
#
# The "4" in 4→8→3 is not a layer with neurons; it is the shape of the input. Probabilities of exclusive classes sum to 1.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `keras.Sequential([...])`, `keras.Input((4,))`, `layers.Dense(units, activation="…")`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def build_model():
#     return keras.Sequential([
#         keras.Input(...),
#         layers.Dense(...),
#         layers.Dense(...),
#     ])
# ```
# </details>


# %% solution="36.4"
def build_model():
    """A new 4→8→3 network: (batch, 4) measurements to (batch, 3) probabilities."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu"),  # (batch, 8)
            layers.Dense(3, activation="softmax"),  # (batch, 3)
        ]
    )
    ### END SOLUTION


def dense_parameters(inputs, units):
    """How many weights and biases a Dense layer with that many inputs and units has."""
    ### BEGIN SOLUTION
    return inputs * units + units
    ### END SOLUTION


# %% check="36.4"
check("36.4")
### BEGIN HIDDEN TESTS
check("36.4", seed=364)
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Compile: loss, optimizer, metrics
#
# *20 minutes*
#
# `compile` gives a model three things:
#
# * the **loss**, one differentiable number. *Only the loss trains the network.*
# * the **optimizer**, the rule that turns gradients into updates;
# * **metrics**, which are there for people to read. Accuracy has no useful gradient (it jumps from right to wrong), so it
#   never trains anything.
#
# **Cross-entropy** is the loss of classifiers. For one example it is $-\log p$, with $p$ the probability that the model gave to the true
# answer; the loss is the mean over the examples. (log is the natural logarithm, and the unit is then called a *nat*. **One-hot**
# labels write class 1 of 3 as `[0, 1, 0]`.)
#
# **The output layer and the loss belong together.** The output's activation decides what the numbers mean, and the loss
# must expect just that:
#
# | the answer is | output activation | loss |
# |---|---|---|
# | a number without bounds | `linear` | squared error `mse`; `mae` if outliers should count less; Huber (`smooth_l1`): squared near 0, straight far out |
# | yes or no; or several independent yes/no | `sigmoid` | `binary_crossentropy` |
# | one of several classes, labels one-hot | `softmax` | `categorical_crossentropy` |
# | one of several classes, labels whole numbers | `softmax` | `sparse_categorical_crossentropy` |
# | labels −1 and +1 with a margin | `linear` | `hinge` |
# | a whole distribution, matched to another | `softmax` | `kl_divergence` (0 when both are equal) |
#
# Computer vision adds losses that measure *overlap* or *distance between sets of scores*:
#
# | loss | output activation | measures | why |
# |---|---|---|---|
# | `dice` | `sigmoid` per pixel | 1 − overlap of two regions, overlap = 2·shared / (sum of both) | a few positive pixels among very many negative ones |
# | `giou` | `linear` | 1 − overlap of two boxes, with a penalty for the gap between them | still has a slope when the boxes do not touch |
# | `wasserstein` | `linear` | difference between the mean scores of real and generated samples | the critic of a WGAN (a network that learns to generate images), whose scores have no bounds |
#
# **Focal loss** is cross-entropy with easy examples turned down: each example's $-\log p_t$ is multiplied by
# $(1 - p_t)^\gamma$, where $p_t$ is the probability that the model gave to the *true* answer.
#
# **Predict, then run.** A model gives the true class probability 0.9; another gives it 0.1. How many times larger is the
# second one's cross-entropy?

# %%
my_guess = "?"  # about 2, 9 or 22 times

# %% tags=["skip-execution"]
print(
    "you said:",
    my_guess,
    f"| -log 0.9 = {-np.log(0.9):.3f}, -log 0.1 = {-np.log(0.1):.3f}, ratio {np.log(0.1) / np.log(0.9):.1f}",
)

# %% tags=["skip-execution"]
p = np.linspace(0.01, 1, 200)
fig, ax = plt.subplots(figsize=(7, 3.4))
for gamma, colour, style in ((0, BLUE, "-"), (1, ORANGE, "--"), (2, GREEN, "-."), (5, RED, ":")):
    ax.plot(
        p,
        -((1 - p) ** gamma) * np.log(p),
        style,
        color=colour,
        label="cross-entropy (γ = 0)" if gamma == 0 else f"focal, γ = {gamma}",
    )
ax.set(
    title="Being confident and wrong is expensive", xlabel="probability given to the true answer", ylabel="loss (nats)"
)
ax.set_ylim(0, 4.7)
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# Cross-entropy rises without limit as the true answer's probability goes to 0. The focal curves lie almost flat on the
# right: examples that are already right hardly count, and training concentrates on the hard ones.
#
# << heading("36.5") >>
#
# **Part 1.** For each of the ten problems pick `(output activation, loss)`, by the names written `like this` in the two tables above.
#
# | key | problem |
# |---|---|
# | `"house price"` | the price of a house; an error twice as large should hurt more than twice as much |
# | `"delivery time"` | minutes until a parcel arrives; a few records are absurd, yet near zero the loss should be smooth |
# | `"spam"` | is this message spam? |
# | `"iris species"` | one of three species; labels are 0, 1, 2 |
# | `"film genres"` | comedy, drama, thriller …: a film can be several at once |
# | `"tumour pixels"` | which pixels of a scan are tumour (about 0.5 % are); the overlap of the regions matters |
# | `"margin classifier"` | two classes labelled −1 and +1, with a safety margin around the border |
# | `"copy the teacher"` | a small network imitates a big one's probabilities; 0 should mean "identical" |
# | `"bounding boxes"` | where is the dog? Early in training, predicted and true box often do not touch |
# | `"WGAN critic"` | scores for real and generated images whose means are to be driven apart |
#
# **Part 2.** Write four functions with TensorFlow operations, each for `float32` tensors:
#
# * `mean_absolute_error(y_true, y_pred)`: the mean over all elements, one number;
# * `binary_crossentropy(y_true, p)`: the mean over all elements, one number; `y_true` holds 0 and 1, `p` the probability of 1. It must stay finite for
#   `p` = 0 and `p` = 1;
# * `focal_loss(y_true, p, gamma=2.0)`: the mean over all elements, one number, as defined above, without class weights;
# * `box_iou(a, b)`: boxes as rows `x1, y1, x2, y2`, shapes `(n, 4)`; returns shape `(n,)`, the shared area divided by the
#   joint area; 0 for boxes that do not touch or have no area.
#
# **What counts:** each pick (0.6 points), each function on values you have not seen, and the edge cases.
#
# <details><summary>Hint 1 · concept</summary>
#
# Ask first what the output *means* (a number, a probability, several probabilities, a score), then which loss expects
# just that. For the boxes: the shared rectangle begins at the larger of the two left edges and ends at the smaller of the
# two right edges, and its width cannot be negative.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.abs`, `tf.clip_by_value(p, 1e-7, 1 - 1e-7)`, `tf.math.log`, `tf.where(y_true == 1, …, …)`, `tf.minimum`, `tf.maximum`,
# `tf.math.divide_no_nan`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def focal_loss(y_true, p, gamma=2.0):
#     p = tf.clip_by_value(p, ..., ...)
#     p_true = tf.where(y_true == 1, ..., ...)
#     return tf.reduce_mean(...)
#
# def box_iou(a, b):
#     sides = tf.minimum(..., ...) - tf.maximum(..., ...)   # (n, 2): width and height of the shared rectangle
#     shared = ...                                          # no side below 0
#     ...
# ```
# </details>

# %% solution="36.5"
picks = {
    "house price": (..., ...),  # (output activation, loss)
    "delivery time": (..., ...),
    "spam": (..., ...),
    "iris species": (..., ...),
    "film genres": (..., ...),
    "tumour pixels": (..., ...),
    "margin classifier": (..., ...),
    "copy the teacher": (..., ...),
    "bounding boxes": (..., ...),
    "WGAN critic": (..., ...),
}
### BEGIN SOLUTION
picks = {
    "house price": ("linear", "mse"),
    "delivery time": ("linear", "smooth_l1"),
    "spam": ("sigmoid", "binary_crossentropy"),
    "iris species": ("softmax", "sparse_categorical_crossentropy"),
    "film genres": ("sigmoid", "binary_crossentropy"),
    "tumour pixels": ("sigmoid", "dice"),
    "margin classifier": ("linear", "hinge"),
    "copy the teacher": ("softmax", "kl_divergence"),
    "bounding boxes": ("linear", "giou"),
    "WGAN critic": ("linear", "wasserstein"),
}
### END SOLUTION


def mean_absolute_error(y_true, y_pred):
    """Mean of the absolute differences over all elements."""
    ### BEGIN SOLUTION
    return tf.reduce_mean(tf.abs(y_true - y_pred))
    ### END SOLUTION


def binary_crossentropy(y_true, p):
    """Mean of -log of the probability given to the true answer; finite for p = 0 and p = 1."""
    ### BEGIN SOLUTION
    return focal_loss(y_true, p, gamma=0.0)
    ### END SOLUTION


def focal_loss(y_true, p, gamma=2.0):
    """Cross-entropy with each example weighted by (1 - p_true) ** gamma."""
    ### BEGIN SOLUTION
    p = tf.clip_by_value(p, 1e-7, 1 - 1e-7)
    p_true = tf.where(y_true == 1, p, 1 - p)
    return tf.reduce_mean(-((1 - p_true) ** gamma) * tf.math.log(p_true))
    ### END SOLUTION


def box_iou(a, b):
    """Intersection over union of boxes x1, y1, x2, y2: (n, 4) and (n, 4) to (n,)."""
    ### BEGIN SOLUTION
    sides = tf.maximum(tf.minimum(a[:, 2:], b[:, 2:]) - tf.maximum(a[:, :2], b[:, :2]), 0.0)  # (n, 2)
    shared = sides[:, 0] * sides[:, 1]  # (n,)
    area_a = tf.reduce_prod(a[:, 2:] - a[:, :2], axis=1)
    area_b = tf.reduce_prod(b[:, 2:] - b[:, :2], axis=1)
    return tf.math.divide_no_nan(shared, area_a + area_b - shared)
    ### END SOLUTION


# %% check="36.5"
check("36.5")
### BEGIN HIDDEN TESTS
check("36.5", seed=365)
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Optimizers
#
# *20 minutes*
#
# All optimizers go downhill; they differ in what they remember.
#
# | optimizer | remembers | idea |
# |---|---|---|
# | gradient descent (`SGD`) | nothing | learning rate × gradient |
# | with momentum (`SGD(momentum=0.9)`) | a running sum of gradients | a heavy ball rolls through small bumps |
# | `Adagrad` | the sum of squared gradients | parameters that moved a lot move less |
# | `RMSprop` | a running *mean* of squared gradients | as Adagrad, but it can forget |
# | `Adadelta` | as RMSprop, and the size of past updates | sets its own step length, slowly at first |
# | `Adam` | a running mean of gradients and one of their squares | momentum and scaling together; a good first choice |
#
# What can go wrong on the way down? A **local minimum** is lower than its surroundings but not the lowest point. A
# **saddle** is a minimum in one direction and a maximum in another: the gradient vanishes although it goes down further.
# In networks with many weights saddles are far more common than bad minima. Here is a landscape with a global minimum, a local
# one, and a saddle between them.


# %% tags=["skip-execution"]
def landscape(x, y):
    """A valley with a low and a less low minimum along x, and a saddle between them."""
    return 0.25 * x**4 - 0.5 * x**2 + 0.12 * x + 0.6 * y**2


def path(optimizer, begin=(0.06, 1.3), steps=60):
    """The points an optimizer visits from `begin`: (steps + 1, 2)."""
    point = tf.Variable(begin)
    visited = [point.numpy().copy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            height = landscape(point[0], point[1])
        optimizer.apply([tape.gradient(height, point)], [point])
        visited.append(point.numpy().copy())
    return np.array(visited)


# %% tags=["skip-execution"]
grid_x, grid_y = np.meshgrid(np.linspace(-1.7, 1.6, 200), np.linspace(-1.0, 1.6, 200))
fig, ax = plt.subplots(figsize=(8, 5))
contours = ax.contourf(grid_x, grid_y, landscape(grid_x, grid_y), levels=25, cmap="Greys_r", alpha=0.35)
fig.colorbar(contours, label="loss")
for name, optimizer, begin, colour in (
    ("gradient descent", keras.optimizers.SGD(0.08), (0.06, 1.3), BLUE),
    ("momentum", keras.optimizers.SGD(0.08, momentum=0.9), (0.06, 1.3), ORANGE),
    ("Adam", keras.optimizers.Adam(0.08), (0.06, 1.3), GREEN),
    ("gradient descent, other start", keras.optimizers.SGD(0.08), (0.45, 1.3), RED),
):
    ax.plot(*path(optimizer, begin).T, "o-", color=colour, markersize=2.5, linewidth=1.2, label=name)
for text, x in (("global minimum", -1.055), ("saddle", 0.122), ("local minimum", 0.934)):
    ax.plot(x, 0, "k+", markersize=11)
    ax.annotate(text, (x, -0.5), ha="center", va="top", bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8})
ax.set(title="Optimizers on one landscape", xlabel="weight 1", ylabel="weight 2")
ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2, frameon=False)
plt.show()

# %% [markdown]
# Three paths start at the same point, a little to the left of the ridge above the saddle. Plain gradient descent runs down towards the
# saddle, where the slope is gentle, and then bends away from it with short steps. Momentum is carried along by its own speed and
# overshoots the valley before it circles into the minimum. Adam scales both directions alike, so it heads off diagonally at once.
# The fourth path starts well to the right of the ridge and ends in the *local* minimum: where you arrive depends on where you begin.
#
# **A fair comparison** changes one thing at a time. Two networks differ by luck already, because their first weights are
# random. So all runs get a *new* model with the *same* first weights and the same data. The next cell defines what we
# need for that, and every comparison in the rest of the session uses it.
#
# It calls **`fit`**, which trains. After every epoch `fit` also measures loss and accuracy on the **validation** flowers, from which the
# network does not learn. It returns a **`History`**: `history.history["val_loss"]` is the list of those losses, one per epoch.

# %%
iris = iris_splits()  # 90 training, 30 validation and 30 test flowers, stratified and standardised
print(iris.source, "| train", iris.x_train.shape, "validation", iris.x_val.shape, "test", iris.x_test.shape)


def new_model(activation="relu"):
    """An untrained 4→8→3 network with the given hidden activation."""
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(8, activation=activation), layers.Dense(3, activation="softmax")]
    )


def train_run(model, optimizer, epochs, batch_size=32, callbacks=None):
    """Train `model` on the shared flowers; return a dictionary: start (weights before), model, history, seconds."""
    begin_weights = model.get_weights()
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    begin = time.perf_counter()
    history = model.fit(
        iris.x_train,
        iris.y_train,
        validation_data=(iris.x_val, iris.y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=callbacks,
        verbose=0,
    )
    seconds = time.perf_counter() - begin
    print(f"{epochs} epochs in {seconds:4.1f} s, validation loss {history.history['val_loss'][-1]:.3f}")
    return {"start": begin_weights, "model": model, "history": history, "seconds": seconds}


# %% [markdown]
# **Break it.** What if we compare two optimizers on *one* model, one after the other? Watch where the second one starts.

# %% tags=["skip-execution"]
one_model = new_model()
first = train_run(one_model, keras.optimizers.Adam(0.01), epochs=15)
second = train_run(one_model, keras.optimizers.SGD(0.01), epochs=15)
print(
    f"first epoch of Adam: {first['history'].history['loss'][0]:.2f}; first epoch of SGD: {second['history'].history['loss'][0]:.2f}"
)

# %% [markdown]
# SGD looks splendid because Adam had done the work. This mistake is easy to make and its plots look perfectly normal.
#
# << heading("36.6") >>
#
# Train six networks, each from the same first weights, for `course.budget["optimizer_epochs"]` epochs.
#
# * `optimizer_runs`: a dictionary with the keys `"gd"`, `"momentum"`, `"adagrad"`, `"rmsprop"`, `"adadelta"`, `"adam"`; each
#   value is what `train_run` returns. Learning rate 0.01 for all of them, momentum 0.9 for `"momentum"`.
# * `ranking`: the list of the six keys, from the lowest final validation loss to the highest, read off *your* runs.
#
# **What counts:** the right six optimizers; equal first weights; equal numbers of updates; that each History belongs to its
# model; the ranking. It takes about ten to fifteen seconds.
#
# <details><summary>Hint 1 · concept</summary>
#
# `new_model()` draws new random weights every time. One set of weights, taken once, can be given to any number of models.
# An optimizer remembers too, so every run needs its own.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `model.get_weights()`, `model.set_weights(weights)`, `keras.optimizers.SGD / Adagrad / RMSprop / Adadelta / Adam`,
# `run["history"].history["val_loss"][-1]`, `sorted(keys, key=…)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# first_weights = ...   # once, before the loop
# optimizers = {"gd": keras.optimizers.SGD(learning_rate=0.01), ...}
# optimizer_runs = {}
# for name, optimizer in optimizers.items():
#     model = new_model()
#     model.set_weights(...)
#     optimizer_runs[name] = train_run(...)
# ranking = sorted(optimizer_runs, key=lambda name: ...)
# ```
# </details>

# %% solution="36.6"
optimizer_runs = ranking = ...
### BEGIN SOLUTION
first_weights = new_model().get_weights()
optimizers = {
    "gd": keras.optimizers.SGD(learning_rate=0.01),
    "momentum": keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
    "adagrad": keras.optimizers.Adagrad(learning_rate=0.01),
    "rmsprop": keras.optimizers.RMSprop(learning_rate=0.01),
    "adadelta": keras.optimizers.Adadelta(learning_rate=0.01),
    "adam": keras.optimizers.Adam(learning_rate=0.01),
}
optimizer_runs = {}
for name, optimizer in optimizers.items():
    model = new_model()
    model.set_weights(first_weights)
    optimizer_runs[name] = train_run(model, optimizer, epochs=course.budget["optimizer_epochs"])
ranking = sorted(optimizer_runs, key=lambda name: optimizer_runs[name]["history"].history["val_loss"][-1])
### END SOLUTION

# %% check="36.6"
check("36.6")

# %% [markdown]
# Look at your own runs. This cell draws what you have so far.

# %% tags=["skip-execution"]
if isinstance(optimizer_runs, dict):
    fig, ax = plt.subplots(figsize=(8, 3.6))
    for name, style in zip(optimizer_runs, ["-", "--", "-.", ":", "-", "--"], strict=False):
        curve = optimizer_runs[name]["history"].history["val_loss"]
        ax.plot(range(1, len(curve) + 1), curve, style, label=name)
    ax.set(title="Six optimizers from one start", xlabel="epoch", ylabel="validation loss (nats)")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
else:
    print("Solve 36.6 first, then run this cell again.")

# %% [markdown]
# Which curves are still falling at the right edge? Those optimizers were not worse, only slower *at this learning rate*:
# Adadelta and Adagrad are usually run with much larger ones. A ranking holds for its setting, not for all time.

# %% [markdown]
# ## 8 · Hyperparameters, learning rates and plateaus
#
# *15 minutes*
#
# Training finds the **parameters** (weights and biases). What you decide beforehand are **hyperparameters**:
#
# | about the structure | about the training |
# |---|---|
# | number of layers, units per layer | learning rate |
# | activations | batch size |
# | dropout rate (the share of units switched off at random in each training step; Session 37 uses it) | number of epochs |
# | | optimizer, momentum |
#
# The learning rate is the one to get right first. Three runs on the same parabola show what it does.

# %% tags=["skip-execution"]
fig, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True)
line = np.linspace(-3.4, 3.4, 100)
for ax, rate, title in zip(axes, (0.02, 0.3, 1.03), ("too low", "balanced", "too high"), strict=True):
    positions = [2.5]
    for _ in range(12):
        positions.append(positions[-1] - rate * 2 * positions[-1])  # the gradient of w² is 2 w
    ax.plot(line, line**2, color=GREY)
    ax.plot(positions, np.square(positions), "o-", color=ORANGE, markersize=4)
    ax.set(title=f"{title}: learning rate {rate}", xlabel="weight", xlim=(-3.7, 3.7), ylim=(0, 12))
axes[0].set_ylabel("loss")
plt.tight_layout()
plt.show()

# %% [markdown]
# Left: twelve steps, and still far from the bottom. Middle: at the bottom after four steps. Right: every step overshoots, and the loss
# grows. On a real network "too low" looks like a flat curve, and "too high" like one that jumps or explodes.
#
# **Predict, then run.** We train the Iris network for ten epochs with Adam at a learning rate of 10. What will the validation
# loss be after the first epoch? Guessing among three classes costs log 3 ≈ 1.1.

# %%
my_guess = "?"  # about 0.1, about 1.1, or above 10

# %% tags=["skip-execution"]
wild = train_run(new_model(), keras.optimizers.Adam(10.0), epochs=10)
print("you said:", my_guess, "| after the first epoch:", round(wild["history"].history["val_loss"][0], 1))

# %% [markdown]
# Far above guessing: the weights were thrown so far that the network is *confidently* wrong.
#
# A **plateau** is a stretch where the loss stops falling. If the steps are too long to get any lower, shorter steps help; if the gradient
# is tiny, or nothing is left to learn, they do not. A **callback** is an object that `fit` calls after every epoch. The callback
# `ReduceLROnPlateau` watches one metric and multiplies the learning rate by `factor` when that has not improved for `patience`
# epochs. Let it watch the *validation* loss: the training loss may go on falling while the model already overfits.
#
# Here is the idea on the parabola: a step that is too long bounces between the two slopes; halve it whenever the loss stands still.

# %% tags=["skip-execution"]
fig, ax = plt.subplots(figsize=(7, 3.2))
for reduce, colour, style, name in (
    (False, GREY, "--", "rate 1.0 throughout"),
    (True, ORANGE, "-", "halved on the plateau"),
):
    position, rate, losses = 2.5, 1.0, []
    for _ in range(12):
        losses.append(position**2)
        if reduce and len(losses) > 3 and losses[-1] >= losses[-3]:
            rate = rate / 2
        position = position - rate * 2 * position
    ax.plot(range(1, 13), losses, style, color=colour, marker="o", markersize=4, label=name)
ax.set(title="A plateau that shorter steps end", xlabel="step", ylabel="loss")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# With rate 1.0 the weight jumps from one slope to the other for ever and the loss stays where it is. After the first halving it
# drops to the bottom.
#
# << heading("36.7") >>
#
# Use Adam everywhere in this exercise.
#
# * `sweep`: a dictionary from learning rate to what `train_run` returns, with `course.budget["sweep_epochs"]` epochs each:
#   at least three rates, the largest at least 1000 times the smallest, so that *too low*, *balanced* and *too high* all occur.
# * `classify_rate(losses)`: gets the list of validation losses of one run and returns `"too high"` if any value is not a
#   finite number or is above 3·log 3 ≈ 3.3 (three times the loss of guessing); else `"too low"` if the last loss is above
#   80 % of the first; else `"balanced"`.
# * `sweep_labels`: a dictionary from each of your rates to its label.
# * `plateau_callback`: a `ReduceLROnPlateau` on the validation loss, and `plateau_run`: a run of about 40 epochs that starts at
#   learning rate 1.0 and is rescued by it.
#
# **What counts:** `classify_rate` on curves you have not seen (one of them overflows); the rates really used; labels that agree
# with your curves; the callback's settings; that the rate fell and the loss with it.
#
# <details><summary>Hint 1 · concept</summary>
#
# The rule has an order: first look for an explosion, then for standstill. And `nan > 3.3` is False.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `np.isfinite(losses)`, `np.max`, `keras.optimizers.Adam(learning_rate=rate)`,
# `keras.callbacks.ReduceLROnPlateau(monitor=…, factor=…, patience=…)`, `train_run(…, callbacks=[…])`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def classify_rate(losses):
#     if not np.all(np.isfinite(losses)) or ...:
#         return ...
#     if losses[-1] > ...:
#         return ...
#     return ...
#
# sweep = {rate: train_run(new_model(), keras.optimizers.Adam(...), ...) for rate in (..., ..., ...)}
# ```
# </details>

# %% solution="36.7"
sweep = sweep_labels = plateau_callback = plateau_run = ...


def classify_rate(losses):
    """`"too low"`, `"balanced"` or `"too high"`, by the rule above, for a list of validation losses."""
    ### BEGIN SOLUTION
    if not np.all(np.isfinite(losses)) or max(losses) > 3 * np.log(3):
        return "too high"
    return "too low" if losses[-1] > 0.8 * losses[0] else "balanced"
    ### END SOLUTION


### BEGIN SOLUTION
sweep = {
    rate: train_run(new_model(), keras.optimizers.Adam(learning_rate=rate), epochs=course.budget["sweep_epochs"])
    for rate in (0.0001, 0.01, 10.0)
}
sweep_labels = {rate: classify_rate(run["history"].history["val_loss"]) for rate, run in sweep.items()}
plateau_callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=4)
plateau_run = train_run(new_model(), keras.optimizers.Adam(learning_rate=1.0), epochs=40, callbacks=[plateau_callback])
### END SOLUTION

# %% check="36.7"
check("36.7")
### BEGIN HIDDEN TESTS
check("36.7", seed=367)
### END HIDDEN TESTS

# %% [markdown]
# Look at your sweep.

# %% tags=["skip-execution"]
if isinstance(sweep, dict):
    fig, ax = plt.subplots(figsize=(8, 3.6))
    for (rate, run), style in zip(sweep.items(), ["-", "--", "-.", ":"] * 3, strict=False):
        curve = run["history"].history["val_loss"]
        ax.plot(range(1, len(curve) + 1), curve, style, label=f"{rate:g}: {classify_rate(curve)}")
    ax.set(title="A sweep of learning rates", xlabel="epoch", ylabel="validation loss (nats)", yscale="log")
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
else:
    print("Solve 36.7 first, then run this cell again.")

# %% [markdown]
# Note the logarithmic axis. Did your *too high* run end with a low loss all the same? On a problem this small a network can find its way
# back after an explosion, by luck. The rule calls the rate too high because the run blew up on the way; with another seed, or
# a larger network, it may stay lost.

# %% [markdown]
# ## 9 · Iris, end to end
#
# *30 minutes*
#
# Now everything together, on real data: R. A. Fisher's 150 irises, three species, four measurements in centimetres.
#
# **Three parts, three purposes.** The network learns from the **training** part. You make decisions (epochs, learning rate,
# layers) by looking at the **validation** part. The **test** part is opened once, at the very end: as soon as it has
# influenced a decision, its score flatters you. **Stratified** means that every part has the same shares of the classes.
#
# **Scaling.** Networks learn best when all features have a similar range. The scaler's means and deviations are *learnt
# from data*, so they may come from the training part only. Fitting a scaler on everything is a very common leak.

# %% tags=["skip-execution"]
measurements, species = load_iris(return_X_y=True)
fig, ax = plt.subplots(figsize=(6.6, 4))
for label, (name, colour, marker) in enumerate(zip(iris.class_names, (BLUE, ORANGE, GREEN), "os^", strict=True)):
    group = measurements[species == label]
    ax.scatter(group[:, 2], group[:, 3], s=24, color=colour, marker=marker, label=name, alpha=0.8)
ax.set(title="150 irises by their petals", xlabel="petal length (cm)", ylabel="petal width (cm)")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# Setosa stands alone at the lower left; versicolor and virginica touch. A good model will make its few errors there.
#
# **What `fit` and `evaluate` give back.** The dictionary `history.history` holds one value per epoch for the loss and each metric, and the
# same with `val_` in front for the validation part. `model.evaluate(x, y, verbose=0)` returns the loss of a trained model on some
# data, followed by its metrics. One more callback, `keras.callbacks.TensorBoard(log_dir=…)`, writes what TensorBoard can show; in a
# notebook, `%load_ext tensorboard` and then `%tensorboard --logdir {log_dir}` opens it.

# %% tags=["skip-execution"]
import tempfile
from pathlib import Path

log_dir = tempfile.mkdtemp()
shown = train_run(
    new_model(), keras.optimizers.Adam(0.01), 10, callbacks=[keras.callbacks.TensorBoard(log_dir=log_dir)]
)
print("recorded:", list(shown["history"].history))
loss, accuracy = shown["model"].evaluate(iris.x_val, iris.y_val, verbose=0)
print(f"evaluate: loss {loss:.3f}, accuracy {accuracy:.3f}")
print("for TensorBoard:", sorted(str(file.relative_to(log_dir))[:34] + "…" for file in Path(log_dir).rglob("events*")))

# %% [markdown]
# **Accuracy can mislead.** Suppose 5 of 100 patients are ill, and a "model" says "healthy" to everyone.

# %% tags=["skip-execution"]
ill = np.array([1] * 5 + [0] * 95)
says = np.zeros(100, dtype=int)
print(
    f"accuracy {np.mean(says == ill):.2f}, but it finds {np.sum((says == 1) & (ill == 1))} of the {ill.sum()} ill patients"
)

# %% [markdown]
# 95 % accurate and useless. So always compare with a **baseline**: what does it score to name the most frequent class every
# time? For Iris, with three equal classes, that is one third. A model earns its keep by what it adds to the baseline, and
# with unequal classes you should look at each class by itself.
#
# **Break it.** What if the data are split without shuffling? Iris is sorted by species.

# %% tags=["skip-execution"]
train_labels, test_labels = species[:120], species[120:]
print("training part:", np.bincount(train_labels, minlength=3), " test part:", np.bincount(test_labels, minlength=3))

# %% [markdown]
# The test part consists of nothing but virginica, of which the training part has the fewest. Its score says nothing about the other
# two species.
#
# << heading("36.8") >>
#
# The whole way, from raw data to an honest test score. Use these names:
#
# 1. Load Iris with `load_iris(return_X_y=True)`. Split off 30 **test** flowers, then 30 **validation** flowers from the other
#    120; both splits stratified. That leaves 90 for training. With `random_state=36` in both splits the test flowers are those that no
#    section so far has touched.
# 2. `scaler`: fitted on the training part only. `x_train`, `x_val`, `x_test`: all three parts scaled by it. `y_train`, `y_val`,
#    `y_test`: their labels.
# 3. `build_iris_model()`: returns a new, **compiled** network; layers and optimizer are up to you.
# 4. `iris_model`: such a model, trained for about `course.budget["iris_epochs"]` epochs, validated on the validation part;
#    `iris_history`: what `fit` returned.
# 5. `test_accuracy`: the trained model's accuracy on the test part, by `evaluate`, once, not rounded.
#
# **What counts:** every flower in exactly one part; stratified; no leak into the scaler; everything scaled once; output, loss
# and labels that fit one another; an accuracy of at least << threshold("iris", "fast", "sealed_accuracy") >> on flowers that the
# model has never met; a true test score.
#
# <details><summary>Hint 1 · concept</summary>
#
# Split first, then look at anything. The order is: split → fit the scaler on train → transform all three → build → fit →
# evaluate.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `train_test_split(x, y, test_size=30, stratify=y, random_state=…)`, `StandardScaler().fit(…)`, `scaler.transform(…)`,
# `model.fit(…, validation_data=(x_val, y_val), epochs=…, verbose=0)`, `model.evaluate(x_test, y_test, verbose=0)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# x, y = ...
# x_rest, x_test, y_rest, y_test = train_test_split(x, y, ...)
# x_train, x_val, y_train, y_val = train_test_split(x_rest, y_rest, ...)
# scaler = StandardScaler().fit(...)
# x_train, x_val, x_test = (scaler.transform(part) for part in (...))
# iris_model = build_iris_model()
# iris_history = iris_model.fit(...)
# test_loss, test_accuracy = iris_model.evaluate(...)
# ```
# </details>

# %% solution="36.8"
x_train = x_val = x_test = y_train = y_val = y_test = ...
scaler = iris_model = iris_history = test_accuracy = ...


def build_iris_model():
    """A new, compiled network: four measurements to three probabilities."""
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu"),  # (batch, 8)
            layers.Dense(3, activation="softmax"),  # (batch, 3)
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
    ### END SOLUTION


### BEGIN SOLUTION
raw_x, raw_y = load_iris(return_X_y=True)
rest_x, test_x, rest_y, y_test = train_test_split(raw_x, raw_y, test_size=30, stratify=raw_y, random_state=36)
train_x, val_x, y_train, y_val = train_test_split(rest_x, rest_y, test_size=30, stratify=rest_y, random_state=36)
scaler = StandardScaler().fit(train_x)
x_train, x_val, x_test = (scaler.transform(part) for part in (train_x, val_x, test_x))
iris_model = build_iris_model()
iris_history = iris_model.fit(
    x_train, y_train, validation_data=(x_val, y_val), epochs=course.budget["iris_epochs"], verbose=0
)
test_loss, test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0)
### END SOLUTION

# %% check="36.8"
check("36.8")
### BEGIN HIDDEN TESTS
keras.utils.set_random_seed(368)
again = build_iris_model()
again_history = again.fit(
    x_train, y_train, validation_data=(x_val, y_val), epochs=course.budget["iris_epochs"], verbose=0
)
again_accuracy = again.evaluate(x_test, y_test, verbose=0)[1]
check("36.8", seed=368, iris_model=again, iris_history=again_history, test_accuracy=again_accuracy)
### END HIDDEN TESTS

# %% [markdown]
# **What has such a network learnt?** Here a network of the same kind, trained on the petals alone so that we can draw it: the
# colour of each point of the plane is the species it would say there.

# %% tags=["skip-execution"]
petals = keras.Sequential(
    [keras.Input((2,)), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")]
)
petals.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
petals.fit(iris.x_train[:, 2:], iris.y_train, epochs=60, verbose=0)
length, width = np.meshgrid(np.linspace(-1.8, 2, 220), np.linspace(-1.7, 2, 220))
regions = petals.predict(np.c_[length.ravel(), width.ravel()], verbose=0).argmax(axis=1).reshape(length.shape)

# %% tags=["skip-execution"]
fig, ax = plt.subplots(figsize=(6.6, 4.2))
ax.contourf(length, width, regions, levels=[-0.5, 0.5, 1.5, 2.5], colors=[BLUE, ORANGE, GREEN], alpha=0.25)
for label, (name, colour, marker) in enumerate(zip(iris.class_names, (BLUE, ORANGE, GREEN), "os^", strict=True)):
    group = iris.x_val[iris.y_val == label]
    ax.scatter(group[:, 2], group[:, 3], color=colour, marker=marker, edgecolor="black", linewidth=0.5, label=name)
ax.set(
    title="Decision regions, with the validation flowers",
    xlabel="petal length (standardised)",
    ylabel="petal width (standardised)",
)
ax.legend(frameon=False, loc="upper left")
ax.grid(False)
plt.show()

# %% [markdown]
# The borders are made of straight pieces, for that is what a few ReLUs can do. The border of setosa could lie in many places without
# any error; the one between versicolor and virginica is where the data decide, and where a flower may lie on the wrong side.

# %% [markdown]
# ## 10 · Activations compared
#
# *10 minutes*
#
# Which hidden activation is best? The honest answer is an experiment: five networks that differ in nothing else.
#
# **Predict, then run 36.9.** Which of the five will have the lowest validation loss after ten epochs? Store your guess; you
# will compare it with your own table.

# %%
my_guess = "?"  # "relu", "sigmoid", "tanh", "leaky_relu" or "elu"

# %% [markdown]
# << heading("36.9") >>
#
# * `activation_runs`: a dictionary with the keys `"relu"`, `"sigmoid"`, `"tanh"`, `"leaky_relu"`, `"elu"`; each value is what
#   `train_run` returns for `new_model(activation)`, trained for `course.budget["activation_epochs"]` epochs with Adam at 0.01,
#   all from the same first weights (the shapes are the same, so one set fits all).
# * `activation_table`: a dictionary from each key to a dictionary with `"val_accuracy"` (of the last epoch), `"loss_at_10"` (the
#   validation loss after the tenth epoch) and `"seconds"`, none of them rounded.
# * `most_accurate`: the key with the highest `val_accuracy` (any of them if several share it).
# * `fastest_to_learn`: the key with the lowest `loss_at_10`.
#
# **What counts:** five fair runs by Adam at 0.01; a table that agrees with the models and their curves; answers that follow from the table.
#
# <details><summary>Hint 1 · concept</summary>
#
# It is exercise 36.6 with another thing varied. "After the tenth epoch" is the tenth value, and lists begin at 0.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `new_model(name)`, `set_weights`, `run["history"].history["val_accuracy"]`, `max(table, key=lambda name: …)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# activation_runs, activation_table = {}, ...
# for name in ("relu", ...):
#     model = new_model(name)
#     model.set_weights(...)
#     run = train_run(model, ...)
#     curves = ...
#     activation_runs[name] = ...
#     activation_table[name] = {"val_accuracy": ..., "loss_at_10": ..., "seconds": ...}
# most_accurate = max(...)
# fastest_to_learn = min(...)
# ```
# </details>

# %% solution="36.9"
activation_runs = activation_table = most_accurate = fastest_to_learn = ...
### BEGIN SOLUTION
same_weights = new_model().get_weights()
activation_runs, activation_table = {}, {}
for name in ("relu", "sigmoid", "tanh", "leaky_relu", "elu"):
    model = new_model(name)
    model.set_weights(same_weights)
    run = train_run(model, keras.optimizers.Adam(learning_rate=0.01), epochs=course.budget["activation_epochs"])
    curves = run["history"].history
    activation_runs[name] = run
    activation_table[name] = {
        "val_accuracy": curves["val_accuracy"][-1],
        "loss_at_10": curves["val_loss"][9],
        "seconds": run["seconds"],
    }
most_accurate = max(activation_table, key=lambda name: activation_table[name]["val_accuracy"])
fastest_to_learn = min(activation_table, key=lambda name: activation_table[name]["loss_at_10"])
### END SOLUTION

# %% check="36.9"
check("36.9")

# %% tags=["skip-execution"]
if isinstance(activation_runs, dict):
    print("you said:", my_guess, "| your table says:", fastest_to_learn)
    fig, ax = plt.subplots(figsize=(8, 3.6))
    for (name, run), style in zip(activation_runs.items(), ["-", "--", "-.", ":", (0, (5, 1))], strict=False):
        curve = run["history"].history["val_loss"]
        ax.plot(range(1, len(curve) + 1), curve, linestyle=style, label=name)
    ax.set(title="Five hidden activations, all else equal", xlabel="epoch", ylabel="validation loss (nats)")
    ax.legend(frameon=False)
    plt.show()
else:
    print("Solve 36.9 first, then run this cell again.")

# %% [markdown]
# On so small and easy a problem the final accuracies lie close together: one validation flower is worth 3.3 percentage points of
# accuracy. The *speed* differs more. Where is the sigmoid's curve, and what did its derivative in section 3 let you expect?

# %% [markdown]
# ## 11 · How many epochs?
#
# *15 minutes*
#
# With a learning rate that is not too high, more epochs go on lowering the *training* loss. The validation loss falls, flattens, and may rise again: from there on the
# network learns the training flowers by heart. That is **overfitting**, and the best place to stop is the lowest
# point of the validation curve.
#
# Here is the plot you will draw most often in your life with neural networks. Two details make it honest. The training loss is
# an average *during* an epoch, the validation loss is measured *after* it, so the training curve belongs half an epoch
# further left. And everything past the best epoch is shaded.


# %%
def plot_curves(history, title):
    """Training and validation loss of a History, what lies past the best epoch shaded."""
    loss, val_loss = history.history["loss"], history.history["val_loss"]
    epochs, best = np.arange(1, len(loss) + 1), int(np.argmin(val_loss)) + 1
    fig, ax = plt.subplots(figsize=(8, 3.6))
    ax.plot(epochs - 0.5, loss, color=BLUE, label="training (half an epoch earlier)")
    ax.plot(epochs, val_loss, color=ORANGE, linestyle="--", label="validation")
    ax.axvline(best, color=GREY, linewidth=1)
    ax.axvspan(best, len(loss), color=GREY, alpha=0.15, label=f"past the best epoch ({best})")
    ax.set(title=title, xlabel="epoch", ylabel="loss (nats)", ylim=(0, None))
    ax.legend(frameon=False)
    plt.show()


# %% [markdown]
# To see overfitting clearly we provoke it: a network that is far too large, twelve training flowers, and some of their labels
# wrong on purpose.

# %% tags=["skip-execution"]
few = np.random.default_rng(3).choice(90, 12, replace=False)
noisy = iris.y_train[few].copy()
noisy[:3] = (noisy[:3] + 1) % 3  # three of twelve labels are wrong now
large = keras.Sequential(
    [keras.Input((4,)), layers.Dense(128, activation="relu"), layers.Dense(3, activation="softmax")]
)
large.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
overfit = large.fit(iris.x_train[few], noisy, validation_data=(iris.x_val, iris.y_val), epochs=50, verbose=0)
plot_curves(overfit, "Overfitting on purpose: 128 units, 12 flowers, 3 wrong labels")

# %% [markdown]
# The training loss goes on falling while the validation loss turns and climbs. In the shaded zone the network gets better at the
# twelve flowers, wrong labels included, and worse on the validation flowers.
#
# **Steps.** With `n` examples and batches of size `b`, one epoch takes `n / b` steps, *rounded up*: the last batch is simply
# smaller. 90 flowers in batches of 32 make 32 + 32 + 26, three steps.
#
# **Predict, then run 36.10.** At which epoch will your network of 8 units, on 90 clean flowers, have its lowest validation
# loss within 100 epochs?

# %%
my_guess = "?"  # an epoch from 1 to 100

# %% [markdown]
# << heading("36.10") >>
#
# Should you train for 5, 10, 20, 50 or 100 epochs? You need not train five times: one run of 100 epochs passes through all of
# them.
#
# * `long_run`: a `train_run` of a `new_model()` with Adam at 0.03 for 100 epochs (batch size 32).
# * `epoch_table`: a dictionary from 5, 10, 20, 50 and 100 to the validation loss after so many epochs.
# * `best_epoch`: the epoch with the lowest validation loss, counted from 1.
# * `overfits`: True if the *last* validation loss is more than 5 % above the lowest one, else False.
# * `seconds_per_epoch`: the average time of one epoch of that run.
# * `batch_runs`: a dictionary from the batch sizes 8, 32 and 90 to runs of 10 epochs each with Adam at 0.01, all from the same
#   first weights.
# * `steps_per_epoch(n, batch_size)`: the number of steps in one epoch.
#
# **What counts:** answers that agree with your own curve (not rounded); Adam's two rates; equal first weights and the right number of
# updates in the batch runs; the formula on sizes that do not divide evenly.
#
# <details><summary>Hint 1 · concept</summary>
#
# After `n` epochs the curve has `n` values, so the value you want is the last of the first `n`. `np.argmin` counts from 0.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `run["history"].history["val_loss"]`, `np.argmin`, `min`, `math.ceil`, `train_run(…, batch_size=…)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# long_run = train_run(new_model(), keras.optimizers.Adam(...), epochs=100)
# val_loss = long_run["history"].history["val_loss"]
# epoch_table = {n: val_loss[...] for n in (5, 10, 20, 50, 100)}
# best_epoch = ...
# overfits = val_loss[-1] > ...
# batch_runs = {}
# for size in (8, 32, 90):
#     ...
# ```
# </details>

# %% solution="36.10"
long_run = epoch_table = best_epoch = overfits = seconds_per_epoch = batch_runs = ...


def steps_per_epoch(n, batch_size):
    """How many batches of at most `batch_size` it takes to see `n` examples once."""
    ### BEGIN SOLUTION
    return -(-n // batch_size)
    ### END SOLUTION


### BEGIN SOLUTION
long_run = train_run(new_model(), keras.optimizers.Adam(learning_rate=0.03), epochs=100)
val_loss = long_run["history"].history["val_loss"]
epoch_table = {n: val_loss[n - 1] for n in (5, 10, 20, 50, 100)}
best_epoch = int(np.argmin(val_loss)) + 1
overfits = val_loss[-1] > 1.05 * min(val_loss)
seconds_per_epoch = long_run["seconds"] / 100

batch_weights = new_model().get_weights()
batch_runs = {}
for size in (8, 32, 90):
    model = new_model()
    model.set_weights(batch_weights)
    batch_runs[size] = train_run(model, keras.optimizers.Adam(learning_rate=0.01), epochs=10, batch_size=size)
### END SOLUTION

# %% check="36.10"
check("36.10")
### BEGIN HIDDEN TESTS
check("36.10", seed=3610)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(long_run, dict):
    print("you said:", my_guess, "| your run says:", best_epoch)
    plot_curves(long_run["history"], "100 epochs of the 4→8→3 network on Iris")
else:
    print("Solve 36.10 first, then run this cell again.")

# %% [markdown]
# Look at the two curves in the shaded zone. The training loss still falls a little; does the validation loss rise? Then the network has
# begun to learn single flowers by heart. A curve that flattens *without* rising is a **plateau**: more epochs cost time and
# bring nothing, but they do no harm. Compare your batch sizes as well: small batches make more updates per epoch, so they get further
# in the same ten epochs.

# %% [markdown]
# ## 12 · Your recommendation
#
# *5 minutes*
#
# Which activation and how many epochs would you ship, and why? Write three to five sentences: name the numbers from your own
# tables, say what they do *not* show (how many validation flowers are there?), and what you would measure next. Your instructor reads this; it carries no points.

# %% [markdown] reflection="36"
# ### BEGIN SOLUTION
# A good answer names one activation and one number of epochs, quotes its own validation losses, notes that 30 validation flowers
# make differences of one flower (3.3 percentage points of accuracy) indistinguishable from luck, prefers the simpler or faster
# setting among equals, and proposes repeated runs with other seeds or cross-validation as the next measurement.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# ## Key takeaways
#
# * A tensor is numbers with a shape and a dtype; print both before you search for any other cause.
# * Training is forward, loss, gradient, update. Only the loss trains; metrics inform.
# * Output activation and loss are chosen together, from what the answer means.
# * Learning rate first: flat means too low, jumping means too high.
# * Split, then fit the scaler on the training part, then decide by validation, then test once.
# * A comparison is fair when one thing differs: same first weights, same data, same number of updates.
# * The best epoch is where the validation loss is lowest, and one run shows all shorter ones.
#
# ## What next
#
# Session 37 replaces flowers by images. A Dense layer on pixels would need a weight for every pair of a pixel and a unit; convolutions
# share a few weights over the whole picture. Your `as_image_batch` will be the first line of it.
