using System.Net;
using System.Net.Sockets;
using System.Text;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

public sealed class ServerSampleTests : IDisposable
{
    private static readonly TraceId Trace = new(0x5EED, 0x1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lumen-server-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Server_Started_NamesEveryAddressInOneLine()
    {
        await using var server = await ServerSample.StartAsync(_directory.FullName);
        Assert.Contains($"page http://127.0.0.1:{server.HttpPort}/", server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{server.HttpPort}/api", server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{server.HttpPort}/jaeger", server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains(server.GrpcEndpoint, server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains(server.OtlpHttp.ToString(), server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, server.ReadyLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("trace/00000000000000000000000000000001")]
    [InlineData("api/services")]
    [InlineData("api/health")]
    [InlineData("jaeger/api/v3/services")]
    public async Task Server_WithAnonymousAccess_AnswersEveryRoute(string path)
    {
        await using var server = await ServerSample.StartAsync(_directory.FullName);
        using var answer = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Server_GivenZipkinsSpans_FindsTheirTrace()
    {
        await using var server = await ServerSample.StartAsync(_directory.FullName);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.HttpPort}/") };
        using var spans = new StringContent(
            """[{"traceId":"c0ffee","id":"1","name":"get","localEndpoint":{"serviceName":"shop"}}]""", Encoding.UTF8, "application/json");

        using var taken = await client.PostAsync("zipkin/api/v2/spans", spans);
        using var found = await server.GetAsync("api/traces/00000000000000000000000000c0ffee");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (taken.StatusCode, found.StatusCode));
    }

    [Fact]
    public async Task Server_WithoutAccess_RefusesAndSaysWhatToSet()
    {
        await using var server = await ServerSample.StartAsync(_directory.FullName, ("Lumen__Access", ""));
        using var answer = await server.GetAsync("api/services");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        Assert.Contains("Lumen__Access=Anonymous", server.ReadyLine, StringComparison.Ordinal);
        var refusal = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Lumen__Access=Anonymous", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("app.Map", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithAMisspeltOption_SaysThatItDoesNothing()
    {
        await using var server = await ServerSample.StartAsync(
            _directory.FullName, ("Lumen__ApiKye", "secret"), ("Lumen__Otlp__Adress", "*"), ("Lumen__MAXWAIT", "00:00:01"));
        Assert.Contains("There is no option Lumen:ApiKye", server.ReadyLine, StringComparison.Ordinal);
        Assert.Contains("There is no option Lumen:Otlp:Adress", server.ReadyLine, StringComparison.Ordinal);
        Assert.DoesNotContain("MAXWAIT", server.ReadyLine, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", server.ReadyLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OnSigterm_EndsCleanlyAndKeepsWhatItTook()
    {
        await using (var first = await ServerSample.StartAsync(_directory.FullName))
        {
            await first.SendAsync(Trace);
            Assert.Equal(0, await first.Program.TerminateAsync(ServerSample.Bound));
        }

        await using var second = await ServerSample.StartAsync(_directory.FullName);
        using var answer = await second.GetAsync($"api/traces/{Trace}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"sold\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhosePagePortIsHeldForAMoment_WaitsForItAndIsFoundThere()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var server = StartOn(taken);
        await server.WaitForLineAsync($"Port {taken} is taken", ServerSample.Bound);
        other.Stop();
        await server.WaitForLineAsync($"page http://127.0.0.1:{taken}/", ServerSample.Bound);
        Assert.Equal(0, await ProbeAsync(taken));
    }

    [Fact]
    public async Task Server_WhosePagePortStaysTaken_EndsWithASentenceAndNeverServesElsewhere()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var server = StartOn(taken);
        await server.WaitForLineAsync("Lumen:HttpPort to a port that is free", ServerSample.Bound);
        Assert.Equal(1, await server.WaitForExitAsync(ServerSample.Bound));
    }

    [Fact]
    public async Task Server_WhoseOtlpPortIsTaken_SaysSoAndOpensItWhenItIsFree()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var server = await ServerSample.StartAsync(_directory.FullName, ("Lumen__OtlpGrpcPorts", $"{taken}"));
        await server.Program.WaitForLineAsync($"{taken}", ServerSample.Bound);
        await server.SendAsync(Trace);
        other.Stop();
        await TakesConnectionsAsync(taken);
    }

    [Fact]
    public async Task Server_WhoseDirectoryIsLocked_SaysSoAndLives()
    {
        await using var first = await ServerSample.StartAsync(_directory.FullName);
        await using var second = await ServerSample.StartAsync(_directory.FullName);
        await second.Program.WaitForLineAsync("is in use by another Lumen", ServerSample.Bound);
        Assert.Contains("Not well: ", second.ReadyLine, StringComparison.Ordinal);
        using var answer = await second.GetAsync("api/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(_directory.FullName, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var services = await second.GetAsync("api/services");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, services.StatusCode);
        Assert.False(second.Program.HasExited);
        await first.SendAsync(Trace);
    }

    [Fact]
    public async Task Server_WhoseDirectoryCannotBeWritten_SaysSoAndLives()
    {
        await using var mount = await ReadOnlyMount.MakeAsync(_directory.CreateSubdirectory("sealed").FullName);
        await using var server = await ServerSample.StartAsync(mount.Path);
        await server.Program.WaitForLineAsync(mount.Path, ServerSample.Bound);
        using var answer = await server.GetAsync("api/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(mount.Path, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(server.Program.HasExited);
    }

    [Theory]
    [InlineData("Lumen__Access", "Everybody", "Lumen:Access is 'Everybody'")]
    [InlineData("Lumen__HttpPort", "http", "Lumen:HttpPort is 'http'")]
    [InlineData("Lumen__Address", "example", "Lumen:Address is 'example'")]
    [InlineData("Lumen__OtlpGrpcPorts", "4317;9090", "Lumen:OtlpGrpcPorts is '4317;9090'")]
    [InlineData("Lumen__OtlpHttpPort", "http", "Lumen:OtlpHttpPort is 'http'")]
    [InlineData("Lumen__OtlpHttpPort", "8080", "Lumen:HttpPort is '8080'")]
    [InlineData("Lumen__Address", "192.0.2.1", "set Lumen:Address")]
    [InlineData("Lumen__RetentionAge", "00:00:01", "Lumen:RetentionAge is 00:00:01")]
    public async Task Server_WithAWrongOption_EndsAndNamesIt(string name, string value, string said)
    {
        await using var program = RunningProgram.Start(
            BuiltProgram.Sample("Lumen.Server"),
            [],
            new Dictionary<string, string?> { ["Lumen__DataDirectory"] = _directory.FullName, [name] = value });
        Assert.Equal(1, await program.WaitForExitAsync(ServerSample.Bound));
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthProbe_OfARunningServer_EndsWithZero()
    {
        await using var server = await ServerSample.StartAsync(_directory.FullName);
        Assert.Equal(0, await ProbeAsync(server.HttpPort));
        Assert.Equal(1, await ProbeAsync(FreePorts.Take(1)[0]));
    }

    private RunningProgram StartOn(int httpPort) => RunningProgram.Start(
        BuiltProgram.Sample("Lumen.Server"),
        [],
        new Dictionary<string, string?>
        {
            ["Lumen__DataDirectory"] = _directory.FullName, ["Lumen__HttpPort"] = $"{httpPort}", ["Lumen__OtlpGrpcPorts"] = "0",
            ["Lumen__OtlpHttpPort"] = "-1",
        });

    private static async Task<int> ProbeAsync(int port)
    {
        await using var probe = RunningProgram.Start(
            BuiltProgram.Sample("Lumen.Server"), ["--health"], new Dictionary<string, string?> { ["Lumen__HttpPort"] = $"{port}" });
        return await probe.WaitForExitAsync(ServerSample.Bound);
    }

    private static async Task TakesConnectionsAsync(int port)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, bound.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, bound.Token);
            }
        }
    }
}
