using Lumen.Storage.Embedded.Faults;
using Lumen.Storage.Embedded.Recovery;
using Lumen.Storage.Embedded.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>Rule 14 for an opening that fails half way: windows and files that it held are let go of.</summary>
public sealed class Rule14_FailedOpeningTests
{
    [Fact]
    public async Task Open_ThatFailsAtAnyOperation_HoldsNothingOfWhatItWasGiven()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 50);
        await store.EventuallyBucketsAsync(1);
        await store.Store.DisposeAsync();
        var succeeded = false;
        for (var allowed = 0; !succeeded; allowed++)
        {
            Assert.True(allowed < 1_000, "It never succeeds.");
            var window = new Window(1_000, 1_000, seed: 1, new ChunkPool(4096));
            using (var batch = StoreUnderTest.Request(StoreUnderTest.SpanOf(99)).ToBatch())
            {
                window.Append([batch], 1, 1);
                window.Commit();
            }

            succeeded = await TryOpenAsync(store, window, allowed);
            window.Release();
            Assert.False(window.TryHold(), $"After {allowed} operations somebody still holds the window.");
        }
    }

    private static async Task<bool> TryOpenAsync(StoreUnderTest store, Window window, int allowed)
    {
        var options = StoreUnderTest.Small with { Directory = store.Directory };
        var opener = new StoreOpener(
            options, store.Files, store.Time, StoreLife.Begin(options), NullLogger<EmbeddedTraceStore>.Instance);
        var left = allowed;
        // A shortage, which fails the opening wherever it happens.
        store.Files.Before = operation => operation.Action == FileAction.Write || Interlocked.Decrement(ref left) >= 0
            ? null
            : throw new IOException("Too many open files", OperatingSystem.IsWindows() ? unchecked((int)0x80070004) : 24);
        try
        {
            var session = opener.Open([window]);
            await session.DisposeAsync();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
        finally
        {
            store.Files.Before = null;
        }
    }
}
