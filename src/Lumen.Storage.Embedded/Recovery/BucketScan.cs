using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>
/// Reads a bucket that has no footer from its beginning: which windows are committed in it, and whether it may grow on. Every frame is
/// checked, so what is behind damage is found; windows that are missing are noticed by their numbers.
/// </summary>
internal sealed class BucketScan
{
    private readonly List<Segment> _segments = [];
    private byte[]? _pendingTables;
    private long _pendingWindow;
    private bool _hasLostTables;

    private BucketScan(long seed) => Catalog = new Catalog(seed);

    /// <summary>The windows that are committed and whose tables are there.</summary>
    internal IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The catalog as far as the file gives it.</summary>
    internal Catalog Catalog { get; }

    /// <summary>Where the last committed window ends.</summary>
    internal long CommittedEnd { get; private set; } = FileStart.Size;

    /// <summary>The window whose frames lie behind the last committed one, without a commit; 0 for none.</summary>
    internal long TailWindow { get; private set; }

    /// <summary>Whether bytes were passed over between good frames.</summary>
    internal bool HasDamage { get; private set; }

    /// <summary>Whether windows may be added: not where additions to the tables are lost, because later ones build on them.</summary>
    internal bool MayGrow => !_hasLostTables;

    /// <summary>Reads a bucket.</summary>
    internal static BucketScan Run(StoreFile file, long seed)
    {
        var scan = new BucketScan(seed);
        var stream = new FrameStream(file, seed, FileStart.Size);
        while (stream.TryRead(out var frame, out var place))
        {
            using (frame)
            {
                scan.HasDamage |= stream.HasSkipped;
                scan.Take(frame, place);
            }
        }

        return scan;
    }

    private void Take(in FrameLease frame, FramePlace place)
    {
        switch (frame.Header.Kind)
        {
            case FrameKind.Block or FrameKind.Tables or FrameKind.Postings or FrameKind.BlockStatistics
                when frame.Header.Window > LastWindow:
                BeginWindow(frame.Header.Window);
                TailWindow = frame.Header.Window;
                _pendingTables = frame.Header.Kind == FrameKind.Tables ? CompressedPayload.Read(frame.Payload) : _pendingTables;
                break;
            case FrameKind.WindowCommit:
                BeginWindow(frame.Header.Window);
                TakeCommit(Segment.Read(frame.Payload), place);
                break;
        }
    }

    private long LastWindow => _segments.Count == 0 ? 0 : _segments[^1].LastWindow;

    /// <summary>A frame of a later window proves that the one before it was committed, even if its commit cannot be read.</summary>
    private void BeginWindow(long window)
    {
        if (window != _pendingWindow)
        {
            ApplyTables();
            _pendingWindow = window;
        }
    }

    private void TakeCommit(Segment segment, FramePlace place)
    {
        if (ApplyTables())
        {
            _segments.Add(segment);
        }
        else
        {
            _hasLostTables = true;
        }

        TailWindow = 0;
        CommittedEnd = place.End;
    }

    private bool ApplyTables()
    {
        if (_pendingTables is not { } tables)
        {
            return false;
        }

        _pendingTables = null;
        try
        {
            CatalogTables.Read(tables, Catalog);
            return true;
        }
        catch (InvalidDataException)
        {
            _hasLostTables = true;
            return false;
        }
    }
}
