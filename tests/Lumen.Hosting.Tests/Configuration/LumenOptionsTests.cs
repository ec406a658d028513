using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting.Configuration;

public sealed class LumenOptionsTests
{
    [Fact]
    public void Options_WithoutAnything_AreTheDefaults()
    {
        using var host = LumenHost.Create();
        var options = Options(host);

        Assert.True(options.Enabled);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "lumen-data"), options.DataDirectory);
        Assert.Equal(TimeSpan.FromDays(7), options.RetentionAge);
        Assert.Null(options.RetentionBytes);
        Assert.Equal(64 * 1024 * 1024, options.MaxRequestBytes);
        Assert.Equal(256 * 1024 * 1024, options.MaxInFlightBytes);
        Assert.Equal(TimeSpan.FromSeconds(5), options.MaxWait);
        Assert.Equal(Acknowledge.WhenDurable, options.Acknowledge);
    }

    [Fact]
    public void Options_OfTheSection_ReachIngestion()
    {
        using var host = LumenHost.Create(
            configuration:
            [
                ("Lumen:MaxRequestBytes", "1024"), ("Lumen:MaxInFlightBytes", "2048"), ("Lumen:MaxSpansPerRequest", "7"),
                ("Lumen:MaxAttributes", "6"), ("Lumen:MaxEvents", "5"), ("Lumen:MaxLinks", "4"), ("Lumen:MaxValueBytes", "100"),
                ("Lumen:MaxDepth", "3"), ("Lumen:MaxQueuedRequests", "2"), ("Lumen:MaxWait", "00:00:01"),
                ("Lumen:Acknowledge", "WhenQueued"),
            ]);

        var ingestion = host.Services.GetRequiredService<IngestionOptions>();
        var limits = ingestion.Limits;
        Assert.Equal(
            (1024, 2, TimeSpan.FromSeconds(1), Acknowledge.WhenQueued),
            (ingestion.MaxRequestBytes, ingestion.MaxQueuedRequests, ingestion.MaxWait, ingestion.Acknowledge));
        Assert.Equal(
            (7, 6, 5, 4, 100, 3),
            (limits.MaxSpans, limits.MaxAttributes, limits.MaxEvents, limits.MaxLinks, limits.MaxValueBytes, limits.MaxDepth));
        Assert.Equal(2048, host.Services.GetRequiredService<IntakeBudget>().Capacity);
    }

    [Fact]
    public void Hooks_OfTheSection_ReachIngestion()
    {
        using var host = LumenHost.Create(
            configuration:
            [
                ("Lumen:DropSpans:0", "name = \"GET /health\""), ("Lumen:DropAttributes:0", "a.*"), ("Lumen:RedactAttributes:0", "b"),
                ("Lumen:ResourceAttributes:k8s.cluster.name", "east"),
            ]);

        var hooks = host.Services.GetRequiredService<IngestionOptions>().Hooks;
        Assert.Equal("name = \"GET /health\"", Assert.Single(hooks.DropSpans).ToString());
        Assert.Equal(("a.*", "b"), (Assert.Single(hooks.DropAttributes), Assert.Single(hooks.RedactAttributes)));
        Assert.Equal(KeyValuePair.Create("k8s.cluster.name", "east"), Assert.Single(hooks.ResourceAttributes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delegate_AddedBeforeOrAfter_RunsAfterTheSection(bool before)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Lumen:MaxDepth", "3"), new("Lumen:MaxLinks", "4")]);
        if (before)
        {
            builder.Services.Configure<LumenOptions>(options => options.MaxDepth = 9);
            builder.Services.AddLumen();
        }
        else
        {
            builder.Services.AddLumen(options => options.MaxDepth = 9);
        }

        using var host = builder.Build();

        Assert.Equal((9, 4), (Options(host).MaxDepth, Options(host).MaxLinks));
    }

    [Fact]
    public void Section_OfTheCallersChoice_IsBoundAfterTheUsualOne()
    {
        var own = new ConfigurationBuilder().AddInMemoryCollection([new("MaxDepth", "9")]).Build();
        using var host = LumenHost.Create(services => services.AddLumen(own), ("Lumen:MaxDepth", "3"), ("Lumen:MaxLinks", "4"));

        Assert.Equal((9, 4), (Options(host).MaxDepth, Options(host).MaxLinks));
    }

    [Fact]
    public void Options_WithoutAConfiguration_AreBoundFromNothing()
    {
        var services = new ServiceCollection().AddLogging().AddLumen(options => options.DataDirectory = "traces");
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<LumenOptions>>().Value;

        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "traces"), options.DataDirectory);
    }

    [Theory]
    [InlineData("DataDirectory", " ")]
    [InlineData("RetentionAge", "00:00:10")]
    [InlineData("RetentionAge", "soon")]
    [InlineData("RetentionBytes", "1000")]
    [InlineData("MaxRequestBytes", "0")]
    [InlineData("MaxRequestBytes", "64 MiB")]
    [InlineData("MaxSpansPerRequest", "0")]
    [InlineData("MaxAttributes", "0")]
    [InlineData("MaxEvents", "-1")]
    [InlineData("MaxLinks", "0")]
    [InlineData("MaxValueBytes", "1")]
    [InlineData("MaxDepth", "65")]
    [InlineData("MaxInFlightBytes", "1000000")]
    [InlineData("MaxQueuedRequests", "0")]
    [InlineData("MaxWait", "01:00:00")]
    [InlineData("SearchMaxSpans", "0")]
    [InlineData("ScrubBytesPerSecond", "-1")]
    [InlineData("StopTimeout", "-00:00:01")]
    [InlineData("Acknowledge", "Never")]
    [InlineData("Acknowledge", "7")]
    [InlineData("DropSpans:0", "name = ")]
    [InlineData("DropSpans:0", "traceDuration > 1s")]
    [InlineData("RedactAttributes:0", " ")]
    [InlineData("CaptureSampleRatio", "1.5")]
    [InlineData("Enabled", "perhaps")]
    public async Task StartAsync_WrongOption_FailsWithItsNameAndWhatToWrite(string option, string value)
    {
        var store = new ScriptedTraceStore();
        using var host = LumenHost.Create(store, configuration: ($"Lumen:{option}", value));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"Lumen:{option}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("rite", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Opens);
    }

    [Fact]
    public async Task StartAsync_RequestsLargerThanAllThatMayBeInFlight_ExampleIsOneThatWorks()
    {
        using var host = LumenHost.Create(new ScriptedTraceStore(), configuration: ("Lumen:MaxRequestBytes", "1073741824"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Lumen:MaxInFlightBytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("such as 4294967296", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_UnknownAcknowledge_NamesBothThatThereAre()
    {
        using var host = LumenHost.Create(new ScriptedTraceStore(), configuration: ("Lumen:Acknowledge", "Never"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("WhenDurable or WhenQueued", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SeveralWrongOptions_NamesThemAll()
    {
        using var host = LumenHost.Create(new ScriptedTraceStore(), configuration: [("Lumen:MaxDepth", "0"), ("Lumen:MaxLinks", "0")]);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(2, failure.Failures.Count());
    }

    [Fact]
    public void AddLumen_Twice_AddsEachServiceOnce()
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddLumen());
        var once = services.Count;

        services.AddLumen();

        Assert.Equal(once, services.Count);
        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
        Assert.Single(services, service => service.ServiceType == typeof(ITraceReader));
    }

    private static LumenOptions Options(IHost host) => host.Services.GetRequiredService<IOptions<LumenOptions>>().Value;
}
