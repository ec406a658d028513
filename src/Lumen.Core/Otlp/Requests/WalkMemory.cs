namespace Lumen.Otlp;

/// <summary>Says what a walk takes beside the payload before it takes it, in steps, so that most requests say it once.</summary>
/// <param name="reserve">Hears of it; null where nobody counts.</param>
internal struct WalkMemory(Action<long>? reserve)
{
    private const long Step = 16 * 1024;

    private long _reserved;
    private long _taken;

    /// <summary>Bytes are about to be taken.</summary>
    internal void Take(long bytes)
    {
        _taken += bytes;
        if (reserve is not null && _taken > _reserved)
        {
            var more = Math.Max(Step, _taken - _reserved);
            reserve(more);
            _reserved += more;
        }
    }

    /// <summary>Bytes were given back.</summary>
    internal void Return(long bytes) => _taken -= bytes;

    /// <summary>The walk has ended, and what is kept of it takes so many bytes.</summary>
    internal void Settle(long bytes)
    {
        var difference = bytes - _reserved;
        if (reserve is not null && difference != 0)
        {
            reserve(difference);
        }

        _reserved = bytes;
    }
}
