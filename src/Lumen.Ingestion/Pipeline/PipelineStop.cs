namespace Lumen.Ingestion;

/// <summary>What a pipeline left behind when it stopped.</summary>
/// <param name="RefusedSpans">Spans that still waited at the deadline; their senders were asked to send them again.</param>
/// <param name="UnknownSpans">Spans that the store had not finished with at the deadline; they may be stored.</param>
public readonly record struct PipelineStop(long RefusedSpans, long UnknownSpans)
{
    /// <summary>Whether the fate of every span was known in time, and none was turned away.</summary>
    public bool IsClean => RefusedSpans == 0 && UnknownSpans == 0;
}
