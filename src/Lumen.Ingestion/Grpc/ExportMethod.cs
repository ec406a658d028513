using System.Buffers;
using System.Diagnostics;
using Grpc.Core;

namespace Lumen.Ingestion;

/// <summary>Answers calls of <c>TraceService/Export</c> that a gRPC server of the host has received. Thread-safe.</summary>
/// <param name="sink">Where requests go.</param>
internal sealed class ExportMethod(IOtlpSpanSink sink)
{
    // Lumen's own refusals have a delay; a sink of the host's need not.
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Answers a call.</summary>
    /// <exception cref="RpcException">The request was not taken; it says why.</exception>
    internal async Task<byte[]> AnswerAsync(byte[] request, ServerCallContext context)
    {
        Silence();
        var result = await WriteAsync(request, context.CancellationToken);
        return result.Outcome switch
        {
            SpanSinkOutcome.Accepted => ExportMessages.EncodeResponse(result.RejectedSpans, result.Message),
            SpanSinkOutcome.Malformed => throw Refusal(StatusCode.InvalidArgument, result.Message),
            SpanSinkOutcome.TooLarge => throw Refusal(StatusCode.ResourceExhausted, result.Message),
            _ => throw await BusyAsync(result, context),
        };
    }

    private async ValueTask<SpanSinkResult> WriteAsync(byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Where it was the deadline, the server has said so already.
            throw Refusal(StatusCode.Cancelled, "The call was given up before the outcome was known.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The sink answers with results; an exception is a fault of the program, which the server logs.
            throw new RpcException(
                new Status(StatusCode.Internal, "Lumen failed to take the request; the host's log says why.", exception));
        }
    }

    private static async ValueTask<RpcException> BusyAsync(SpanSinkResult result, ServerCallContext context)
    {
        if (!ExportMessages.MustAnswerInHeaders(context.RequestHeaders.GetValue("user-agent")))
        {
            // The .NET exporter reads RetryInfo only from trailers that are not in one frame with the headers, so the headers leave first.
            await context.WriteResponseHeadersAsync([]);
        }

        var message = ExportMessages.ShortenMessage(result.Message ?? "Lumen cannot take the request now.");
        var details = ExportMessages.EncodeStatus((int)StatusCode.Unavailable, message, result.RetryAfter ?? ShortestDelay);
        return new RpcException(new Status(StatusCode.Unavailable, message), new Metadata { { "grpc-status-details-bin", details } });
    }

    private static RpcException Refusal(StatusCode code, string? message) =>
        new(new Status(code, ExportMessages.ShortenMessage(message ?? "The request cannot be taken.")));

    // A host that exports to the Lumen inside it would else record the exporting, and export that again, for ever.
    private static void Silence()
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            activity.IsAllDataRequested = false;
        }
    }
}
