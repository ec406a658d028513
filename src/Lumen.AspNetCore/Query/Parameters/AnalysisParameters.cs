using Lumen.Analysis;

namespace Lumen.AspNetCore.Query.Parameters;

/// <summary>The parameters of the analysis, the same wherever an answer holds one.</summary>
internal static class AnalysisParameters
{
    /// <summary>Reads them; what is wrong stands in <see cref="QueryParameters.Problem"/> afterwards.</summary>
    internal static AnalysisOptions Read(QueryParameters parameters)
    {
        var options = new AnalysisOptions { MinimumGapNanos = parameters.Nanoseconds("minGap") };
        return parameters.Share("tolerance") is { } tolerance ? options with { OverlapTolerance = tolerance } : options;
    }
}
