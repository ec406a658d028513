using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// A JSON body on its way out. What is written collects in the response's own pipe, and leaves in chunks whenever the writer of a long
/// answer offers that: memory stays bounded and a slow reader slows the writer down. Independent of the host's JSON options.
/// </summary>
/// <remarks>Not disposable on purpose: an answer that an exception interrupts is to look broken to its reader, not finished.</remarks>
internal sealed class JsonAnswer
{
    private const int ChunkBytes = 64 * 1024;

    // Only what JSON itself demands is escaped: answers are application/json with nosniff, never part of a page, and are read by people.
    // That objects and arrays are closed in turn is for tests to show, which parse every answer; the writer need not ask with each value.
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _pipe;
    private readonly CancellationToken _aborted;
    private long _flushed;

    private JsonAnswer(PipeWriter pipe, CancellationToken aborted)
    {
        _pipe = pipe;
        _aborted = aborted;
        Writer = new Utf8JsonWriter(pipe, WriterOptions);
    }

    internal Utf8JsonWriter Writer { get; }

    internal static JsonAnswer Begin(HttpContext context, string contentType = "application/json; charset=utf-8")
    {
        context.Response.ContentType = contentType;
        return new JsonAnswer(context.Response.BodyWriter, context.RequestAborted);
    }

    /// <summary>A place between two items of a long answer where a full chunk may leave.</summary>
    internal ValueTask OfferChunkAsync() =>
        Writer.BytesCommitted + Writer.BytesPending - _flushed < ChunkBytes ? ValueTask.CompletedTask : SendAsync();

    /// <summary>Goes through something that writes a little with each step, and lets full chunks leave between the steps.</summary>
    internal async ValueTask WriteAsync(IEnumerable<int> parts)
    {
        foreach (var _ in parts)
        {
            await OfferChunkAsync();
        }
    }

    /// <summary>Sends what is left of a whole answer.</summary>
    internal async ValueTask CompleteAsync()
    {
        Writer.Flush();
        await _pipe.FlushAsync(_aborted);
    }

    private async ValueTask SendAsync()
    {
        Writer.Flush();
        _flushed = Writer.BytesCommitted;
        await _pipe.FlushAsync(_aborted);

        // A pipe whose reader is gone takes everything and says nothing; the work behind it is to end.
        _aborted.ThrowIfCancellationRequested();
    }
}
