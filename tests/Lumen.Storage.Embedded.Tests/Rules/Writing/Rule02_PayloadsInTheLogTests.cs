using System.Buffers;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>The log holds batch payloads as they are; what was acknowledged is not judged again.</summary>
public sealed class Rule02_PayloadsInTheLogTests
{
    [Fact]
    public async Task Reopen_AfterSpansBeyondTheDefaultLimits_KeepsThemWhole()
    {
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions { LogFileBytes = 8 * 1024 * 1024 });
        var attributes = Enumerable.Range(0, 2_000).Select(number => new KeyValue($"key {number}", AnyValue.Of(number))).ToList();
        attributes.Add(new KeyValue("long", AnyValue.Of(new string('x', 2_000_000))));
        var span = StoreUnderTest.SpanOf(1) with { Attributes = attributes };
        var generous = OtlpLimits.Default with { MaxAttributes = 5_000, MaxValueBytes = 4_000_000 };
        using (var batch = Read(StoreUnderTest.Request(span).Encode(), generous))
        {
            var outcomes = new WriteOutcome[1];
            await store.Store.WriteAsync(new[] { batch }, outcomes, CancellationToken.None);
            Assert.Equal(WriteOutcome.Stored, outcomes[0]);
        }

        await store.ReopenAsync();
        var found = Assert.Single((await store.FindAsync(1))!.Spans);
        Assert.Equal(span.Encode(), found.Encoded.ToArray());
        Assert.Equal(2_001, found.Attributes.Count);
    }

    [Fact]
    public async Task LogFile_AfterACommit_HoldsThePayloadUncompressed()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        var payload = StoreUnderTest.Request(StoreUnderTest.SpanOf(1)).Encode();
        Assert.True(File.ReadAllBytes(store.LogFile(0)).AsSpan().IndexOf(payload) > 0);
    }

    private static SpanBatch Read(byte[] request, OtlpLimits limits)
    {
        var payload = ArrayPool<byte>.Shared.Rent(request.Length);
        request.CopyTo(payload, 0);
        return OtlpRequestReader.Read(payload, request.Length, limits).Batch!;
    }
}
