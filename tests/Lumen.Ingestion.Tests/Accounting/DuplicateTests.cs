using Lumen.TestKit;

namespace Lumen.Ingestion.Accounting;

/// <summary>Copies that the store recognises are counted in the ledger, each once.</summary>
public sealed class DuplicateTests
{
    [Fact]
    public async Task Ledger_WhenTheStoreRecognisesCopies_CountsEachOnce()
    {
        var store = new ScriptedTraceStore { RecognisedCopies = 5 };
        using var test = new PipelineUnderTest(store).Start();
        await WriteAsync(test);
        Assert.Equal(0, test.Ledger.Snapshot().Duplicates);
        foreach (var recognised in new[] { 7, 7, 12 })
        {
            store.RecognisedCopies = recognised;
            await WriteAsync(test);
            await Eventually.TrueAsync(
                () => test.Ledger.Snapshot().Duplicates == recognised - 5, $"{recognised - 5} duplicates are counted");
        }

        await test.Pipeline.StopAsync(default);
    }

    private static async Task WriteAsync(PipelineUnderTest test)
    {
        var batch = new OtlpRequestBuilder().Resource("shop").Scope("library").Add(new SpanBuilder()).ToBatch();
        Assert.Equal(SpanSinkOutcome.Accepted, (await test.WriteAsync(batch)).Outcome);
    }
}
