using System.Collections;
using System.Diagnostics;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>Compares what a program said with what is stored.</summary>
internal static class ActivityAssert
{
    internal static void IsStoredAs(Activity activity, Span stored)
    {
        Assert.Equal(activity.DisplayName, stored.Name);
        Assert.Equal(1 + (int)activity.Kind, (int)stored.Kind);
        Assert.Equal(Id(activity.ParentSpanId), stored.ParentId);
        Assert.Equal(Nanoseconds(activity.StartTimeUtc), stored.StartUnixNano);
        Assert.Equal((ulong)activity.Duration.Ticks * 100, stored.DurationNanos);
        Assert.Equal((int)activity.Status, (int)stored.Status);
        Assert.Equal(activity.StatusDescription ?? string.Empty, stored.StatusMessage);
        Assert.Equal(activity.TraceStateString ?? string.Empty, stored.TraceState);
        Assert.Equal(activity.HasRemoteParent ? 0x301u : 0x101u, stored.Flags);
        Assert.Equal(Attributes(activity.TagObjects), stored.Attributes);
        Assert.Equal(
            activity.Events.Select(item => (item.Name, Nanoseconds(item.Timestamp.UtcDateTime), Join(Attributes(item.Tags)))),
            stored.Events.Select(item => (item.Name, item.TimeUnixNano, Join(item.Attributes))));
        Assert.Equal(
            activity.Links.Select(item => (item.Context.TraceId.ToHexString(), Id(item.Context.SpanId), Join(Attributes(item.Tags ?? [])))),
            stored.Links.Select(item => (item.TraceId.ToString(), item.SpanId, Join(item.Attributes))));
    }

    private static IEnumerable<KeyValue> Attributes(IEnumerable<KeyValuePair<string, object?>> tags) =>
        tags.Select(tag => new KeyValue(tag.Key, Value(tag.Value)));

    private static AnyValue Value(object? value) => value switch
    {
        string text => AnyValue.Of(text),
        bool flag => AnyValue.Of(flag),
        int number => AnyValue.Of((long)number),
        long number => AnyValue.Of(number),
        double number => AnyValue.Of(number),
        IEnumerable values => AnyValue.Of([.. values.Cast<object?>().Select(Value)]),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "The tests use no other kind of tag."),
    };

    private static string Join(IEnumerable<KeyValue> attributes) => string.Join("; ", attributes);

    private static SpanId Id(ActivitySpanId id) => id == default ? default : SpanId.Parse(id.ToHexString());

    private static ulong Nanoseconds(DateTime time) => (ulong)(time - DateTime.UnixEpoch).Ticks * 100;
}
