namespace Lumen.Ingestion;

/// <summary>
/// A request body on its way in: a rented array that grows as bytes come, never by a length that the sender declared, each growth
/// reserved from the intake budget first. Not thread-safe; one owner, who disposes it or hands it to the sink.
/// </summary>
public sealed class OtlpPayload : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private readonly IntakeBudget _budget;
    private byte[]? _array;
    private long _reserved;

    /// <summary>Begins an empty body. Transports take theirs from <see cref="IOtlpSpanSink.BeginPayload"/>.</summary>
    /// <param name="budget">What its growth is reserved from.</param>
    public OtlpPayload(IntakeBudget budget) => _budget = budget;

    /// <summary>How many bytes have been received.</summary>
    public int Length { get; private set; }

    /// <summary>The received bytes, which stay this payload's own: valid until the next growth or <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Received => _array.AsSpan(0, Length);

    /// <summary>Room for the next bytes; say with <see cref="Advance"/> how many were written to it.</summary>
    /// <param name="memory">At least one byte of room.</param>
    /// <returns>False if the intake budget has no room: the request is to be refused, retryable.</returns>
    public bool TryGetMemory(out Memory<byte> memory)
    {
        if ((_array is null || Length == _array.Length) && !TryGrow())
        {
            memory = default;
            return false;
        }

        memory = _array.AsMemory(Length);
        return true;
    }

    /// <summary>Counts bytes that were written to the room.</summary>
    /// <param name="bytes">How many.</param>
    public void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_array?.Length ?? 0) - Length);
        Length += bytes;
    }

    /// <summary>Copies bytes behind those received.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False if the intake budget has no room.</returns>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (!TryGetMemory(out var room))
            {
                return false;
            }

            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room.Span);
            Advance(count);
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Takes back the last of the received bytes; what was reserved for them stays reserved.</summary>
    /// <param name="length">How many bytes stay, at most <see cref="Length"/>.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Returns the array and the reserved bytes. The second call does nothing.</summary>
    public void Dispose()
    {
        if (_array is not null)
        {
            PayloadPool.Instance.Return(_array);
        }

        _array = null;
        _budget.Release(_reserved);
        _reserved = 0;
        Length = 0;
    }

    /// <summary>Hands the array and its reservation over; the payload is empty afterwards.</summary>
    /// <param name="reserved">The bytes that the new owner must release.</param>
    internal byte[] Detach(out long reserved)
    {
        var array = _array ?? [];
        reserved = _reserved;
        _array = null;
        _reserved = 0;
        return array;
    }

    private bool TryGrow()
    {
        // The pool rounds up to a power of two, so what is asked for is what is held.
        var size = _array is null ? FirstBytes : (int)Math.Min(2L * _array.Length, Array.MaxLength);
        var more = size - (_array?.Length ?? 0);
        if (more == 0 || !_budget.TryReserve(more))
        {
            return false;
        }

        _reserved += more;
        var larger = PayloadPool.Instance.Rent(size);
        if (_array is not null)
        {
            _array.AsSpan(0, Length).CopyTo(larger);
            PayloadPool.Instance.Return(_array);
        }

        _array = larger;
        return true;
    }
}
