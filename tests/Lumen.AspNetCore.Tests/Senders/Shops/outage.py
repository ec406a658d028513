#!/usr/bin/env python3
"""Measures what docs/senders.md says: how much each sender loses while the server is stopped for a number of seconds.

Usage: outage.py SECONDS, after Senders/prepare and a Release build of samples/Lumen.Server. OTEL_ variables in the environment reach the
senders; OUTAGE_COLLECTOR=PATH, the path of an otelcol, puts a Collector between.
"""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
INSTALLED = Path(tempfile.gettempdir()) / "lumen-senders"
PAUSE, BEFORE = 0.5, 12
# A Collector waits up to 45 s before it tries again, and drops what it holds when it is ended before.
AFTER = 60 if "OUTAGE_COLLECTOR" in os.environ else 20
COMMANDS = {
    "node": ["node", "--require", "@opentelemetry/auto-instrumentations-node/register", str(HERE / "shop.js")],
    "java": ["java", f"-javaagent:{ROOT.parent}/shared/clients/opentelemetry-javaagent.jar", str(HERE / "Shop.java")],
    "python": [str(INSTALLED / "python/bin/opentelemetry-instrument"), "python", str(HERE / "shop.py")],
}


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def start(name, command, environment, ready):
    """Starts a program that prints into a file, and waits for a line of it."""
    log = folder / f"{name}.{time.monotonic_ns()}.log"
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log.open("w"), stderr=subprocess.STDOUT)
    while not (found := re.search(ready, log.read_text())):
        if process.poll() is not None:
            sys.exit(f"{name} ended: {log.read_text()}")
        time.sleep(0.05)
    return process, found


def start_server():
    names = ("Lumen__HttpPort", "Lumen__OtlpGrpcPorts", "Lumen__OtlpHttpPort")
    environment = {name: str(port) for name, port in zip(names, server_ports)}
    environment |= {"Lumen__DataDirectory": str(folder / "data"), "Lumen__Access": "Anonymous"}
    dll = next((ROOT / "samples/Lumen.Server/bin/Release").glob("*/Lumen.Server.dll"))
    return start("server", ["dotnet", str(dll)], environment, "Lumen is ready")[0]


def start_collector():
    """Starts a Collector before the server, where one was asked for; answers with the ports that senders send to."""
    if "OUTAGE_COLLECTOR" not in os.environ:
        return None, server_ports[1:]
    grpc, http = free_ports(2)
    file = folder / "collector.yaml"
    file.write_text(f"""
receivers: {{ otlp: {{ protocols: {{ grpc: {{ endpoint: "127.0.0.1:{grpc}" }}, http: {{ endpoint: "127.0.0.1:{http}" }} }} }} }}
processors: {{ batch: {{}} }}
exporters: {{ otlp_grpc: {{ endpoint: "127.0.0.1:{server_ports[1]}", tls: {{ insecure: true }} }} }}
service:
  telemetry: {{ metrics: {{ level: none }} }}
  pipelines: {{ traces: {{ receivers: [otlp], processors: [batch], exporters: [otlp_grpc] }} }}
""")
    command = [os.environ["OUTAGE_COLLECTOR"], "--config", str(file)]
    return start("collector", command, {}, "Everything is ready")[0], (grpc, http)


def start_shop(kind, protocol):
    environment = {
        "OTEL_SERVICE_NAME": "shop", "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none",
        "OTEL_NODE_RESOURCE_DETECTORS": "env,host,os", "NODE_PATH": str(INSTALLED / "node/node_modules"),
        "OTEL_EXPORTER_OTLP_PROTOCOL": protocol,
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{otlp_ports[0 if protocol == 'grpc' else 1]}",
        "PATH": f"{INSTALLED}/python/bin:{os.environ['PATH']}" if kind == "python" else os.environ["PATH"],
    }
    process, ready = start(f"{kind}-{protocol[:4]}", COMMANDS[kind], environment, r"listens on (\d+)")
    return process, int(ready[1])


def order_for(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, (_, port) in shops.items():
            trace = os.urandom(16).hex()
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/orders", headers={"traceparent": f"00-{trace}-00000000000000aa-01"})
            urllib.request.urlopen(request, timeout=60).read()
            orders[name].append((time.monotonic(), trace))
        time.sleep(PAUSE)


def is_stored(trace):
    try:
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{server_ports[0]}/api/traces/{trace}").read())
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return False
        raise


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


with tempfile.TemporaryDirectory(prefix="lumen-outage-") as name:
    folder = Path(name)
    server_ports = free_ports(3)
    server = start_server()
    collector, otlp_ports = start_collector()
    shops = {(kind, protocol): start_shop(kind, protocol) for kind in COMMANDS for protocol in ("grpc", "http/protobuf")}
    orders = {name: [] for name in shops}
    order_for(BEFORE)
    stopped = time.monotonic()
    end(server)
    order_for(float(sys.argv[1]))
    server = start_server()
    outage = time.monotonic() - stopped
    order_for(AFTER)
    for process, _ in shops.values():
        end(process)
    if collector:
        end(collector)
    print(f"The server was away for {outage:.1f} s.")
    for (kind, protocol), made in orders.items():
        lost = [when - stopped for when, trace in made if not is_stored(trace)]
        gap = f", from {lost[0]:.1f} s to {lost[-1]:.1f} s after it went" if lost else ""
        print(f"{kind} {protocol}: {len(lost)} of {len(made)} traces lost{gap}")
    end(server)
