using System.Buffers;
using System.Buffers.Binary;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// The newest spans, in memory: the frames of one log file as they are on disk, and a header for each span. One thread appends; readers
/// use a <see cref="WindowView"/>. The memory goes back to its pools when the last snapshot that names the window lets go of it.
/// </summary>
internal sealed class Window : Shared
{
    private const int FirstCapacity = 256;
    private const int BatchLengthSize = sizeof(int);

    private readonly ChunkPool _pool;
    private readonly List<WindowSpan[]> _outgrownSpans = [];
    private readonly List<ulong[]> _outgrownLows = [];
    private readonly BatchNumbers _numbers = new();
    private byte[][] _chunks = [];
    private int _lastChunkUsed;
    private WindowSpan[] _spans = ArrayPool<WindowSpan>.Shared.Rent(FirstCapacity);
    private ulong[] _traceLows = ArrayPool<ulong>.Shared.Rent(FirstCapacity);
    private int _count;

    /// <summary>Makes an empty window.</summary>
    /// <param name="number">Its number; windows are numbered consecutively.</param>
    /// <param name="bucket">The bucket it is going to be written to.</param>
    /// <param name="seed">The directory's random number.</param>
    /// <param name="pool">Where its memory comes from.</param>
    internal Window(long number, long bucket, long seed, ChunkPool pool)
    {
        Number = number;
        Bucket = bucket;
        Catalog = new Catalog(seed);
        _pool = pool;
        View = TakeView();
    }

    internal long Number { get; private set; }

    internal long Bucket { get; private set; }

    internal Catalog Catalog { get; }

    /// <summary>Where keys stand that were searched for.</summary>
    internal KeyPlaces KeyPlaces { get; } = new();

    /// <summary>Whether some of its spans were found in a log when the store was opened.</summary>
    internal bool IsReplayed { get; private set; }

    /// <summary>How many frames it has: the sequence number of the next.</summary>
    internal int FrameCount { get; private set; }

    /// <summary>How many bytes its frames take in the log, padding included.</summary>
    internal long FrameBytes { get; private set; }

    /// <summary>When its first spans arrived; nanoseconds since the Unix epoch.</summary>
    internal long FirstArrival { get; private set; }

    /// <summary>When its last spans arrived.</summary>
    internal long LastArrival { get; private set; }

    /// <summary>How many spans there are, the uncommitted ones included.</summary>
    internal int Count => _count;

    /// <summary>What is committed.</summary>
    internal WindowView View { get; private set; }

    /// <summary>Bytes of the payload of a frame that holds these batches.</summary>
    internal static long PayloadBytes(ReadOnlySpan<SpanBatch> batches)
    {
        long bytes = 0;
        foreach (var batch in batches)
        {
            bytes += BatchLengthSize + batch.Payload.Length;
        }

        return bytes;
    }

    /// <summary>Copies batches into one frame and notes their spans, which <see cref="Commit"/> then makes visible.</summary>
    /// <returns>The frame with its padding, as it is to be written to the log.</returns>
    internal ReadOnlySpan<byte> Append(ReadOnlySpan<SpanBatch> batches, long arrival, long seed)
    {
        var header = new FrameHeader
        {
            Kind = FrameKind.Batches,
            ContinuesCommit = _count > View.Count,
            Length = checked((int)PayloadBytes(batches)),
            Window = Number,
            Bucket = Bucket,
            Sequence = FrameCount,
            Arrival = arrival,
        };
        var frameSize = Frame.SizeOf(header.Length);
        var frame = TakeMemory(checked((int)Frame.Align(frameSize)), out var offset);
        var position = Frame.HeaderSize;
        foreach (var batch in batches)
        {
            var payload = batch.Payload.Span;
            BinaryPrimitives.WriteInt32LittleEndian(frame[position..], payload.Length);
            position += BatchLengthSize;
            payload.CopyTo(frame[position..]);
            AppendSpans(batch, offset + position);
            position += payload.Length;
        }

        frame[frameSize..].Clear();
        Frame.Seal(frame, header, seed);
        FrameCount++;
        FrameBytes += frame.Length;
        // The clock may jump back.
        FirstArrival = FirstArrival == 0 ? arrival : Math.Min(FirstArrival, arrival);
        LastArrival = Math.Max(LastArrival, arrival);
        return frame;
    }

    /// <summary>
    /// Gives a window another number, because somebody else has used its own in the meantime. Before a snapshot names it anew.
    /// </summary>
    internal void Renumber(long number, long bucket) => (Number, Bucket) = (number, bucket);

    /// <summary>Says which place in its log the next frame, found there, has: after damage, frames are missing before it.</summary>
    internal void ContinueAt(int sequence) => (FrameCount, IsReplayed) = (sequence, true);

    /// <summary>Says when the spans of a window arrived that is put together again from its bucket.</summary>
    internal void SetArrivals(long first, long last) => (FirstArrival, LastArrival) = (first, last);

    /// <summary>Makes what was appended part of <see cref="View"/>: it is durable now.</summary>
    internal void Commit() => View = TakeView();

    /// <inheritdoc/>
    protected override void Free()
    {
        foreach (var chunk in _chunks)
        {
            _pool.Return(chunk);
        }

        _outgrownSpans.Add(_spans);
        _outgrownLows.Add(_traceLows);
        _outgrownSpans.ForEach(static spans => ArrayPool<WindowSpan>.Shared.Return(spans));
        _outgrownLows.ForEach(static lows => ArrayPool<ulong>.Shared.Return(lows));
    }

    private WindowView TakeView() => new()
    {
        Window = this, Spans = _spans, TraceLows = _traceLows, Chunks = _chunks, Count = _count, Counts = Catalog.Counts,
    };

    private void AppendSpans(SpanBatch batch, int payloadOffset)
    {
        GrowTo(_count + batch.Count);
        _numbers.Begin(Catalog, batch);
        foreach (ref readonly var header in batch.Headers)
        {
            _traceLows[_count] = header.TraceId.Low;
            _spans[_count++] = new WindowSpan
            {
                TraceId = header.TraceId,
                SpanId = header.SpanId,
                ParentSpanId = header.ParentSpanId,
                StartUnixNano = header.StartUnixNano,
                EndUnixNano = header.EndUnixNano,
                Chunk = _chunks.Length - 1,
                Offset = payloadOffset + header.Offset,
                Length = header.Length,
                Origin = _numbers.OriginOf(header),
                Status = header.Status,
            };
        }
    }

    private Span<byte> TakeMemory(int size, out int offset)
    {
        if (_chunks.Length == 0 || _chunks[^1].Length - _lastChunkUsed < size)
        {
            // Copied, not extended: views hold the array as it was.
            _chunks = [.. _chunks, _pool.Rent(size)];
            _lastChunkUsed = 0;
        }

        offset = _lastChunkUsed;
        _lastChunkUsed += size;
        return _chunks[^1].AsSpan(offset, size);
    }

    private void GrowTo(int count)
    {
        if (count <= _spans.Length && count <= _traceLows.Length)
        {
            return;
        }

        var capacity = Math.Max(count, _spans.Length * 2);
        _outgrownSpans.Add(_spans);
        _outgrownLows.Add(_traceLows);
        var (spans, lows) = (ArrayPool<WindowSpan>.Shared.Rent(capacity), ArrayPool<ulong>.Shared.Rent(capacity));
        _spans.AsSpan(0, _count).CopyTo(spans);
        _traceLows.AsSpan(0, _count).CopyTo(lows);
        (_spans, _traceLows) = (spans, lows);
    }
}
