using System.Buffers;
using System.Runtime.CompilerServices;

namespace Lumen;

/// <summary>
/// The spans of one export request on their way from the socket to a store: the request as OTLP protobuf in one rented array, and a
/// header for each span. The payload is self-contained: written as it is, it can be read again by <see cref="Otlp.OtlpRequestReader"/>.
/// </summary>
/// <remarks>
/// A batch has one owner, who disposes it once; that returns the arrays to their pool. Everyone else borrows it until the call that lent
/// it returns, and copies what is kept. Reading from several threads at once is safe; disposing while it is read is not.
/// </remarks>
public sealed class SpanBatch : IDisposable
{
    /// <summary>What a string takes beside its characters.</summary>
    private const int StringOverhead = 24;

    private readonly BatchResource[] _resources;
    private readonly BatchScope[] _scopes;
    private readonly PayloadRange[] _names;
    private readonly int _length;
    private readonly int _count;
    private readonly long _tableBytes;
    private byte[]? _payload;
    private SpanHeader[]? _headers;

    internal SpanBatch(
        byte[] payload, int length, SpanHeader[] headers, int count, BatchResource[] resources, BatchScope[] scopes, PayloadRange[] names)
    {
        _payload = payload;
        _length = length;
        _headers = headers;
        _count = count;
        _resources = resources;
        _scopes = scopes;
        _names = names;
        _tableBytes = TableBytes();
    }

    /// <summary>How many spans there are.</summary>
    public int Count => _count;

    /// <summary>The request as an OTLP <c>ExportTraceServiceRequest</c> in protobuf.</summary>
    /// <exception cref="ObjectDisposedException">The batch has been returned.</exception>
    public ReadOnlyMemory<byte> Payload => Array.AsMemory(0, _length);

    /// <summary>
    /// How many bytes of memory it takes, which is what a byte budget must count: the rented arrays, the tables, and the names of services,
    /// which a sender can make as many and as long as the request itself.
    /// </summary>
    public long MemoryBytes => (_payload?.Length ?? 0) + ((_headers?.Length ?? 0) * (long)Unsafe.SizeOf<SpanHeader>()) + _tableBytes;

    /// <summary>One header for each span, in the order of the request.</summary>
    /// <exception cref="ObjectDisposedException">The batch has been returned.</exception>
    public ReadOnlySpan<SpanHeader> Headers => (_headers ?? throw Returned()).AsSpan(0, _count);

    /// <summary>The resources that headers refer to by number.</summary>
    public ReadOnlySpan<BatchResource> Resources => _resources;

    /// <summary>The scopes that headers refer to by number.</summary>
    public ReadOnlySpan<BatchScope> Scopes => _scopes;

    /// <summary>The distinct span names, UTF-8 in the payload, that headers refer to by number.</summary>
    public ReadOnlySpan<PayloadRange> Names => _names;

    private byte[] Array => _payload ?? throw Returned();

    /// <summary>The bytes of a span's <c>Span</c> message.</summary>
    /// <param name="header">A header of this batch.</param>
    public ReadOnlySpan<byte> SpanBytes(in SpanHeader header) => Array.AsSpan(header.Offset, header.Length);

    /// <summary>The UTF-8 bytes of a span's name.</summary>
    /// <param name="header">A header of this batch.</param>
    public ReadOnlySpan<byte> NameBytes(in SpanHeader header) => _names[header.Name].Of(Array);

    /// <summary>The service a span belongs to.</summary>
    /// <param name="header">A header of this batch.</param>
    public string ServiceName(in SpanHeader header) => _resources[header.Resource].ServiceName;

    /// <summary>Returns the arrays to their pool. The second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _payload, null) is { } payload)
        {
            PayloadPool.Instance.Return(payload);
        }

        if (Interlocked.Exchange(ref _headers, null) is { } headers)
        {
            ArrayPool<SpanHeader>.Shared.Return(headers);
        }
    }

    private long TableBytes()
    {
        var bytes = (_resources.Length * (long)Unsafe.SizeOf<BatchResource>())
            + (_scopes.Length * (long)Unsafe.SizeOf<BatchScope>())
            + (_names.Length * (long)Unsafe.SizeOf<PayloadRange>());
        foreach (ref readonly var resource in _resources.AsSpan())
        {
            bytes += StringOverhead + (sizeof(char) * (long)resource.ServiceName.Length);
        }

        return bytes;
    }

    private static ObjectDisposedException Returned() => new(nameof(SpanBatch), "The batch has been returned to its pool.");
}
