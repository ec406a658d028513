namespace Lumen.TestKit.Programs;

/// <summary>The lines a program printed, and who waits for one.</summary>
internal sealed class PrintedLines
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource<string> Found)> _waiting = [];

    /// <summary>Adds a line; null, the end of a stream, is none.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
            foreach (var (text, found) in _waiting)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }

    /// <summary>The first line, printed or to come, that contains a text.</summary>
    public Task<string> WaitForAsync(string text)
    {
        lock (_gate)
        {
            if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } printed)
            {
                return Task.FromResult(printed);
            }

            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((text, found));
            return found.Task;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }
}
