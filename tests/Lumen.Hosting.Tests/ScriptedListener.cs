namespace Lumen.Hosting;

/// <summary>A listener that does what a test says.</summary>
/// <param name="name">Its name.</param>
internal sealed class ScriptedListener(string name = "the test's listener") : ILumenListener
{
    private int _starts;
    private int _stops;

    internal Func<CancellationToken, ValueTask> Starting { get; set; } = _ => ValueTask.CompletedTask;

    internal Func<CancellationToken, ValueTask> Stopping { get; set; } = _ => ValueTask.CompletedTask;

    internal int Starts => _starts;

    internal int Stops => _stops;

    public string Name => name;

    public LumenHealth Health { get; set; } = LumenHealth.Healthy;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _starts);
        return Starting(cancellationToken);
    }

    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _stops);
        return Stopping(cancellationToken);
    }
}
