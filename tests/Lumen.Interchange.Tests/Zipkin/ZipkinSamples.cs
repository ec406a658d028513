namespace Lumen.Interchange.Zipkin;

/// <summary>Lists as senders write them.</summary>
internal static class ZipkinSamples
{
    /// <summary>Client and server of one call that share a span id, as libraries with B3 propagation send them.</summary>
    internal const string SharedId = """
        [{"traceId":"5b8aa5a2d2c87234","parentId":"5b8aa5a2d2c87234","id":"61e1d2a0c0ffee01","kind":"CLIENT","name":"get",
          "timestamp":1700000000199000,"duration":207000,"localEndpoint":{"serviceName":"shop","ipv4":"10.0.0.1"},
          "remoteEndpoint":{"serviceName":"stock","ipv4":"10.0.0.2","port":9000},
          "annotations":[{"timestamp":1700000000238000,"value":"ws"},{"timestamp":1700000000403000,"value":"wr"}],
          "tags":{"http.path":"/items","library/version":"6.45.0"}},
         {"traceId":"5b8aa5a2d2c87234","parentId":"5b8aa5a2d2c87234","id":"61e1d2a0c0ffee01","kind":"SERVER","name":"get /items",
          "timestamp":1700000000250000,"duration":100000,"localEndpoint":{"serviceName":"stock","ipv4":"10.0.0.2","port":9000},
          "remoteEndpoint":{"ipv4":"10.0.0.1","port":63840},"tags":{"http.path":"/items"},"shared":true}]
        """;

    /// <summary>A failed call, as OpenTelemetry's exporters to Zipkin write it.</summary>
    internal const string FailedCall = """
        [{"traceId":"5e2c0d8e8d1a4a57b5d1c6f1a2b3c4d5","name":"POST /Pay","parentId":"61e1d2a0c0ffee02","id":"61e1d2a0c0ffee03",
          "kind":"CLIENT","timestamp":1700000000123456,"duration":2500,"localEndpoint":{"serviceName":"shop"},
          "remoteEndpoint":{"serviceName":"pay.example:443"},
          "annotations":[{"timestamp":1700000000124000,"value":"\"exception\": {\"exception.type\":\"Timeout\"}"}],
          "tags":{"http.request.method":"POST","http.response.status_code":"504","otel.status_code":"ERROR","error":"upstream timed out",
            "otel.scope.name":"System.Net.Http","service.name":"shop"}}]
        """;
}
