using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The gRPC method <c>TraceService/Export</c>, framed by hand: a message is received straight into the sink's memory, and the requests'
/// classes are never made. Thread-safe.
/// </summary>
/// <param name="receiver">Takes the message.</param>
/// <param name="access">Says who may send.</param>
/// <param name="time">Measures deadlines.</param>
internal sealed class GrpcTraceEndpoint(OtlpReceiver receiver, IngestionAccess access, TimeProvider time)
{
    private const string EncodingHeader = "grpc-encoding";

    private static readonly ExportAnswer DeadlineExceeded = new(RpcCode.DeadlineExceeded, "The deadline of the call has passed.");

    /// <summary>Where the method is, on any host.</summary>
    public const string Path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /// <summary>Answers a call.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!GrpcRequest.IsCall(context, out var refusal))
        {
            context.Response.StatusCode = refusal;
            return;
        }

        var timeout = GrpcTimeout.Parse(context.Request.Headers["grpc-timeout"]);
        using var deadline = CallDeadline.Start(timeout, time, context.RequestAborted);
        try
        {
            var answer = await AnswerAsync(context, deadline?.Token ?? context.RequestAborted);
            // A request that was given up because its time was over was not refused for any other reason.
            var isLate = answer.Code == RpcCode.Unavailable && deadline is { HasPassed: true };
            await GrpcReply.WriteAsync(context.Response, isLate ? DeadlineExceeded : answer);
        }
        catch (OperationCanceledException) when (deadline is { HasPassed: true } && !context.RequestAborted.IsCancellationRequested)
        {
            await GrpcReply.WriteAsync(context.Response, DeadlineExceeded);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The sender has gone, or the outcome is not known: an answer that only ends would be taken for a success.
            context.Abort();
        }
    }

    private async ValueTask<ExportAnswer> AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await access(context) is { } reason)
        {
            return new ExportAnswer(RpcCode.Unauthenticated, reason);
        }

        var encoding = (string?)context.Request.Headers[EncodingHeader];
        if (GrpcRequest.Compression(encoding) is not { } compression)
        {
            context.Response.Headers["grpc-accept-encoding"] = "identity,gzip";
            return new ExportAnswer(RpcCode.Unimplemented, $"The message encoding '{encoding}' is not one of identity and gzip.");
        }

        HostBodyLimit.Lift(context);
        var pipe = context.Request.BodyReader;
        var frame = await receiver.ReadFrameAsync(pipe, cancellationToken);
        return Judge(frame, compression)
            ?? await receiver.ReceiveAsync(
                MessageSource.OfLength(pipe, frame.MessageLength, receiver.Limit),
                frame.Flag == 1 ? compression : BodyCompression.None,
                OtlpFormat.Protobuf,
                cancellationToken);
    }

    private ExportAnswer? Judge(GrpcFrame frame, BodyCompression compression) => frame switch
    {
        { IsWhole: false } => receiver.Refuse("The call has no whole message; Export takes one."),
        { Flag: > 1 } => receiver.Refuse("The compressed flag of the message is neither 0 nor 1."),
        // The code that gRPC's compression page names.
        { Flag: 1 } when compression == BodyCompression.None =>
            receiver.Refuse("The message is marked as compressed, but no grpc-encoding says how.") with { Code = RpcCode.Internal },
        _ => null,
    };
}
