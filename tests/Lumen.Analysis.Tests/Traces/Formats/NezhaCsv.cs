using System.Globalization;

namespace Lumen.Analysis.Tests.Traces.Formats;

/// <summary>Traces of the Nezha data set: TraceID, SpanID, ParentID, PodName, OperationName, StartTimeUnixNano, EndTimeUnixNano.</summary>
internal static class NezhaCsv
{
    internal static IReadOnlyList<RecordedTrace> Read(string path) =>
        RecordedTrace.Group(CsvFile.Read(path).Select(fields => (fields[0], ToSpan(fields))));

    private static AnalysisSpan ToSpan(string[] fields) => new()
    {
        Id = SpanId.Parse(fields[1]),
        ParentId = fields[2] == "root" ? default : SpanId.Parse(fields[2]),
        Service = string.Join('-', fields[3].Split('-').SkipLast(2)),
        Name = fields[4],
        StartUnixNano = ulong.Parse(fields[5], CultureInfo.InvariantCulture),
        EndUnixNano = ulong.Parse(fields[6], CultureInfo.InvariantCulture),
        Host = fields[3],
    };
}
