using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>The door for programs that hold OTLP requests as classes that protoc generated, whoever generated them.</summary>
public static class GeneratedRequests
{
    /// <summary>Takes a request that is held in generated classes, as if it had come over the wire.</summary>
    /// <param name="sink">Where it goes.</param>
    /// <param name="request">
    /// An <c>ExportTraceServiceRequest</c>, or a <c>TracesData</c>, which is the same on the wire. It is not changed, and may be changed
    /// again when the call has returned its task.
    /// </param>
    /// <param name="cancellationToken">The caller's deadline.</param>
    /// <returns>What became of it: overload and bad spans are results here as they are for every sender.</returns>
    /// <exception cref="ArgumentException">The message is neither of the two.</exception>
    /// <remarks>O(n) in the bytes of the request, which are held twice for a moment: encoded, and as the sink keeps them.</remarks>
    public static ValueTask<SpanSinkResult> WriteAsync(this IOtlpSpanSink sink, IMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(request);
        if (!HoldsSpans(request.Descriptor))
        {
            throw new ArgumentException(
                $"The sink takes an ExportTraceServiceRequest or a TracesData, and no {request.Descriptor.FullName}.", nameof(request));
        }

        if (sink.RefuseWhereFull(sink.BeginPayload()) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
        }

        var size = request.CalculateSize();
        var bytes = PayloadPool.Instance.Rent(size);
        try
        {
            request.WriteTo(bytes.AsSpan(0, size));
            // The sink has copied what it needs when the call returns, whether or not its task has ended.
            return sink.WriteAsync(new ReadOnlySequence<byte>(bytes, 0, size), OtlpFormat.Protobuf, cancellationToken);
        }
        finally
        {
            PayloadPool.Instance.Return(bytes);
        }
    }

    // By its field, not by its name: generators put the same messages into packages of their own.
    private static bool HoldsSpans(MessageDescriptor message) =>
        message.FindFieldByNumber(OtlpFields.Request.ResourceSpans)
            is { IsRepeated: true, FieldType: FieldType.Message, Name: "resource_spans" };
}
