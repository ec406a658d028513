using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lumen.TestKit.Programs;

/// <summary>
/// A program in a process of its own, with what it printed. Disposing kills it if it still runs. Thread-safe.
/// </summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly PrintedLines _printed = new();

    private RunningProgram(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has printed so far, both streams, line by line.</summary>
    public string Output => _printed.ToString();

    /// <summary>Starts a program with exactly these environment variables on top of this process's own.</summary>
    /// <param name="file">The program; a .NET assembly (<c>.dll</c>) is started by the host that runs this process.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="directory">Its current directory; null for this process's own.</param>
    public static RunningProgram Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? directory = null)
    {
        var isAssembly = file.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : file, isAssembly ? [file, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? string.Empty,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var program = new RunningProgram(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => program._printed.Add(line.Data);
        program._process.ErrorDataReceived += (_, line) => program._printed.Add(line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until it prints a line that contains a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bound">How long at most.</param>
    /// <returns>The whole line.</returns>
    /// <exception cref="TimeoutException">
    /// The line did not come in time, or the program ended without it; the message holds what it printed.
    /// </exception>
    public async Task<string> WaitForLineAsync(string text, TimeSpan bound)
    {
        var line = _printed.WaitForAsync(text);
        var ended = _process.WaitForExitAsync();
        await Task.WhenAny(line, ended, Task.Delay(bound));
        return line.IsCompletedSuccessfully
            ? await line
            : throw new TimeoutException(
                $"'{text}' was not printed {(HasExited ? "before the end" : $"within {bound}")}. Printed:\n{Output}");
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    /// <param name="bound">How long at most.</param>
    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync(TimeSpan bound)
    {
        _ = SendSignal(Id, Terminate);
        return WaitForExitAsync(bound);
    }

    /// <summary>Ends it at once (SIGKILL), as a power cut would, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <param name="bound">How long at most.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still runs.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan bound)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(bound);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The program still runs after {bound}. Printed:\n{Output}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
