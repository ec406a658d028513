using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>
/// Tells metrics and the log how requests ended. Nothing that listens there can harm a request: what it throws is swallowed.
/// </summary>
internal sealed class RequestReport
{
    private readonly LumenInstruments _instruments;
    private readonly ILogger _logger;
    private readonly LogThrottle _refused;
    private readonly LogThrottle _final;
    private readonly LogThrottle _rejected;

    internal RequestReport(LumenInstruments instruments, TimeProvider time, ILogger logger)
    {
        _instruments = instruments;
        _logger = logger;
        _refused = new LogThrottle(time);
        _final = new LogThrottle(time);
        _rejected = new LogThrottle(time);
    }

    internal SpanSinkResult Ended(SpanSinkResult result)
    {
        try
        {
            _instruments.RequestEnded(result);
            Log(result);
        }
        catch (Exception)
        {
            // A listener to metrics or a logging provider: the request has ended well or badly, but it has ended.
        }

        return result;
    }

    private void Log(SpanSinkResult result)
    {
        if (result.Outcome == SpanSinkOutcome.Refused && _refused.TryPass(out var refused))
        {
            _logger.RequestRefused(result.Message, refused);
        }
        else if (result.Outcome is SpanSinkOutcome.Malformed or SpanSinkOutcome.TooLarge && _final.TryPass(out var final))
        {
            _logger.RequestNotTaken(result.Message, final);
        }
        else if (result is { Outcome: SpanSinkOutcome.Accepted, RejectedSpans: > 0 } && _rejected.TryPass(out var rejected))
        {
            _logger.SpansRejected(result.RejectedSpans, result.Message, rejected);
        }
    }
}
