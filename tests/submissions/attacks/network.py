"""A way out is looked for."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import socket, urllib.request
for address in (("127.0.0.1", 22), ("192.0.2.1", 80), ("::1", 8786)):
    try:
        socket.create_connection(address, 1)
        scalar = 36
    except OSError:
        pass
try:
    urllib.request.urlopen("http://example.org", timeout=1)
except OSError:
    pass
""",
}
