"""A shop with two routes, for tests. Flask and requests are instrumented from outside; "price" is a span of the shop's own."""
import signal
import sys

import requests
from flask import Flask, request
from opentelemetry import trace
from werkzeug.serving import make_server

app = Flask("shop")
tracer = trace.get_tracer("shop", "1.2.3")


def price(linked):
    """Makes a span with each kind of child that a span has."""
    with tracer.start_as_current_span("price", links=[trace.Link(linked, {"why": "campaign"})]) as span:
        span.set_attributes({"text": "注文 🛒", "pieces": 3, "share": 0.5, "cached": True, "sizes": [1, 2], "tags": ["a", ""]})
        span.add_event("discounted", {"percent": 15})
        return trace.format_span_id(span.get_span_context().span_id)


@app.route("/orders")
def orders():
    own = price(trace.get_current_span().get_span_context())
    stock = requests.get(f"http://127.0.0.1:{server.port}/stock", timeout=60)
    return f"{stock.text} {own}"


@app.route("/stock")
def stock():
    return request.headers["traceparent"]


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"The shop listens on {server.port}.", flush=True)
server.serve_forever()
