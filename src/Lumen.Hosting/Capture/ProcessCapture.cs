using Lumen.Ingestion;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>Captures the activities of this process while the host runs, where the host asks for it.</summary>
internal sealed class ProcessCapture : ILumenListener, IAsyncDisposable
{
    private readonly ActivityCapture _capture;

    public ProcessCapture(
        IOtlpSpanSink sink, ProcessResource resource, IOptions<LumenOptions> options, LumenInstruments instruments, TimeProvider time)
    {
        var chosen = new ActivityCaptureOptions
        {
            SampleRatio = options.Value.CaptureSampleRatio,
            Sources = options.Value.CaptureSources is { Count: > 0 } sources ? [.. sources] : ActivityCaptureOptions.DefaultSources,
        };
        _capture = new ActivityCapture(sink, resource.Describe(), chosen, instruments, time);
    }

    /// <inheritdoc/>
    public string Name => "the capture of this process";

    /// <inheritdoc/>
    public LumenHealth Health => LumenHealth.Healthy;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _capture.Start();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _capture.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _capture.DisposeAsync();
}
