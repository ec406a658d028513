using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>
/// Finds what is missing by its number: windows are numbered without a hole, so a hole is a loss, and its neighbours say from when to when
/// (rule 10).
/// </summary>
internal static class GapFinder
{
    /// <summary>The holes between the windows that there are.</summary>
    /// <param name="buckets">The buckets, the oldest first.</param>
    /// <param name="windows">The windows that were replayed, the oldest first.</param>
    /// <param name="aside">The numbers of buckets that are set aside, which explain a hole already.</param>
    /// <param name="droppedUntil">Up to which window retention has dropped what is not there.</param>
    internal static List<Gap> Find(
        IEnumerable<BucketView> buckets, IEnumerable<Window> windows, IReadOnlySet<long> aside, long droppedUntil)
    {
        var gaps = new List<Gap>();
        var (known, lastArrival) = (0L, 0L);
        foreach (var stretch in Stretches(buckets, windows))
        {
            var last = Math.Max(known, droppedUntil);
            lastArrival = known == 0 ? stretch.FirstArrival : lastArrival;
            if (stretch.First > last + 1 && !aside.Any(number => number > last && number < stretch.First))
            {
                gaps.Add(Describe(last + 1, stretch.First - 1, lastArrival, stretch.FirstArrival));
            }

            gaps.AddRange(stretch.Lost.Select(lost => Describe(lost, lost, stretch.FirstArrival, stretch.LastArrival)));
            (known, lastArrival) = (stretch.Last, stretch.LastArrival);
        }

        return gaps;
    }

    private static IEnumerable<Stretch> Stretches(IEnumerable<BucketView> buckets, IEnumerable<Window> windows)
    {
        foreach (var bucket in buckets)
        {
            foreach (var outline in bucket.Segments.Select(segment => segment.Outline))
            {
                yield return new Stretch(
                    outline.FirstWindow, outline.LastWindow, outline.FirstArrival, outline.LastArrival, outline.LostWindows);
            }
        }

        foreach (var window in windows)
        {
            yield return new Stretch(window.Number, window.Number, window.FirstArrival, window.LastArrival, []);
        }
    }

    private static Gap Describe(long first, long last, long afterArrival, long beforeArrival) => new(
        first, last,
        $"Windows {first} to {last} are missing: spans that arrived {UnixNanos.Describe(afterArrival, beforeArrival)}.");

    private readonly record struct Stretch(long First, long Last, long FirstArrival, long LastArrival, IReadOnlyList<long> Lost);
}
