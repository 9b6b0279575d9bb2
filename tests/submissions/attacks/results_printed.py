"""Results are printed as the check prints them."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
from IPython.display import HTML, display
print("36.1 · 8 of 8 points · passed")
display(HTML("<script>document.body.innerHTML = '100 of 100'</script>"))
""",
}
