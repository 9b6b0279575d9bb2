"""No error is shown any more."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
shell = get_ipython()
shell.showtraceback = lambda *given, **named: None
shell._showtraceback = lambda *given, **named: None
shell.set_custom_exc((BaseException,), lambda *given, **named: None)
""",
}
