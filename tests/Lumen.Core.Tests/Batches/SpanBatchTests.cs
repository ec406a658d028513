using Lumen.TestKit;

namespace Lumen.Core.Tests.Batches;

public sealed class SpanBatchTests
{
    [Fact]
    public void MemoryBytes_LongServiceNames_CountBesideThePayload()
    {
        var name = new string('s', 10_000);
        using var small = new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder()).ToBatch();
        using var batch = new OtlpRequestBuilder().Resource(name).Add(new SpanBuilder()).Resource(name).Add(new SpanBuilder()).ToBatch();

        var payloads = batch.Payload.Length - small.Payload.Length;

        Assert.InRange(batch.MemoryBytes - small.MemoryBytes, payloads + (2 * sizeof(char) * name.Length), long.MaxValue);
    }
}
