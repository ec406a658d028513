using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Listener;

/// <summary>Keeps every log message.</summary>
internal sealed class RecordingLogger : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _messages = [];

    internal IReadOnlyCollection<(LogLevel Level, int Id, string Text)> Messages => _messages;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
