namespace Lumen.Storage.Conformance;

/// <summary>Makes and disposes the store of each test.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class StoreSuite<THarness> : IAsyncLifetime
    where THarness : StoreHarness, new()
{
    /// <summary>The store under test, open and empty.</summary>
    protected THarness Harness { get; } = new();

    /// <summary>The way to read it.</summary>
    protected ITraceReader Reader => Harness.Reader;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await Harness.OpenAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
