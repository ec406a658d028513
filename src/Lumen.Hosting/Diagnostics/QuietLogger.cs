using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>A logger whose providers may throw: that must end no loop, and keep no part from being stopped.</summary>
internal sealed class QuietLogger : ILogger
{
    private readonly ILogger _inner;

    internal QuietLogger(ILogger inner) => _inner = inner;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // Where would this be logged?
        }
    }
}
