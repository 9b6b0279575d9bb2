"""Later cells are rewritten before they run."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
get_ipython().input_transformers_post.append(lambda lines: ["print('passed')\\n"])
""",
}
