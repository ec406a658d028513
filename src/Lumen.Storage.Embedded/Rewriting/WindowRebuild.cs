using System.Buffers;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>
/// Puts spans of a bucket together as the window that they came from, so that the same code writes them which wrote them first. Not
/// thread-safe.
/// </summary>
internal sealed class WindowRebuild(long seed)
{
    /// <summary>A payload ends when it has this many bytes.</summary>
    private const int PayloadBytes = 512 * 1024;

    private readonly ChunkPool _pool = new(ChunkPool.MaxChunkBytes);

    /// <summary>Makes a window, which the caller releases.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="bucket">The number of its bucket.</param>
    /// <param name="spans">Its spans in the order of the bucket, where of equal starts the one that arrived last comes first.</param>
    /// <param name="firstArrival">When its first spans arrived.</param>
    /// <param name="lastArrival">When its last spans arrived.</param>
    internal Window Build(long number, long bucket, List<Span> spans, long firstArrival, long lastArrival)
    {
        var window = new Window(number, bucket, seed, _pool);
        try
        {
            for (var end = spans.Count; end > 0;)
            {
                using var batch = TakeBatch(spans, ref end);
                window.Append([batch], firstArrival, seed);
            }

            window.SetArrivals(firstArrival, lastArrival);
            window.Commit();
            return window;
        }
        catch
        {
            window.Release();
            throw;
        }
    }

    /// <summary>Takes spans from the end backwards: what arrived first comes first in a window.</summary>
    private static SpanBatch TakeBatch(List<Span> spans, ref int end)
    {
        using var writer = new ProtobufWriter(PayloadBytes);
        while (end > 0 && writer.Length < PayloadBytes)
        {
            var last = spans[end - 1];
            var run = new List<Span>();
            while (end > 0 && ReferenceEquals(spans[end - 1].Resource, last.Resource) && ReferenceEquals(spans[end - 1].Scope, last.Scope))
            {
                run.Add(spans[--end]);
            }

            OtlpTraceWriter.Write(writer, run);
        }

        var payload = ArrayPool<byte>.Shared.Rent(writer.Length);
        writer.Written.CopyTo(payload);
        var read = OtlpRequestReader.Read(payload, writer.Length, OtlpLimits.Accepted);
        if (read.Batch is { } batch)
        {
            return batch;
        }

        ArrayPool<byte>.Shared.Return(payload);
        throw new InvalidDataException("Spans of a bucket are no spans any more.");
    }
}
