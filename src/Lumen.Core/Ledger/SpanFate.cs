namespace Lumen.Ledger;

/// <summary>How a span's way through Lumen ended.</summary>
public enum SpanFate
{
    /// <summary>Durable in the store.</summary>
    Stored = 0,

    /// <summary>Left out by a sampling decision.</summary>
    SampledOut,

    /// <summary>Never storable: its sender was told so by a partial success or a final status.</summary>
    Rejected,

    /// <summary>Not taken now: its sender was asked to send it again.</summary>
    Refused,

    /// <summary>Lost after it was acknowledged, or by a rule of the host.</summary>
    Dropped,

    /// <summary>Handed on to another system.</summary>
    Forwarded,
}
