using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lumen.Storage;

/// <summary>
/// A place in the order of search results: newest matching span first, then trace id ascending. A page continues strictly behind it, so
/// that new arrivals before it neither repeat nor hide anything.
/// </summary>
/// <param name="StartUnixNano">Start of the newest matching span of the last trace returned.</param>
/// <param name="TraceId">That trace.</param>
public readonly record struct SearchCursor(ulong StartUnixNano, TraceId TraceId)
{
    /// <summary>Whether a result with this key comes behind the cursor.</summary>
    /// <param name="startUnixNano">Start of the result's newest matching span.</param>
    /// <param name="traceId">The result's trace.</param>
    public bool Precedes(ulong startUnixNano, TraceId traceId) =>
        startUnixNano < StartUnixNano || (startUnixNano == StartUnixNano && traceId > TraceId);

    /// <summary>The text form that <see cref="TryParse"/> reads: safe in an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartUnixNano}-{TraceId}");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>Whether it was one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out SearchCursor cursor)
    {
        cursor = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 0
            || !ulong.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !TraceId.TryParse(text.AsSpan(dash + 1), out var trace))
        {
            return false;
        }

        cursor = new SearchCursor(start, trace);
        return true;
    }
}
