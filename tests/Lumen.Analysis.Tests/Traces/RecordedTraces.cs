using Lumen.Analysis.Tests.Traces.Formats;
using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Traces;

/// <summary>Reads a file of recorded traces in whatever format it has.</summary>
internal static class RecordedTraces
{
    /// <param name="dataset">The path inside the folder of traces.</param>
    internal static IReadOnlyList<RecordedTrace> Read(string dataset)
    {
        var path = Require.Shared(["traces", .. dataset.Split('/')]);
        return dataset switch
        {
            _ when dataset.StartsWith("nezha/", StringComparison.Ordinal) => NezhaCsv.Read(path),
            _ when dataset.StartsWith("large/", StringComparison.Ordinal) => ProfilerCsv.Read(path),
            _ when dataset.StartsWith("zipkin/", StringComparison.Ordinal) => ZipkinJson.Read(path),
            "jaeger-ui/hotrod-otlp-getTrace-response.json" => OtlpJson.Read(path),
            _ => JaegerJson.Read(path),
        };
    }
}
