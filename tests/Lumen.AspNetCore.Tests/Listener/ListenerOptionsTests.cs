using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Tests.Listener;

public sealed class ListenerOptionsTests
{
    [Fact]
    public void AddLumenOtlpListener_NothingSaid_ListensWhereSendersLook()
    {
        var options = Options([]);

        Assert.Equal(("127.0.0.1", 4318, null, false), (options.Address, options.HttpPort, options.ApiKey, options.AllowAnonymous));
        Assert.Null(options.GrpcPorts);
    }

    [Fact]
    public void AddLumenOtlpListener_SectionOfTheHost_IsBound()
    {
        var options = Options(
        [
            ("Lumen:Otlp:Address", "*"), ("Lumen:Otlp:GrpcPorts:0", "4317"), ("Lumen:Otlp:GrpcPorts:1", "9090"),
            ("Lumen:Otlp:HttpPort", "-1"), ("Lumen:Otlp:ApiKey", "k"), ("Lumen:Otlp:AllowAnonymous", "true"),
        ]);

        Assert.Equal(("*", -1, "k", true), (options.Address, options.HttpPort, options.ApiKey, options.AllowAnonymous));
        Assert.Equal([4317, 9090], options.GrpcPorts!);
    }

    [Fact]
    public void AddLumenOtlpListener_PortsAsOneText_AreAList() =>
        Assert.Equal([4317, 9090], Options([("Lumen:Otlp:GrpcPorts", "4317, 9090")]).GrpcPorts!);

    [Fact]
    public void AddLumenOtlpListener_Delegates_RunAfterTheConfigurationInTheirOrder()
    {
        var services = Services([("Lumen:Otlp:HttpPort", "1"), ("Lumen:Otlp:ApiKey", "configured")]);
        services.Configure<LumenOtlpListenerOptions>(options => options.HttpPort = 2);
        services.AddLumenOtlpListener(options => options.HttpPort += 1).AddLumenOtlpListener();

        var options = Resolve(services);

        Assert.Equal((3, "configured"), (options.HttpPort, options.ApiKey));
    }

    [Fact]
    public void AddLumenOtlpListener_SectionOfTheCaller_IsBoundLast()
    {
        var services = Services([("Lumen:Otlp:HttpPort", "1"), ("Mine:HttpPort", "2")]);
        services.AddLumenOtlpListener(Configuration([("HttpPort", "5")]));

        Assert.Equal(5, Resolve(services).HttpPort);
    }

    [Fact]
    public void AddLumenOtlpListener_PortsSaidAgain_ReplaceTheEarlierOnes()
    {
        var services = Services([("Lumen:Otlp:GrpcPorts:0", "4317")]);
        services.AddLumenOtlpListener(Configuration([("GrpcPorts:0", "5000")])).AddLumenOtlpListener(Configuration([("HttpPort", "5")]));

        Assert.Equal([5000], Resolve(services).GrpcPorts!);
    }

    [Fact]
    public void AddLumenOtlpListener_CalledAgain_AddsOneListener()
    {
        var services = Services([]).AddLumenOtlpListener().AddLumenOtlpListener();

        Assert.Single(services, service => service.ServiceType == typeof(LumenOtlpListener));
        Assert.Single(services, service => service.ServiceType == typeof(Lumen.Hosting.ILumenListener));
    }

    [Theory]
    [InlineData("Address", "nowhere", "Lumen:Otlp:Address is 'nowhere'; write an IP address")]
    [InlineData("Address", "localhost.example.org", "write an IP address")]
    [InlineData("Address", "", "write an IP address")]
    [InlineData("GrpcPorts", "70000", "Lumen:Otlp:GrpcPorts is 70000; write ports from 0")]
    [InlineData("GrpcPorts", "4317,x", "Lumen:Otlp:GrpcPorts holds 'x', which is no port.")]
    [InlineData("GrpcPorts", "4317,4317", "Port 4317 is asked for more than once")]
    [InlineData("GrpcPorts", "4318", "Port 4318 is asked for more than once")]
    [InlineData("HttpPort", "-2", "Lumen:Otlp:HttpPort is -2; write a port from 0")]
    [InlineData("MaxConnections", "0", "Lumen:Otlp:MaxConnections is 0; write a number of connections from 1")]
    [InlineData("HttpPort", "many", "Write ports and sizes as whole numbers")]
    public void AddLumenOtlpListener_WrongOption_SaysWhatToWrite(string name, string value, string sentence)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options([($"Lumen:Otlp:{name}", value)]));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    private static LumenOtlpListenerOptions Options((string Key, string Value)[] settings) => Resolve(Services(settings));

    private static LumenOtlpListenerOptions Resolve(IServiceCollection services)
    {
        using var provider = services.AddLumenOtlpListener().BuildServiceProvider();
        return provider.GetRequiredService<IOptions<LumenOtlpListenerOptions>>().Value;
    }

    private static IServiceCollection Services((string Key, string Value)[] settings) =>
        new ServiceCollection().AddLogging().AddSingleton(Configuration(settings));

    private static IConfiguration Configuration((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();
}
