namespace Lumen.Hosting;

/// <summary>
/// Bytes that may be held at a time, given out in the order they were asked for. What is larger than all of them gets its turn alone.
/// Thread-safe.
/// </summary>
internal sealed class ReadPool(long capacity, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private long _held;

    /// <summary>Takes bytes, and waits for them if it must.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="longest">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether they are taken; not so once the wait was too long.</returns>
    internal async ValueTask<bool> TryTakeAsync(long bytes, TimeSpan longest, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _held += bytes;
                return true;
            }

            node = _waiting.AddLast(new Waiter(bytes));
        }

        try
        {
            await node.Value.Turn.Task.WaitAsync(longest, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return !TryLeave(node);
        }
        catch (OperationCanceledException)
        {
            if (!TryLeave(node))
            {
                Return(bytes);
            }

            throw;
        }
    }

    /// <summary>Says that something that was taken is larger than was thought, or smaller.</summary>
    internal void Correct(long difference) => Return(-difference);

    /// <summary>Gives bytes back.</summary>
    internal void Return(long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            AdmitWaiting();
        }
    }

    private bool Fits(long bytes) => _held <= 0 || bytes <= capacity - _held;

    /// <summary>Leaves the queue.</summary>
    /// <returns>Whether the turn had not come yet.</returns>
    private bool TryLeave(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return false;
            }

            _waiting.Remove(node);
            // It may have been first, and too large for what is free, unlike the next.
            AdmitWaiting();
            return true;
        }
    }

    private void AdmitWaiting()
    {
        while (_waiting.First is { } first && Fits(first.Value.Bytes))
        {
            _held += first.Value.Bytes;
            _waiting.RemoveFirst();
            first.Value.Turn.SetResult();
        }
    }

    private sealed class Waiter(long bytes)
    {
        internal long Bytes => bytes;

        internal TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
