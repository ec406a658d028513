using System.Globalization;
using Lumen.Ingestion;
using Lumen.Queries;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>Says of every wrong option its name, its value, and what to write instead.</summary>
internal sealed class LumenOptionsValidation : IValidateOptions<LumenOptions>
{
    private const long MinRetentionBytes = 64L * 1024 * 1024;
    private const long MinReadBytes = 16L * 1024 * 1024;
    private static readonly TimeSpan MaxRetentionAge = TimeSpan.FromDays(36_500);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LumenOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0', StringComparison.Ordinal))
        {
            failures.Add($"{Key(nameof(options.DataDirectory))} is no path; write one that the host may write to, or leave it out.");
        }

        Check(failures, nameof(options.RetentionAge), options.RetentionAge, TimeSpan.FromMinutes(1), MaxRetentionAge, "7.00:00:00");
        var retentionBytes = options.RetentionBytes ?? MinRetentionBytes;
        Check(failures, nameof(options.RetentionBytes), retentionBytes, MinRetentionBytes, long.MaxValue, "21474836480");
        Check(failures, nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1024, 1024 * 1024 * 1024, "67108864");
        Check(failures, nameof(options.MaxSpansPerRequest), options.MaxSpansPerRequest, 1, int.MaxValue, "100000");
        Check(failures, nameof(options.MaxAttributes), options.MaxAttributes, 1, int.MaxValue, "1024");
        Check(failures, nameof(options.MaxEvents), options.MaxEvents, 1, int.MaxValue, "1024");
        Check(failures, nameof(options.MaxLinks), options.MaxLinks, 1, int.MaxValue, "1024");
        Check(failures, nameof(options.MaxValueBytes), options.MaxValueBytes, 64, int.MaxValue, "1048576");
        Check(failures, nameof(options.MaxDepth), options.MaxDepth, 1, 64, "32");
        var inFlight = InFlightExample(options);
        Check(failures, nameof(options.MaxInFlightBytes), options.MaxInFlightBytes, options.MaxRequestBytes, long.MaxValue, inFlight);
        Check(failures, nameof(options.SearchMaxSpans), options.SearchMaxSpans, 1, long.MaxValue, "2000000");
        Check(failures, nameof(options.ScrubBytesPerSecond), options.ScrubBytesPerSecond, 0, int.MaxValue, "1048576");
        Check(failures, nameof(options.MaxReadBytes), options.MaxReadBytes, MinReadBytes, long.MaxValue, "536870912");
        Check(failures, nameof(options.MaxQueuedRequests), options.MaxQueuedRequests, 1, 1024 * 1024, "1024");
        Check(failures, nameof(options.MaxWait), options.MaxWait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), "00:00:05");
        Check(failures, nameof(options.CaptureSampleRatio), options.CaptureSampleRatio, 0, 1, "0.1");
        Check(failures, nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), "00:00:10");
        CheckHooks(failures, options);
        failures.AddRange(options.CorsOrigins.Where(origin => OriginPattern.Parse(origin) is null).Select(origin =>
            $"{Key(nameof(options.CorsOrigins))} holds '{origin}'; write an origin such as https://app.example.com, without a path, "
            + "https://*.example.com for its subdomains, or * for every origin."));
        if (!Enum.IsDefined(options.Acknowledge))
        {
            var names = string.Join(" or ", Enum.GetNames<Acknowledge>());
            failures.Add($"{Key(nameof(options.Acknowledge))} is {options.Acknowledge}; write {names}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>The default, or where requests may be larger than that, room for four of the largest.</summary>
    private static string InFlightExample(LumenOptions options) => Math.Max(
        LumenOptions.DefaultMaxInFlightBytes, 4L * options.MaxRequestBytes).ToString(CultureInfo.InvariantCulture);

    private static void CheckHooks(List<string> failures, LumenOptions options)
    {
        for (var entry = 0; entry < options.DropSpans.Count; entry++)
        {
            try
            {
                var predicate = new SpanMatcher(SpanPredicate.Parse(options.DropSpans[entry]));
                if (predicate.TraceConditions != 0)
                {
                    failures.Add($"{Key(nameof(options.DropSpans))}:{entry} asks for the duration of a trace, which is not known when its "
                        + "spans come; write a condition on the duration of a span, such as duration < 1ms.");
                }
            }
            catch (QuerySyntaxException exception)
            {
                failures.Add($"{Key(nameof(options.DropSpans))}:{entry} does not read: {exception.Message}");
            }
        }

        CheckNames(failures, nameof(options.DropAttributes), options.DropAttributes);
        CheckNames(failures, nameof(options.RedactAttributes), options.RedactAttributes);
        CheckNames(failures, nameof(options.ResourceAttributes), options.ResourceAttributes.Keys);
    }

    private static void CheckNames(List<string> failures, string option, IEnumerable<string> names)
    {
        foreach (var (entry, name) in names.Index())
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                failures.Add($"{Key(option)}:{entry} is no name; write the key of an attribute, such as http.request.header.cookie.");
            }
        }
    }

    private static string Key(string option) => $"{LumenOptions.Section}:{option}";

    private static void Check<T>(List<string> failures, string option, T value, T least, T most, string example)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            failures.Add(string.Create(
                CultureInfo.InvariantCulture, $"{Key(option)} is {value}; write a value from {least} to {most}, such as {example}."));
        }
    }
}
