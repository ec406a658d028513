namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>
/// Does to single traces what <see cref="ITraceAdministration"/> says, over the session that is open. The work runs on the thread pool.
/// </summary>
internal sealed class EmbeddedAdministration(Func<StoreSession?> session, ITraceReader reader) : ITraceAdministration
{
    public ValueTask<bool> DeleteTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        RunAsync("The trace was not deleted", (open, stop) => open.DeleteTraceAsync(id, stop), cancellationToken);

    public ValueTask<bool> PinTraceAsync(TraceId id, CancellationToken cancellationToken) => RunAsync(
        "The trace was not pinned",
        async (open, stop) =>
        {
            if (!await IsStoredAsync(id, stop).ConfigureAwait(false))
            {
                return false;
            }

            var isNew = open.Pin(id);
            // Retention may have dropped it before it was pinned. From here on it does not.
            if (await IsStoredAsync(id, stop).ConfigureAwait(false))
            {
                return true;
            }

            if (isNew)
            {
                open.Pins.Unpin(id);
            }

            return false;
        },
        cancellationToken);

    public ValueTask<bool> UnpinTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        RunAsync("The trace was not unpinned", (open, _) => ValueTask.FromResult(open.Pins.Unpin(id)), cancellationToken);

    public ValueTask<IReadOnlyList<PinnedTrace>> ListPinnedTracesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pins = (session() ?? throw NotOpen()).Pins.Current.Pins;
        return ValueTask.FromResult<IReadOnlyList<PinnedTrace>>(
            [.. pins.Select(pin => new PinnedTrace(pin.Key, pin.Value)).OrderBy(pin => pin.Id)]);
    }

    /// <summary>Copies the directory; see <see cref="EmbeddedTraceStore.BackUpAsync"/>.</summary>
    internal ValueTask<long> BackUpAsync(string directory, CancellationToken cancellationToken) =>
        RunAsync("The directory was not backed up", (open, stop) => open.BackUpAsync(directory, stop), cancellationToken);

    private async ValueTask<bool> IsStoredAsync(TraceId id, CancellationToken cancellationToken) =>
        await reader.FindTraceAsync(id, cancellationToken).ConfigureAwait(false) is { Spans.Count: > 0 };

    private static StoreUnavailableException NotOpen() => new("The store is not open.");

    private async ValueTask<T> RunAsync<T>(
        string failed, Func<StoreSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var open = session() is { } current && current.TryBeginCall() ? current : throw NotOpen();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, open.Stopping);
        try
        {
            return await Task.Run(() => work(open, stop.Token).AsTask(), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"{failed}: the store is being closed, or its directory opened again.");
        }
        catch (Exception failure) when (
            failure is (IOException and not StoreUnavailableException) or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StoreUnavailableException($"{failed}: {failure.Message} Try it again.", failure);
        }
        finally
        {
            open.EndCall();
        }
    }
}
