using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Logs;

/// <summary>
/// One of the two files that make commits durable. It holds the frames of one window, each beginning at a multiple of 4,096 bytes; it grows
/// by zero-filling ahead until its capacity, then it is overwritten, so that a commit changes no metadata (rule 1). One thread at a time.
/// </summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Where the first frame of a window begins: behind the page of the file start.</summary>
    internal const long FirstFrame = Frame.Alignment;

    private const int GrowthBytes = 1024 * 1024;
    private static readonly byte[] Zeros = new byte[GrowthBytes];

    private readonly StoreFiles _files;
    private readonly TimeProvider _time;
    private readonly long _seed;
    private readonly int _capacity;
    private StoreFile? _file;
    private long _length;

    internal LogFile(StoreFiles files, string name, int capacity, long seed, TimeProvider time)
    {
        _files = files;
        _time = time;
        _seed = seed;
        _capacity = capacity;
        Name = name;
    }

    internal string Name { get; }

    /// <summary>Whether a write or a flush failed: the file must be made anew before it is used again (rule 6).</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Whether frames may end here without the file growing beyond its capacity.</summary>
    internal bool HasRoomUntil(long end) => end <= _capacity;

    /// <summary>Opens the file if there is one, for replay and for appending behind what it holds.</summary>
    /// <returns>The file, or null if it is not there.</returns>
    internal StoreFile? OpenExisting()
    {
        if (_files.Exists(Name))
        {
            _file = _files.Open(Name, FileMode.Open);
            _length = _file.Length;
        }

        return _file;
    }

    /// <summary>
    /// Makes room for frames that end at a position, by zeros and in steps of 1 MiB. Fails without harm: nothing that was acknowledged is
    /// touched, so the caller may just try again later.
    /// </summary>
    internal void EnsureRoom(long end)
    {
        var file = Opened;
        if (_length >= end)
        {
            return;
        }

        var length = _length;
        while (length < end)
        {
            var step = Math.Min(GrowthBytes, Math.Max(Frame.Align(end), _capacity) - length);
            file.Write(Zeros.AsSpan(0, (int)step), length);
            length += step;
        }

        // The file must be as long as it says before it says so, and what failed to get there is written again by the next try.
        file.Flush();
        NoteLength(length);
        _length = length;
    }

    /// <summary>Writes a frame with its padding.</summary>
    internal void Write(ReadOnlySpan<byte> frame, long position) => Opened.Write(frame, position);

    /// <summary>
    /// Overwrites everything from a position on by zeros, and makes that durable. Where it fails, the file is not to be trusted any more.
    /// </summary>
    /// <param name="from">The position.</param>
    /// <param name="lastWindow">
    /// The last window there has been, which a file without frames of its own is to remember; 0 for none.
    /// </param>
    internal void Erase(long from, long lastWindow)
    {
        if (_file is not { } file)
        {
            return;
        }

        try
        {
            for (var position = from; position < _length; position += GrowthBytes)
            {
                file.Write(Zeros.AsSpan(0, (int)Math.Min(GrowthBytes, _length - position)), position);
            }

            if (from == FirstFrame && lastWindow > 0 && _length > FirstFrame)
            {
                WriteMark(file, lastWindow, _seed, _time.GetUnixNanos());
            }

            file.Flush();
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    /// <summary>
    /// Writes a frame without batches, which says only that there has been a window: so the next opening knows, though the log holds
    /// nothing, up to which number there must be windows in buckets.
    /// </summary>
    internal static void WriteMark(StoreFile file, long window, long seed, long arrival)
    {
        Span<byte> page = stackalloc byte[Frame.Alignment];
        page.Clear();
        Frame.Seal(page, new FrameHeader { Kind = FrameKind.Batches, Length = 0, Window = window, Arrival = arrival }, seed);
        file.Write(page, FirstFrame);
    }

    /// <summary>Makes what was written durable.</summary>
    internal void Flush() => Opened.Flush();

    /// <summary>Marks the file as failed: what is in it may differ from what its window has.</summary>
    internal void Distrust() => HasFailed = true;

    /// <summary>Whether the file in the directory is still the one that is written.</summary>
    internal bool IsInPlace => Opened.IsInPlace;

    /// <summary>Makes the file if there is none.</summary>
    internal void EnsureExists()
    {
        if (_file is null)
        {
            Create();
        }
    }

    /// <summary>Makes a failed file anew.</summary>
    internal void Renew()
    {
        Close();
        Create();
        HasFailed = false;
    }

    /// <summary>Cuts a file back that one large batch had extended; its window is in a bucket now. Never throws.</summary>
    internal void CutBack()
    {
        if (_file is null || _length <= _capacity || HasFailed)
        {
            return;
        }

        try
        {
            NoteLength(_capacity);
            _length = _capacity;
            _file.Flush();
            _file.SetLength(_capacity);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            HasFailed = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private StoreFile Opened => _file ?? throw new InvalidOperationException($"The log file '{Name}' is not open.");

    /// <summary>Makes the file under another name and puts it in its place, so that there never is none where there was one.</summary>
    private void Create()
    {
        using (var temporary = _files.Open(Name + StoreFiles.TemporaryEnding, FileMode.Create))
        {
            FileStart.Write(temporary, _seed, bucket: 0, _time.GetUnixNanos());
            temporary.Flush();
        }

        _files.Rename(Name + StoreFiles.TemporaryEnding, Name);
        _files.FlushDirectory();
        _file = _files.Open(Name, FileMode.Open);
        _length = FileStart.Size;
    }

    /// <summary>Writes down how long the file is, so that it is noticed when somebody cuts it.</summary>
    private void NoteLength(long length) => FileStart.Write(Opened, _seed, length, _time.GetUnixNanos());

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _length = 0;
    }
}
