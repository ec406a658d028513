namespace Lumen.Hosting;

/// <summary>How long to wait between attempts: 1 s, doubled each time, up to 30 s.</summary>
internal static class BackoffSchedule
{
    private const int FirstSeconds = 1;
    private const int MostSeconds = 30;

    /// <param name="failures">How many attempts have failed, at least 1.</param>
    internal static TimeSpan After(int failures) =>
        TimeSpan.FromSeconds(Math.Min(MostSeconds, FirstSeconds << Math.Min(failures - 1, 5)));
}
