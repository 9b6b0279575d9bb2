"""The shell's run_cell is another one."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
shell = get_ipython()
shell.run_cell = lambda *given, **named: print("10 of 10 points")
shell.run_cell_async = lambda *given, **named: None
type(shell).run_cell = lambda *given, **named: print("10 of 10 points")
""",
}
