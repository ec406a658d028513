using System.Globalization;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Names;

/// <summary>
/// Lists the names of spans that start in a window, the newest spans first. What lies in the window as a whole is answered by catalogs and
/// by what is known of each block; the columns of a block are read only where its spans start on both sides of a border and it has a name
/// that is not listed yet. For one answer; not thread-safe.
/// </summary>
/// <param name="reading">What it reads from.</param>
/// <param name="query">Which names.</param>
/// <param name="names">Takes the names.</param>
/// <param name="cancellationToken">Gives up before the next block.</param>
internal sealed class NameWalk<T>(SearchReading reading, NameQuery query, ListedNames<T> names, CancellationToken cancellationToken)
{
    private readonly ulong _from = query.FromUnixNano;
    private readonly ulong _last = query.ToUnixNano == ulong.MaxValue ? ulong.MaxValue : query.ToUnixNano - 1;

    /// <summary>Goes through what is stored.</summary>
    internal NameList<T> Run()
    {
        if (query.ToUnixNano == 0 || _last < _from)
        {
            return names.ToList(null);
        }

        foreach (var window in reading.Snapshot.Windows.Reverse())
        {
            VisitWindow(window);
        }

        foreach (var bucket in reading.Snapshot.Buckets.Views.Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reading.Budget.IsSpent)
            {
                return names.ToList(WhyStopped(bucket));
            }

            reading.Notes.Read(bucket, bucket.Segments[0], () => VisitBucket(bucket));
        }

        return names.ToList(reading.Notes.IncompleteReason);
    }

    private void VisitWindow(WindowView window)
    {
        if (_from == 0 && _last == ulong.MaxValue)
        {
            AddAll(window.Catalog, window.Counts);
        }
        else if (WantedOf(window.Catalog, window.Counts) is { } wanted)
        {
            foreach (ref readonly var span in window.Committed)
            {
                Add(window.Catalog, span.Origin, span.StartUnixNano, wanted);
            }
        }
    }

    private void VisitBucket(BucketView bucket)
    {
        if (!bucket.Segments.Any(segment => segment.Outline.Starts.LatestWithin(_from, _last) is not null))
        {
            return;
        }

        var known = reading.Parts.NamesOf(bucket);
        if (known is not null && !names.MayBeIn(known))
        {
            return;
        }

        var isWhole = bucket.Segments.All(segment => segment.Outline.Starts.AreWithin(_from, _last));
        if (isWhole && known is not null && names.KnownOf(known) is { } all)
        {
            reading.Budget.Spend(all.Count);
            foreach (var name in all)
            {
                names.Add(name);
            }

            return;
        }

        var catalog = reading.Parts.CatalogOf(bucket);
        var counts = bucket.LiveCatalog is null ? catalog.Counts : bucket.LiveCounts;
        if (isWhole)
        {
            AddAll(catalog, counts);
        }
        else if (WantedOf(catalog, counts) is { } wanted)
        {
            VisitSegments(bucket, catalog, wanted);
        }
    }

    private void VisitSegments(BucketView bucket, Catalog catalog, bool[] wanted)
    {
        foreach (var segment in bucket.Segments.Where(segment => segment.Outline.Starts.LatestWithin(_from, _last) is not null))
        {
            var statistics = reading.Parts.StatisticsOf(bucket, segment);
            for (var block = 0; block < statistics.BlockCount; block++)
            {
                var starts = statistics.StartsOf(block);
                if (starts.LatestWithin(_from, _last) is null)
                {
                    continue;
                }

                foreach (var (origin, _) in statistics.OriginsOf(block))
                {
                    if (!IsWanted(catalog, origin, wanted, out var number))
                    {
                        continue;
                    }

                    if (!starts.AreWithin(_from, _last))
                    {
                        VisitBlock(bucket, segment, block, catalog, wanted);
                        break;
                    }

                    Add(catalog, number, wanted);
                }
            }
        }
    }

    private void VisitBlock(BucketView bucket, Segment segment, int block, Catalog catalog, bool[] wanted)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var columns = reading.OpenBlocks.ColumnsOf(bucket, segment, block);
        reading.Budget.Spend(columns.Count);
        for (var row = 0; row < columns.Count; row++)
        {
            Add(catalog, columns.Origins[row], columns.Starts[row], wanted);
        }
    }

    private void AddAll(Catalog catalog, in CatalogCounts counts)
    {
        var count = names.CountOf(counts);
        reading.Budget.Spend(count);
        for (var number = 0; number < count; number++)
        {
            names.Add(catalog, number);
        }
    }

    /// <summary>Which names of a catalog are still to be found; null if none is.</summary>
    private bool[]? WantedOf(Catalog catalog, in CatalogCounts counts)
    {
        var wanted = new bool[names.CountOf(counts)];
        reading.Budget.Spend(wanted.Length);
        for (var number = 0; number < wanted.Length; number++)
        {
            wanted[number] = names.Wants(catalog, number);
        }

        return Array.IndexOf(wanted, true) < 0 ? null : wanted;
    }

    private bool IsWanted(Catalog catalog, int origin, bool[] wanted, out int number)
    {
        _ = catalog.CheckedOrigin(origin);
        number = names.NumberOf(catalog, origin);
        return number < wanted.Length && wanted[number];
    }

    private void Add(Catalog catalog, int origin, ulong start, bool[] wanted)
    {
        if (start >= _from && start <= _last && IsWanted(catalog, origin, wanted, out var number))
        {
            Add(catalog, number, wanted);
        }
    }

    private void Add(Catalog catalog, int number, bool[] wanted)
    {
        wanted[number] = false;
        names.Add(catalog, number);
    }

    private string WhyStopped(BucketView bucket)
    {
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"The list was made of the newest {reading.Budget.Spent:N0} names and spans, those that arrived after "
            + $"{UnixNanos.Describe(bucket.LastArrival)}; older ones may have others: ask for a window.");
        return reading.Notes.IncompleteReason is { } reason ? $"{reason} {sentence}" : sentence;
    }
}
