using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Lumen.Ingestion;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.Hosting.Diagnostics;

/// <summary>docs/telemetry.md says what there is, and nothing else.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Require.Repository, "docs", "telemetry.md"));

    [Fact]
    public void Instruments_OfAHost_AreThoseOfThePage()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        using var host = LumenHost.Create(new ScriptedTraceStore());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == LumenTelemetry.MeterName)
                {
                    names.Add(instrument.Name);
                }
            },
        };
        _ = host.Services.GetRequiredService<LumenRuntime>();
        listener.Start();

        Assert.Equal(NamesIn("Metrics").Where(name => name.StartsWith("lumen.", StringComparison.Ordinal)), names);
    }

    [Fact]
    public void LogMessages_OfIngestionAndHosting_HaveTheIdsOfThePage()
    {
        Assert.Contains("| 1000 to 1099 | ingestion", Page, StringComparison.Ordinal);
        Assert.Contains("| 1100 to 1199 | hosting", Page, StringComparison.Ordinal);
        Assert.All(IdsIn(typeof(SpanPipeline)), id => Assert.InRange(id, 1000, 1099));
        Assert.All(IdsIn(typeof(LumenRuntime)), id => Assert.InRange(id, 1100, 1199));
    }

    private static SortedSet<string> NamesIn(string heading)
    {
        var section = Page.Split("## ").Single(part => part.StartsWith(heading, StringComparison.Ordinal));
        return new SortedSet<string>(Code().Matches(section).Select(match => match.Groups["name"].Value), StringComparer.Ordinal);
    }

    private static List<int> IdsIn(Type type)
    {
        var ids = type.Assembly.GetTypes()
            .SelectMany(each => each.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            .SelectMany(method => method.GetCustomAttributes(typeof(LoggerMessageAttribute), inherit: false))
            .Select(attribute => ((LoggerMessageAttribute)attribute).EventId)
            .ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        return ids;
    }

    [GeneratedRegex("`(?<name>[a-z_.]+)`")]
    private static partial Regex Code();
}
