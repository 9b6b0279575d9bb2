"""A model whose layer carries code."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
def run(x):
    os.system("touch escaped")
    return x
def build_model():
    return keras.Sequential([keras.Input((4,)), layers.Lambda(run), layers.Dense(8), layers.Dense(3, activation="softmax")])
iris_model = build_model()
""",
}
