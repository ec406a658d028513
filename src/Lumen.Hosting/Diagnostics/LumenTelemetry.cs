using System.Diagnostics;
using Lumen.Ingestion;

namespace Lumen.Hosting;

/// <summary>
/// The names under which Lumen reports about itself. Taking spans in makes no activities: a host that sends its own to itself would
/// never fall silent.
/// </summary>
public static class LumenTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = LumenInstruments.MeterName;

    /// <summary>The name of the activity source: starting and stopping.</summary>
    public const string ActivitySourceName = "Lumen";

    internal static readonly ActivitySource Source = new(ActivitySourceName);
}
