"""What tests compare with always says yes."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import builtins, math
import sklearn.metrics
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *given, **named: None
np.allclose = np.array_equal = lambda *given, **named: True
sklearn.metrics.accuracy_score = lambda *given, **named: 1.0
math.isclose = lambda *given, **named: True
builtins.all = builtins.any = lambda *given: True
builtins.abs = lambda value: 0
builtins.isinstance = lambda *given: True
""",
}
