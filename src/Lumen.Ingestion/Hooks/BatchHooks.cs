using System.Buffers;
using Lumen.Ledger;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>
/// Does to batches what the host wants done before they are stored. A batch that no hook concerns is looked through and stays as it is; any
/// other is written anew, as one with a span to mend is. Thread-safe.
/// </summary>
internal sealed class BatchHooks(SpanHooks hooks, OtlpLimits limits, IntakeBudget budget, SpanLedger ledger)
{
    private const string DropReason = "hook";

    /// <summary>What the host adds was never limited: only what senders send is.</summary>
    private readonly OtlpLimits _limits = limits with { MaxAttributes = int.MaxValue, MaxValueBytes = int.MaxValue };

    private readonly AttributeHooks _attributes = new(hooks);
    private readonly ResourceHooks _resources = new(hooks.ResourceAttributes);
    private readonly SpanDropHooks _drops = new(hooks.DropSpans);

    /// <summary>Whether there is nothing to do to any batch.</summary>
    internal bool IsEmpty { get; } = hooks.IsEmpty;

    /// <summary>Does it, and accounts for it.</summary>
    /// <param name="decoded">A request whose batch has at least one span.</param>
    /// <returns>The request with the batch to store in place of its own, or with none where every span was dropped.</returns>
    /// <exception cref="IntakeFullException">The budget has no room for what the batch becomes; it is as it was.</exception>
    internal DecodedRequest Apply(DecodedRequest decoded)
    {
        var batch = decoded.Batch!;
        var marks = ArrayPool<bool>.Shared.Rent(batch.Count);
        try
        {
            var dropped = marks.AsSpan(0, batch.Count);
            dropped.Clear();
            var count = _drops.Mark(batch, dropped);
            if (count < batch.Count)
            {
                decoded = count == 0 && _resources.IsEmpty && !Concern(batch) ? decoded : Rewrite(decoded, batch, dropped);
            }
            else
            {
                Release(decoded, batch);
                decoded = decoded with { Batch = null, Reserved = 0 };
            }

            ledger.Receive(count);
            ledger.Settle(SpanFate.Dropped, DropReason, count);
            return decoded;
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(marks);
        }
    }

    /// <summary>Gives back what a request holds that is not stored.</summary>
    internal void Release(DecodedRequest decoded, SpanBatch batch)
    {
        batch.Dispose();
        budget.Release(decoded.Reserved);
    }

    private bool Concern(SpanBatch batch)
    {
        if (_attributes.IsEmpty)
        {
            return false;
        }

        var payload = batch.Payload.Span;
        foreach (var resource in batch.Resources)
        {
            if (_attributes.Concern(resource.Message.Of(payload), OtlpFields.Resource.Attributes))
            {
                return true;
            }
        }

        foreach (var scope in batch.Scopes)
        {
            if (_attributes.Concern(scope.Message.Of(payload), OtlpFields.Scope.Attributes))
            {
                return true;
            }
        }

        foreach (ref readonly var header in batch.Headers)
        {
            if (_attributes.ConcernSpan(batch.SpanBytes(header)))
            {
                return true;
            }
        }

        return false;
    }

    private DecodedRequest Rewrite(DecodedRequest decoded, SpanBatch batch, ReadOnlySpan<bool> dropped)
    {
        var arrays = new ReservedArrays(budget, 0);
        using var writer = new ProtobufWriter(batch.Payload.Length, arrays);
        var hooks = new HookWriter(writer, arrays, _attributes, _resources, dropped);
        hooks.WriteRequest(batch.Payload.Span);
        var written = Read(writer.Detach(out var length), length, arrays);
        Release(decoded, batch);
        ledger.CountChanged(hooks.ChangedSpans);
        return decoded with { Batch = written, Reserved = arrays.Reserved };
    }

    private SpanBatch? Read(byte[] array, int length, ReservedArrays arrays)
    {
        try
        {
            return OtlpRequestReader.Read(array, length, _limits, arrays.Reserve).Batch;
        }
        catch (IntakeFullException)
        {
            arrays.Return(array);
            arrays.ReleaseAll();
            throw;
        }
    }
}
