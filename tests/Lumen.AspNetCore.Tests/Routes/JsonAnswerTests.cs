using System.IO.Pipelines;
using System.Text.Json;
using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Tests.Routes;

public sealed class JsonAnswerTests
{
    private const int Items = 10_000;

    [Fact]
    public async Task OfferChunk_ReaderDoesNotRead_WriterWaitsWithLittleInMemory()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var answer = JsonAnswer.Begin(ContextOf(pipe.Writer));
        answer.Writer.WriteStartArray();
        var written = 0;
        var offered = ValueTask.CompletedTask;
        while (offered.IsCompleted && written < Items)
        {
            await offered;
            answer.Writer.WriteStringValue(new string('x', 1000));
            offered = answer.OfferChunkAsync();
            written++;
        }

        Assert.InRange(written, 60, 200);

        // Once somebody reads, the writer goes on to the end.
        var reading = JsonDocument.ParseAsync(pipe.Reader.AsStream());
        await offered;
        for (; written < Items; written++)
        {
            answer.Writer.WriteStringValue("y");
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        await answer.CompleteAsync();
        await pipe.Writer.CompleteAsync();
        using var document = await reading;
        Assert.Equal(Items, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task OfferChunk_AskerIsGone_EndsTheWork()
    {
        using var gone = new CancellationTokenSource();
        var context = ContextOf(PipeWriter.Create(Stream.Null));
        context.RequestAborted = gone.Token;
        var answer = JsonAnswer.Begin(context);
        await gone.CancelAsync();
        answer.Writer.WriteStringValue(new string('x', 100_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer.OfferChunkAsync());
    }

    [Fact]
    public async Task Begin_AttackersText_StaysText()
    {
        using var body = new MemoryStream();
        var answer = JsonAnswer.Begin(ContextOf(PipeWriter.Create(body)));
        const string Hostile = "\"},{\"a\":\"</script>\u0000\u001f\ud83d\ude80\\";
        answer.Writer.WriteStringValue(Hostile);
        await answer.CompleteAsync();
        Assert.Equal(Hostile, JsonSerializer.Deserialize<string>(body.ToArray()));
    }

    private static DefaultHttpContext ContextOf(PipeWriter writer)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(writer));
        return context;
    }
}
