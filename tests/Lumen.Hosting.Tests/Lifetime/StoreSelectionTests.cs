using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.Hosting.Lifetime;

public sealed class StoreSelectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_ThatIsNotTheDefault_WinsInWhicheverOrder(bool before)
    {
        var store = new ScriptedTraceStore("cassandra");
        using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Path, "data");
        var services = new ServiceCollection().AddLogging();
        if (before)
        {
            services.AddSingleton(LumenHost.Registration(store));
        }

        services.AddLumen(options => options.DataDirectory = data);
        if (!before)
        {
            services.AddSingleton(LumenHost.Registration(store));
        }

        await using var provider = services.BuildServiceProvider();
        var runtime = provider.GetRequiredService<LumenRuntime>();
        await runtime.StartAsync(default);
        await runtime.StopAsync(default);

        Assert.Equal((1, 1), (store.Opens, store.Disposals));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task StartAsync_TwoStoresThatAreNotTheDefault_FailsWithBothNames()
    {
        using var host = LumenHost.Create(
            new ScriptedTraceStore("cassandra"),
            services => services.AddSingleton(LumenHost.Registration(new ScriptedTraceStore("other"))));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("cassandra, other", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OneStoreAddedTwice_IsOneStore()
    {
        var registration = LumenHost.Registration(new ScriptedTraceStore("cassandra"));

        Assert.Same(registration, StoreSelection.Choose([registration, registration with { }]));
    }

    [Fact]
    public void Choose_NoStoreAtAll_SaysWhatToCall()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => StoreSelection.Choose(Array.Empty<TraceStoreRegistration>()));

        Assert.Contains("AddLumen", failure.Message, StringComparison.Ordinal);
    }
}
