using System.IO.Pipelines;
using System.Text.Json;
using Lumen.Analysis;
using Lumen.AspNetCore.Query;
using Lumen.AspNetCore.Query.Answers;
using Lumen.AspNetCore.Routes;
using Lumen.AspNetCore.Tests.Routes;
using Lumen.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Tests.Query;

/// <summary>Answers of several megabytes leave as they are written.</summary>
public sealed class LargeTraceTests
{
    private const int MostHeld = 256 * 1024;

    private static readonly AnalyzedTrace Trace = Make(5_000);

    [Fact]
    public async Task Trace_OfManySpans_IsNeverWholeInMemory() =>
        await AssertLeavesInChunksAsync(answer => new TraceJson(answer, Trace).WriteAsync(), atLeast: 2_000_000);

    [Fact]
    public async Task Outline_OfManySpans_IsNeverWholeInMemory() =>
        await AssertLeavesInChunksAsync(answer => new OutlineJson(answer, Trace).WriteAsync(), atLeast: 1_000_000);

    private static async Task AssertLeavesInChunksAsync(Func<JsonAnswer, ValueTask> write, int atLeast)
    {
        using var body = new MemoryStream();
        var pipe = new MeasuringPipe(PipeWriter.Create(body));
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(pipe));
        var answer = JsonAnswer.Begin(context);

        await write(answer);
        await answer.CompleteAsync();

        Assert.InRange(body.Length, atLeast, int.MaxValue);
        Assert.InRange(pipe.MostHeld, 1, MostHeld);
        using var document = JsonDocument.Parse(body.ToArray());
    }

    /// <summary>Spans that name parents which are missing: as many roots, paths and diagnostics as spans.</summary>
    private static AnalyzedTrace Make(int spans)
    {
        var resource = OtlpMessages.Resource("shop");
        var scope = OtlpMessages.Scope("library");
        var all = Enumerable.Range(1, spans).Select(number => new SpanBuilder
        {
            SpanId = new((ulong)number), ParentId = new((ulong)(spans + number)), StartUnixNano = SpanBuilder.Epoch + (ulong)number,
            EndUnixNano = SpanBuilder.Epoch + (ulong)number + 1,
        }.Build(resource, scope));
        return AnalyzedTrace.Of(new Lumen.Trace(new SpanBuilder().TraceId, [.. all]), AnalysisOptions.Default);
    }

    /// <summary>Measures the bytes that were written and not flushed.</summary>
    private sealed class MeasuringPipe(PipeWriter inner) : PipeWriter
    {
        private int _held;

        internal int MostHeld { get; private set; }

        public override void Advance(int bytes)
        {
            _held += bytes;
            MostHeld = Math.Max(MostHeld, _held);
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            _held = 0;
            return inner.FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
