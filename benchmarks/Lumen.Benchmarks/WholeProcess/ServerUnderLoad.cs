using System.Globalization;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary><c>samples/Lumen.Server</c> in a process and with a directory of its own, on free ports.</summary>
internal sealed class ServerUnderLoad : IAsyncDisposable
{
    private const string Key = "sesame";

    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lumen-load-");
    private readonly int[] _ports = FreePorts.Take(4);
    private RunningProgram? _program;

    private ServerUnderLoad()
    {
    }

    /// <summary>Where the load generator writes down what was acknowledged.</summary>
    public string Ledger => Path.Combine(_directory.FullName, "ledger");

    public string OtlpGrpc => $"127.0.0.1:{_ports[1]}";

    public string OtlpHttp => $"http://127.0.0.1:{_ports[3]}/v1/traces";

    public Uri Page => new($"http://127.0.0.1:{_ports[0]}/");

    public string Jaeger => $"http://127.0.0.1:{_ports[0]}/jaeger";

    public int ProcessId => Program.Id;

    private string Store => Path.Combine(_directory.FullName, "store");

    private RunningProgram Program => _program ?? throw new InvalidOperationException("The server has not been started.");

    public static async Task<ServerUnderLoad> StartAsync()
    {
        var server = new ServerUnderLoad();
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts it on the same directory and ports as before.</summary>
    public async Task RestartAsync()
    {
        _program = RunningProgram.Start(BuiltProgram.Sample("Lumen.Server"), [], new Dictionary<string, string?>
        {
            ["Lumen__DataDirectory"] = Store,
            ["Lumen__HttpPort"] = Text(_ports[0]),
            ["Lumen__OtlpGrpcPorts"] = $"{_ports[1]},{_ports[2]}",
            ["Lumen__OtlpHttpPort"] = Text(_ports[3]),
            ["Lumen__Access"] = "Anonymous",
            ["Lumen__AdminKey"] = Key,
            ["Lumen__BackupDirectory"] = Path.Combine(_directory.FullName, "backups"),
        });
        await Program.WaitForLineAsync("Lumen is ready", StartBound);
    }

    public Task KillAsync() => Program.KillAsync();

    /// <summary>Bytes of those files of its store that count.</summary>
    public long DiskBytes(Func<FileInfo, bool> counts) => new DirectoryInfo(Store).EnumerateFiles().Where(counts).Sum(file => file.Length);

    /// <summary>Ends the bucket that is being written, as an hour does: a backup begins with that.</summary>
    public async Task SealAsync()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_ports[0]}/api/backups");
        request.Headers.Add("x-admin-key", Key);
        request.Headers.Add("x-lumen-change", "1");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
