using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>Rule 20: a bucket that cannot be opened because the process is short of file handles is not damaged.</summary>
public sealed class Rule20_ShortageTests
{
    private static readonly int TooManyOpenFiles = OperatingSystem.IsWindows() ? unchecked((int)0x80070004) : 24;

    [Fact]
    public async Task Open_TooManyOpenFiles_FailsAndSetsNothingAside()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 41);
        await store.EventuallyBucketsAsync(1);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReopenAsync(() => store.Files.Before = operation =>
            operation is { Action: FileAction.Open, IsBucket: true }
                ? throw new IOException("Too many open files", TooManyOpenFiles)
                : null));

        store.Files.Before = null;
        await store.OpenAsync();

        await store.AssertTracesAsync(1, 41);
    }
}
