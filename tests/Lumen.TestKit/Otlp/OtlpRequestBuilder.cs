using System.Buffers;
using Lumen.Otlp;

namespace Lumen.TestKit;

/// <summary>
/// Puts an export request together: <c>new OtlpRequestBuilder().Resource("shop").Scope("library").Add(span).Encode()</c>. A span goes to
/// the latest resource and scope; without one, it goes to a <c>ResourceSpans</c> without a resource.
/// </summary>
public sealed class OtlpRequestBuilder
{
    private readonly List<ResourceGroup> _resources = [];

    /// <summary>How many spans were added.</summary>
    public int Count => _resources.Sum(resource => resource.Scopes.Sum(scope => scope.Spans.Count));

    /// <summary>Begins a <c>ResourceSpans</c> of a service.</summary>
    public OtlpRequestBuilder Resource(string service, params KeyValue[] attributes) =>
        Resource(OtlpMessages.Resource(service, attributes));

    /// <summary>Begins a <c>ResourceSpans</c>; a resource without bytes leaves the field out.</summary>
    public OtlpRequestBuilder Resource(Resource resource)
    {
        _resources.Add(new ResourceGroup(resource.Encoded.ToArray(), resource.SchemaUrl, []));
        return this;
    }

    /// <summary>Begins a <c>ScopeSpans</c> in the latest resource.</summary>
    public OtlpRequestBuilder Scope(string name, string version = "", params KeyValue[] attributes) =>
        Scope(OtlpMessages.Scope(name, version, attributes));

    /// <summary>Begins a <c>ScopeSpans</c> in the latest resource; a scope without bytes leaves the field out.</summary>
    public OtlpRequestBuilder Scope(Scope scope)
    {
        if (_resources.Count == 0)
        {
            _resources.Add(new ResourceGroup([], string.Empty, []));
        }

        _resources[^1].Scopes.Add(new ScopeGroup(scope.Encoded.ToArray(), scope.SchemaUrl, []));
        return this;
    }

    /// <summary>Adds spans.</summary>
    public OtlpRequestBuilder Add(params IEnumerable<SpanBuilder> spans) => Add(spans.Select(span => span.Encode()));

    /// <summary>Adds spans by their bytes, whatever they are.</summary>
    public OtlpRequestBuilder Add(params IEnumerable<byte[]> spans)
    {
        if (_resources.Count == 0 || _resources[^1].Scopes.Count == 0)
        {
            Scope(new Scope(default, string.Empty));
        }

        _resources[^1].Scopes[^1].Spans.AddRange(spans);
        return this;
    }

    /// <summary>The bytes of the <c>ExportTraceServiceRequest</c>.</summary>
    public byte[] Encode()
    {
        using var writer = new ProtobufWriter();
        foreach (var resource in _resources)
        {
            var mark = writer.BeginMessage(OtlpFields.Request.ResourceSpans);
            WriteMessage(writer, OtlpFields.ResourceSpans.Resource, resource.Message);
            resource.Scopes.ForEach(scope => WriteScope(writer, scope));
            OtlpMessages.WriteText(writer, OtlpFields.ResourceSpans.SchemaUrl, resource.SchemaUrl);
            writer.EndMessage(mark);
        }

        return writer.ToArray();
    }

    /// <summary>The request as a batch, as ingestion makes it. The caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">The request is not one that ingestion takes as it is.</exception>
    public SpanBatch ToBatch()
    {
        var request = Encode();
        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, request.Length));
        request.CopyTo(payload, 0);
        var result = OtlpRequestReader.Read(payload, request.Length, OtlpLimits.Default);
        return result.Batch ?? throw new InvalidOperationException($"{result.Status}: {result.Findings}");
    }

    private static void WriteScope(ProtobufWriter writer, ScopeGroup scope)
    {
        var mark = writer.BeginMessage(OtlpFields.ResourceSpans.ScopeSpans);
        WriteMessage(writer, OtlpFields.ScopeSpans.Scope, scope.Message);
        scope.Spans.ForEach(span => writer.WriteBytes(OtlpFields.ScopeSpans.Spans, span));
        OtlpMessages.WriteText(writer, OtlpFields.ScopeSpans.SchemaUrl, scope.SchemaUrl);
        writer.EndMessage(mark);
    }

    private static void WriteMessage(ProtobufWriter writer, int field, byte[] message)
    {
        if (message.Length > 0)
        {
            writer.WriteBytes(field, message);
        }
    }

    private sealed record ResourceGroup(byte[] Message, string SchemaUrl, List<ScopeGroup> Scopes);

    private sealed record ScopeGroup(byte[] Message, string SchemaUrl, List<byte[]> Spans);
}
