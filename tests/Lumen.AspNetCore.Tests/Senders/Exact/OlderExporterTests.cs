using System.Globalization;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Senders.Exact;

/// <summary>The exporter for .NET before it padded less (rule 21): every length that it writes takes four bytes.</summary>
public sealed class OlderExporterTests
{
    private const int Traces = 300;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task OlderExporter_EverySpan_IsStoredByteForByte()
    {
        await using var host = await ReceivingHost.StartAsync();
        await using var sender = RunningProgram.Start(
            BuiltProgram.Test("Lumen.OlderSender"), [host.Grpc.ToString(), Traces.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(await sender.WaitForExitAsync(Bound) == 0, sender.Output);

        Assert.Equal(2 * Traces, await ExactBytes.AreStoredAsync(host));
        Assert.All(host.Sent.Received, request => Assert.True(IsPadded(request)));
    }

    /// <summary>The field of the trace id (its tag, its length) begins a span; right before it is the length of the span.</summary>
    private static bool IsPadded(byte[] request)
    {
        var first = SentSpan.In([ExportRequests.Message(request)]).First().Span;
        var length = request.AsSpan(request.AsSpan().IndexOf(first.TraceId.Span) - 6, 4);
        return length[0] >= 0x80 && length[1] >= 0x80 && length[2] == 0x80 && length[3] == 0;
    }
}
