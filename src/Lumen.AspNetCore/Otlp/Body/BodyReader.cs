using System.Buffers;
using System.IO.Compression;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The one reader of bodies: copies or inflates a message into a payload as it arrives, never by a length that the sender declared.
/// </summary>
internal static class BodyReader
{
    /// <summary>Receives a message as it is.</summary>
    public static async ValueTask<BodyStatus> CopyAsync(MessageSource source, OtlpPayload payload, CancellationToken cancellationToken)
    {
        while (true)
        {
            var bytes = await source.ReadAsync(cancellationToken);
            if (source.Status != BodyStatus.Reading)
            {
                return source.Status;
            }

            if (!TryAppend(payload, bytes))
            {
                // The server reads the rest away, so that the connection can be used again: what was read must be given back first.
                source.Consume(bytes.Slice(0, 0));
                return BodyStatus.NoRoom;
            }

            source.Consume(bytes);
        }
    }

    /// <summary>Receives a message that is one gzip member or several.</summary>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="payload">Where the inflated ones go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<BodyStatus> InflateAsync(MessageSource source, OtlpPayload payload, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(new SealedGzipStream(source), CompressionMode.Decompress);
        var sealedLimit = source.Limit + GzipSeal.Content.Length;
        try
        {
            while (true)
            {
                if (!payload.TryGetMemory(out var room))
                {
                    return BodyStatus.NoRoom;
                }

                // One byte beyond the limit tells a body of just the limit from a larger one; a bomb never gets further.
                var count = await gzip.ReadAsync(room[..Math.Min(room.Length, sealedLimit + 1 - payload.Length)], cancellationToken);
                payload.Advance(count);
                if (payload.Length > sealedLimit)
                {
                    return BodyStatus.TooLarge;
                }

                if (count == 0)
                {
                    return Unseal(source, payload);
                }
            }
        }
        catch (InvalidDataException)
        {
            return BodyStatus.Corrupt;
        }
    }

    private static BodyStatus Unseal(MessageSource source, OtlpPayload payload)
    {
        if (source.Status is not (BodyStatus.Complete or BodyStatus.Reading))
        {
            return source.Status;
        }

        if (source.Status == BodyStatus.Reading || !payload.Received.EndsWith(GzipSeal.Content))
        {
            return BodyStatus.Corrupt;
        }

        payload.Truncate(payload.Length - GzipSeal.Content.Length);
        return BodyStatus.Complete;
    }

    private static bool TryAppend(OtlpPayload payload, ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            if (!payload.TryAppend(segment.Span))
            {
                return false;
            }
        }

        return true;
    }
}
