using System.Net;
using System.Net.Sockets;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Storage;

namespace Lumen.AspNetCore.Tests.Listener;

public sealed class ListenerPortTests
{
    [Fact]
    public async Task StartAsync_PortsOfZero_TellsWhereItListens()
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.GrpcPorts = [0, 0]);

        var addresses = server.Listener.GrpcAddresses.Append(server.Listener.HttpAddress!).ToList();
        Assert.All(addresses, address => Assert.Equal(("http", "127.0.0.1"), (address.Scheme, address.Host)));
        Assert.Equal(3, addresses.Select(address => address.Port).Where(port => port > 0).Distinct().Count());
        Assert.Equal(LumenHealth.Healthy, server.Listener.Health);
    }

    [Fact]
    public async Task StartAsync_EveryGrpcPort_TakesCalls()
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.GrpcPorts = [0, 0]);

        foreach (var address in server.Listener.GrpcAddresses)
        {
            using var client = new ExportClient(address);
            await client.ExportAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, server.Sink.Requests.Count);
    }

    [Fact]
    public async Task StartAsync_PortTaken_SaysWhatToDoAndOpensTheOthers()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var services = ListenerServices.Create(options =>
        {
            options.GrpcPorts = [port, 0];
            options.HttpPort = 0;
        });
        var listener = services.Listener;

        var failure = await Assert.ThrowsAsync<IOException>(() => services.StartAsync());
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("another program has the port", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Lumen:Otlp:GrpcPorts", failure.Message, StringComparison.Ordinal);
        Assert.Single(listener.GrpcAddresses);
        Assert.NotNull(listener.HttpAddress);

        var open = listener.HttpAddress;
        other.Stop();
        await services.StartAsync();
        Assert.Equal(2, listener.GrpcAddresses.Count);
        Assert.Equal(open, listener.HttpAddress);
    }

    [Fact]
    public async Task StartAsync_AddressOfAnotherMachine_SaysWhatToDo()
    {
        await using var services = ListenerServices.Create(options =>
        {
            options.Address = "192.0.2.1";
            options.AllowAnonymous = true;
        });

        var failure = await Assert.ThrowsAsync<IOException>(() => services.StartAsync());

        Assert.Contains("this machine has no such address; set Lumen:Otlp:Address", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("::")]
    [InlineData("0")]
    [InlineData("10.1.2.3")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::127.0.0.1")]
    [InlineData("fe80::1")]
    public async Task StartAsync_BeyondLoopbackAndNobodyNamed_StaysClosedAndSaysSo(string address)
    {
        await using var services = ListenerServices.Create(options => options.Address = address);

        await services.StartAsync();

        Assert.Empty(services.Listener.GrpcAddresses);
        Assert.Null(services.Listener.HttpAddress);
        var health = services.Listener.Health;
        Assert.Equal(StoreStatus.Degraded, health.Status);
        Assert.Contains("Lumen:Otlp:ApiKey", Assert.Single(health.Reasons), StringComparison.Ordinal);
        Assert.Single(services.Log.Messages, message => message.Text == health.Reasons[0]);
    }

    [Theory]
    [InlineData("secret", false)]
    [InlineData(null, true)]
    public async Task StartAsync_BeyondLoopbackAndSaid_Opens(string? key, bool anonymous)
    {
        await using var services = ListenerServices.Create(options =>
        {
            (options.Address, options.GrpcPorts, options.HttpPort) = ("0.0.0.0", [0], 0);
            (options.ApiKey, options.AllowAnonymous) = (key, anonymous);
        });

        await services.StartAsync();

        Assert.Single(services.Listener.GrpcAddresses);
        Assert.NotNull(services.Listener.HttpAddress);
    }

    [Fact]
    public async Task Connect_MoreThanThePortHolds_IsClosedAndTheOthersStay()
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.MaxConnections = 1);
        using var first = await server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]), TestContext.Current.CancellationToken);

        using var second = new TcpClient();
        await second.ConnectAsync(IPAddress.Loopback, server.Listener.HttpAddress!.Port, TestContext.Current.CancellationToken);
        var read = await second.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken);
        using var again = await server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]), TestContext.Current.CancellationToken);

        Assert.Equal(0, read);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task StopAsync_NeverStarted_DoesNothing()
    {
        await using var services = ListenerServices.Create(_ => { });

        await ((ILumenListener)services.Listener).StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task StartAsync_HttpPortOfMinusOne_OpensGrpcAlone()
    {
        await using var services = ListenerServices.Create(options => (options.GrpcPorts, options.HttpPort) = ([0], -1));

        await services.StartAsync();

        Assert.Single(services.Listener.GrpcAddresses);
        Assert.Null(services.Listener.HttpAddress);
    }
}
