namespace Lumen.Hosting;

/// <summary>
/// A part that brings spans in: the OTLP listener, a consumer of a queue. Packages register theirs as singletons of this interface; the
/// one hosted service of Lumen starts them after the store and the pipeline, and stops them before.
/// </summary>
/// <remarks>
/// Calls come one at a time. A part that cannot start because of its environment does not fail the host: it is started again, later.
/// </remarks>
public interface ILumenListener
{
    /// <summary>A short name for logs and health, such as <c>the OTLP listener</c>.</summary>
    string Name { get; }

    /// <summary>How it is now, cheap and from any thread. A start that failed need not be reported here: the host does.</summary>
    LumenHealth Health { get; }

    /// <summary>
    /// Starts to bring spans in. Called again after it threw, until it does not: what did start stays started (one taken port does not
    /// close the others), and the next call is about the rest.
    /// </summary>
    /// <param name="cancellationToken">The host stops.</param>
    /// <exception cref="IOException">The environment does not let it start; the message says what to do.</exception>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes nothing new, and waits for the requests it has. Called once, also where it never started or only in part.</summary>
    /// <param name="cancellationToken">Cancelled when there is no more time.</param>
    ValueTask StopAsync(CancellationToken cancellationToken);
}
