using System.Globalization;
using System.Text;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>What was rejected, mended and cut in a request. Complete, and then immutable, when the repair has returned.</summary>
public sealed class RepairReport
{
    /// <summary>The ledger's word for spans whose trace id is no id.</summary>
    public const string InvalidTraceIdReason = "invalid_trace_id";

    /// <summary>The ledger's word for spans whose span id is no id.</summary>
    public const string InvalidSpanIdReason = "invalid_span_id";

    private readonly OtlpLimits _limits;

    internal RepairReport(OtlpLimits limits) => _limits = limits;

    /// <summary>Spans left out since their trace id is not 16 bytes, or all zero.</summary>
    public long InvalidTraceIds { get; internal set; }

    /// <summary>Spans left out since their trace id is an id and their span id is not 8 bytes, or all zero.</summary>
    public long InvalidSpanIds { get; internal set; }

    /// <summary>Spans left out, for whatever reason.</summary>
    public long RejectedSpans => InvalidTraceIds + InvalidSpanIds;

    /// <summary>Spans that became roots since their parent id is neither empty nor 8 bytes.</summary>
    public long InvalidParentIds { get; internal set; }

    /// <summary>Strings that were not UTF-8.</summary>
    public long MendedTexts { get; internal set; }

    /// <summary>Strings and bytes that were longer than the limit.</summary>
    public long CutValues { get; internal set; }

    /// <summary>Attributes beyond the limit.</summary>
    public long DroppedAttributes { get; internal set; }

    /// <summary>Events beyond the limit.</summary>
    public long DroppedEvents { get; internal set; }

    /// <summary>Links beyond the limit.</summary>
    public long DroppedLinks { get; internal set; }

    /// <summary>Links without a trace id of 16 bytes and a span id of 8.</summary>
    public long InvalidLinks { get; internal set; }

    /// <summary>Attributes in which lists nested too deep were emptied.</summary>
    public long DeepAttributes { get; internal set; }

    /// <summary>The reasons for rejections, in the ledger's words, with how many spans each took; none with 0.</summary>
    public IEnumerable<(string Reason, long Spans)> Rejections =>
        new[] { (InvalidTraceIdReason, InvalidTraceIds), (InvalidSpanIdReason, InvalidSpanIds) }.Where(entry => entry.Item2 > 0);

    /// <summary>What the sender is to know, in sentences of less than 1 KiB together; null for nothing.</summary>
    public string? Message
    {
        get
        {
            var text = new StringBuilder();
            Say(text, InvalidTraceIds, "1 span was", "spans were", "rejected, with a trace id that is not 16 bytes, or all zero");
            Say(text, InvalidSpanIds, "1 span was", "spans were", "rejected, with a span id that is not 8 bytes, or all zero");
            Say(text, InvalidParentIds, "1 span was", "spans were", "made a root, with a parent id that is not 8 bytes");
            Say(text, MendedTexts, "1 string was", "strings were", "not UTF-8 and mended with U+FFFD");
            Say(text, CutValues, "1 value was", "values were", $"cut to {_limits.MaxValueBytes} bytes");
            Say(text, DroppedAttributes, "1 attribute was", "attributes were", $"dropped: {_limits.MaxAttributes} are kept");
            Say(text, DroppedEvents, "1 event was", "events were", $"dropped: {_limits.MaxEvents} of a span are kept");
            Say(text, DroppedLinks, "1 link was", "links were", $"dropped: {_limits.MaxLinks} of a span are kept");
            Say(text, InvalidLinks, "1 link was", "links were", "dropped: its ids are not 16 and 8 bytes, or all zero");
            Say(text, DeepAttributes, "1 attribute was", "attributes were", $"emptied below {_limits.MaxDepth} nested lists");
            return text.Length == 0 ? null : text.ToString();
        }
    }

    private static void Say(StringBuilder text, long count, string one, string several, string what)
    {
        if (count > 0)
        {
            text.Append(text.Length > 0 ? " " : string.Empty);
            text.Append(count == 1 ? one : string.Create(CultureInfo.InvariantCulture, $"{count} {several}"));
            text.Append(' ').Append(what).Append('.');
        }
    }
}
