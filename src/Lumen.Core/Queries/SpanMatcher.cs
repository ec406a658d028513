using Lumen.Otlp;
using Lumen.Queries.Matching;

namespace Lumen.Queries;

/// <summary>
/// A predicate made ready to be evaluated on many spans as they are stored: part by part, each part's answer being what it says about the
/// numbered conditions, so that a store asks once for a resource and not at all for bytes that no longer matter. Its semantics are the
/// semantics of every store. Immutable and thread-safe; evaluating allocates only to print ids, lists and bytes.
/// </summary>
public sealed class SpanMatcher
{
    private readonly MatchNode _root;
    private readonly SpanCondition[] _conditions;
    private readonly AttributeTests _resource;
    private readonly AttributeTests _scope;
    private readonly SpanBodyTests _body;
    private readonly IntrinsicTests[] _intrinsics;

    /// <summary>Makes a predicate ready.</summary>
    /// <param name="predicate">The predicate.</param>
    public SpanMatcher(SpanPredicate predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var conditions = new List<SpanCondition>();
        _root = MatchNode.Of(predicate, conditions);
        _conditions = [.. conditions];
        _resource = new AttributeTests(_conditions, AttributeLevel.Resource);
        _scope = new AttributeTests(_conditions, AttributeLevel.Scope);
        _intrinsics = [.. Enum.GetValues<IntrinsicField>().Select(field => new IntrinsicTests(_conditions, field))];
        _body = new SpanBodyTests(_conditions, this[IntrinsicField.EventName], this[IntrinsicField.StatusMessage]);
        TraceConditions = this[IntrinsicField.TraceDuration].Bits;
        AsksForHeaders = (this[IntrinsicField.Duration].Bits | this[IntrinsicField.Status].Bits | this[IntrinsicField.TraceId].Bits
            | this[IntrinsicField.SpanId].Bits | this[IntrinsicField.ParentId].Bits) != 0;
    }

    /// <summary>The conditions, in the order of the predicate's text: bit n of a <see cref="ConditionTruth"/> is about the n-th.</summary>
    public IReadOnlyList<SpanCondition> Conditions => _conditions;

    /// <summary>Whether any condition asks for what stands in a span's header: ids, duration, status.</summary>
    public bool AsksForHeaders { get; }

    /// <summary>The conditions on the trace, by their bits: what no span can say alone.</summary>
    public ulong TraceConditions { get; }

    /// <summary>
    /// The conditions on attributes that a span, its events or its links may have, by their bits: they are known when each such attribute
    /// was asked about, or the span's bytes. Those on any level are among them.
    /// </summary>
    public ulong AttributeConditions => _body.Attributes;

    /// <summary>The conditions on texts that only the bytes of a span say, by their bits: event names and the status message.</summary>
    public ulong TextConditions => _body.Texts;

    private IntrinsicTests this[IntrinsicField field] => _intrinsics[(int)field];

    /// <summary>Whether the predicate holds, as far as its conditions are known.</summary>
    /// <param name="truth">What is known of them.</param>
    /// <returns>Null where that depends on conditions that are open.</returns>
    public bool? Decide(ConditionTruth truth) => _root.Decide(truth);

    /// <summary>
    /// Finds a key that must stand in the bytes of every span on which the predicate holds, unless the span's resource or scope makes a
    /// condition on that key true.
    /// </summary>
    /// <param name="key">The key in UTF-8.</param>
    /// <param name="conditions">The conditions on it, by their bits.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetDemandedKey(out ReadOnlyMemory<byte> key, out ulong conditions)
    {
        foreach (var (candidate, bits) in _body.Keys)
        {
            if (Decide(new ConditionTruth(0, bits)) == false)
            {
                (key, conditions) = (candidate, bits);
                return true;
            }
        }

        (key, conditions) = (default, 0);
        return false;
    }

    /// <summary>What a span's service, name and kind say.</summary>
    /// <param name="service">The service.</param>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="kind">The kind.</param>
    public ConditionTruth OfOperation(string service, ReadOnlySpan<byte> name, SpanKind kind)
    {
        var holds = this[IntrinsicField.Service].TrueFor(service) | this[IntrinsicField.Name].TrueFor(name)
            | this[IntrinsicField.Kind].TrueFor(SpanWords.Of(kind));
        return new ConditionTruth(holds, 0).Without(
            this[IntrinsicField.Service].Bits | this[IntrinsicField.Name].Bits | this[IntrinsicField.Kind].Bits);
    }

    /// <summary>What a resource says.</summary>
    /// <param name="resource">The bytes of a <c>Resource</c> message.</param>
    public ConditionTruth OfResource(ReadOnlySpan<byte> resource) =>
        new ConditionTruth(_resource.TrueForAll(resource, OtlpTags.Resource.Attributes), 0).Without(_resource.Own);

    /// <summary>What an instrumentation scope says.</summary>
    /// <param name="scope">The bytes of an <c>InstrumentationScope</c> message.</param>
    public ConditionTruth OfScope(ReadOnlySpan<byte> scope)
    {
        var (names, versions) = (this[IntrinsicField.ScopeName], this[IntrinsicField.ScopeVersion]);
        var (holds, position) = (_scope.TrueForAll(scope, OtlpTags.Scope.Attributes), 0);
        var own = names.Bits | versions.Bits;
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> version = default;
        while (own != 0 && WireFormat.TryReadField(scope, ref position, out var tag, out _, out var bytes))
        {
            name = tag == OtlpTags.Scope.Name ? bytes : name;
            version = tag == OtlpTags.Scope.Version ? bytes : version;
        }

        holds |= name.IsEmpty ? 0 : names.TrueFor(name);
        holds |= version.IsEmpty ? 0 : versions.TrueFor(version);
        return new ConditionTruth(holds, 0).Without(_scope.Own | own);
    }

    /// <summary>What a span's duration and status say.</summary>
    /// <param name="durationNanos">End minus start, nanoseconds.</param>
    /// <param name="status">The status code.</param>
    public ConditionTruth OfOutcome(ulong durationNanos, SpanStatus status)
    {
        var (durations, statuses) = (this[IntrinsicField.Duration], this[IntrinsicField.Status]);
        var holds = durations.TrueFor(durationNanos) | (statuses.Bits == 0 ? 0 : statuses.TrueFor(SpanWords.Of(status)));
        return new ConditionTruth(holds, 0).Without(durations.Bits | statuses.Bits);
    }

    /// <summary>What a span's ids say.</summary>
    /// <param name="trace">Its trace.</param>
    /// <param name="span">Its own id.</param>
    /// <param name="parent">Its parent; zero for none.</param>
    public ConditionTruth OfIds(TraceId trace, SpanId span, SpanId parent)
    {
        var (traces, spans, parents) = (this[IntrinsicField.TraceId], this[IntrinsicField.SpanId], this[IntrinsicField.ParentId]);
        var all = traces.Bits | spans.Bits | parents.Bits;
        if (all == 0)
        {
            return default;
        }

        var holds = traces.TrueFor(trace.ToString()) | spans.TrueFor(span.ToString())
            | (parent.IsZero ? 0 : parents.TrueFor(parent.ToString()));
        return new ConditionTruth(holds, 0).Without(all);
    }

    /// <summary>What the duration of a whole trace says.</summary>
    /// <param name="durationNanos">Latest end minus earliest start, nanoseconds.</param>
    public ConditionTruth OfTrace(ulong durationNanos) =>
        new ConditionTruth(this[IntrinsicField.TraceDuration].TrueFor(durationNanos), 0).Without(TraceConditions);

    /// <summary>
    /// What a span's own bytes say, beside what the other methods read from its header: attributes, events, links, the status message.
    /// </summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    public ConditionTruth OfBody(ReadOnlySpan<byte> span) => _body.Read(span);

    /// <summary>
    /// What a glance over a span's bytes says: which conditions hold on no attribute in them, because their key is not there. Some times
    /// faster than <see cref="OfBody"/>, and mostly enough for a rare key.
    /// </summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    public ConditionTruth OfAbsentKeys(ReadOnlySpan<byte> span) => new(0, _body.AbsentFrom(span));

    /// <summary>The conditions that one attribute makes true, by their bits: for stores that keep attributes apart.</summary>
    /// <param name="level">Where it stands: span, event or link.</param>
    /// <param name="key">Its key in UTF-8.</param>
    /// <param name="value">The bytes of an <c>AnyValue</c> message.</param>
    public ulong TrueOfAttribute(AttributeLevel level, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        _body.TrueFor(level, key, value);

    /// <summary>Whether the predicate holds on a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="traceDurationNanos">The duration of its trace, as far as that is stored.</param>
    public bool Matches(Span span, ulong traceDurationNanos)
    {
        ArgumentNullException.ThrowIfNull(span);
        var truth = OfOperation(span.Service, span.NameBytes, span.Kind)
            | OfResource(span.Resource.Encoded.Span) | OfScope(span.Scope.Encoded.Span)
            | OfOutcome(span.DurationNanos, span.Status) | OfIds(span.TraceId, span.Id, span.ParentId)
            | OfTrace(traceDurationNanos) | OfBody(span.Encoded.Span);
        return Decide(truth.Without(ulong.MaxValue)) ?? false;
    }
}
