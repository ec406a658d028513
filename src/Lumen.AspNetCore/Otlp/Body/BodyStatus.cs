namespace Lumen.AspNetCore.Otlp;

/// <summary>How receiving the body of a request ended.</summary>
internal enum BodyStatus
{
    /// <summary>It has not ended: more bytes may come.</summary>
    Reading = 0,

    /// <summary>All of it is there.</summary>
    Complete,

    /// <summary>It ended before the length that its frame declared.</summary>
    Truncated,

    /// <summary>It is larger than the limit, before or after decompression.</summary>
    TooLarge,

    /// <summary>Another message follows where there must be one.</summary>
    MoreThanOne,

    /// <summary>It is not what its compression says it is, or it was cut short.</summary>
    Corrupt,

    /// <summary>The intake budget has no room for it.</summary>
    NoRoom,

    /// <summary>It came more slowly, or took longer to arrive, than a body may.</summary>
    TooSlow,
}
