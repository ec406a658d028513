using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded;

/// <summary>Counts calls that are under way, so that their owner, who is its first holder, can take no more and wait for them.</summary>
internal sealed class CallsUnderWay : Shared
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the owner and every call have let go.</summary>
    internal Task Ended => _ended.Task;

    /// <inheritdoc/>
    protected override void Free() => _ended.SetResult();
}
