"""Evidence is written by hand: odd types, NaN, links, paths that lead out, a giant file."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import glob, os
for folder in {os.path.dirname(path) for path in glob.glob("/**/*evidence*", recursive=True)} | {os.getcwd()}:
    for exercise in ("36.1", "36.2", "../36.3", "36.4"):
        for ending in ("", ".npz", ".evidence", ".bin"):
            try:
                path = os.path.join(folder, exercise + ending)
                with open(path, "wb") as stream:
                    stream.write(b"PK" + bytes(100_000))
                os.symlink("/etc/passwd", path + ".link")
            except OSError:
                pass
""",
}
