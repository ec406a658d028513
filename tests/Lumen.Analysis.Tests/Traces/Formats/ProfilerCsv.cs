using System.Globalization;

namespace Lumen.Analysis.Tests.Traces.Formats;

/// <summary>Profiler runs turned into one trace: traceId, spanId, parentSpanId, service, name, kind, startUnixNano, endUnixNano.</summary>
internal static class ProfilerCsv
{
    internal static IReadOnlyList<RecordedTrace> Read(string path) =>
        RecordedTrace.Group(CsvFile.Read(path).Select(fields => (fields[0], ToSpan(fields))));

    private static AnalysisSpan ToSpan(string[] fields) => new()
    {
        Id = SpanId.Parse(fields[1]),
        ParentId = fields[2].Length == 0 ? default : SpanId.Parse(fields[2]),
        Service = fields[3],
        Name = fields[4],
        Kind = Enum.Parse<SpanKind>(fields[5], ignoreCase: true),
        StartUnixNano = ulong.Parse(fields[6], CultureInfo.InvariantCulture),
        EndUnixNano = ulong.Parse(fields[7], CultureInfo.InvariantCulture),
    };
}
