using System.IO.Pipelines;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// What all transports share: receives a body into a payload of the sink's and hands it over. Thread-safe.
/// </summary>
/// <param name="sink">Where requests go.</param>
/// <param name="limit">How many bytes a request may have, before and after decompression.</param>
/// <param name="time">Measures how long a body takes.</param>
/// <param name="logger">Hears of failures of the sink.</param>
internal sealed partial class OtlpReceiver(IOtlpSpanSink sink, int limit, TimeProvider time, ILogger<OtlpReceiver> logger)
{
    /// <summary>
    /// How long a body may be on its way. Senders give up after 10 s; who sends most of a large body and then a byte now and then would
    /// else hold its share of the intake budget for days, and a few of them all of it.
    /// </summary>
    internal static readonly TimeSpan LongestReceive = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes a request may have, before and after decompression.</summary>
    public int Limit => limit;

    /// <summary>Receives a request and waits for its outcome.</summary>
    /// <param name="source">The bytes of its message.</param>
    /// <param name="compression">How they are compressed.</param>
    /// <param name="format">How the request is encoded.</param>
    /// <param name="cancellationToken">The sender's deadline, or its going away.</param>
    /// <exception cref="OperationCanceledException">The sender's deadline has passed, or it has gone away.</exception>
    public async ValueTask<ExportAnswer> ReceiveAsync(
        MessageSource source, BodyCompression compression, OtlpFormat format, CancellationToken cancellationToken)
    {
        var payload = sink.BeginPayload();
        var status = await ReceiveAsync(source, compression, payload, cancellationToken);
        return status == BodyStatus.Complete
            ? await WriteAsync(payload, format, cancellationToken)
            : ExportAnswer.From(sink.Refuse(payload, status.Outcome(), status.Sentence(limit)));
    }

    /// <summary>Refuses a request whose body is not read, because what stands before it is wrong.</summary>
    public ExportAnswer Refuse(string message) => ExportAnswer.From(sink.Refuse(sink.BeginPayload(), SpanSinkOutcome.Malformed, message));

    /// <summary>Reads what stands before a message.</summary>
    /// <exception cref="OperationCanceledException">The sender's deadline has passed, or it has gone away.</exception>
    public async ValueTask<GrpcFrame> ReadFrameAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await GrpcFrame.ReadAsync(pipe, cancellationToken);
        }
        catch (Exception exception)
        {
            GiveUp(sink.BeginPayload(), exception);
            throw;
        }
    }

    private async ValueTask<BodyStatus> ReceiveAsync(
        MessageSource source, BodyCompression compression, OtlpPayload payload, CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(LongestReceive, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellationToken);
        try
        {
            return compression == BodyCompression.Gzip
                ? await BodyReader.InflateAsync(source, payload, either.Token)
                : await BodyReader.CopyAsync(source, payload, either.Token);
        }
        catch (OperationCanceledException) when (longest.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return BodyStatus.TooSlow;
        }
        catch (BadHttpRequestException slow) when (slow.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            // OTLP knows no 408: a sender that is told so does not try again.
            return BodyStatus.TooSlow;
        }
        catch (Exception exception)
        {
            GiveUp(payload, exception);
            throw;
        }
    }

    /// <summary>Counts a request that ended while it was on its way, and gives back what of it had come.</summary>
    private void GiveUp(OtlpPayload payload, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException broken:
                // The server itself gave the body up, and answers.
                sink.Refuse(payload, SpanSinkOutcome.Malformed, broken.Message);
                break;
            case OperationCanceledException or IOException:
                sink.Refuse(payload, SpanSinkOutcome.Refused, "The sender went away, or was too slow, before its request had arrived.");
                break;
            default:
                payload.Dispose();
                break;
        }
    }

    private async ValueTask<ExportAnswer> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        try
        {
            return ExportAnswer.From(await sink.WriteAsync(payload, format, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The sink answers with results; an exception is a fault of the program, and the sender's spans may or may not be stored.
            LogSinkFailed(exception);
            return new ExportAnswer(RpcCode.Internal, "Lumen failed to take the request; its log says why.");
        }
    }

    [LoggerMessage(1210, LogLevel.Error, "Lumen failed while it took an OTLP request. This is a defect; please report it.")]
    private partial void LogSinkFailed(Exception exception);
}
