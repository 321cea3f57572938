"""A local HTTP server that walks a machine: for the tests of clients.

In layers, each of which knows only those before it:

* `spans`, `chance`, `life`: time, chance, and what is fixed of a machine
* `resource`, `walks`, `script`, `together`, `world`: resources that a virtual clock and calls move; no socket, no wall time
* `bodies`, `errors`, `routes`, `meaning`, `answers`, `control`: requests in, answers out
* `simulation`, `http`, `server`: the whole of it, and the loop that serves it at 127.0.0.1
* `prepare`, `serving`: from words to a mock; the context manager for Python's tests
"""

from statebook.mock.prepare import NotMocked
from statebook.mock.serving import Mock, serve

__all__ = ["Mock", "NotMocked", "serve"]
