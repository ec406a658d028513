namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// Notices that a disk which was full has room again, so that work that failed need not wait its time out. Asks the file system once a
/// look, and says yes once for each failure. Thread-safe.
/// </summary>
internal sealed class RoomProbe(StoreFiles files)
{
    private const long LeastGain = 256 * 1024;
    private const long Unknown = -1;

    private long _freeAtFailure = Unknown;

    /// <summary>Work failed: what is free now is too little, if it was room that it lacked.</summary>
    internal void NoteFailure() => Interlocked.Exchange(ref _freeAtFailure, FreeBytes() ?? Unknown);

    /// <summary>Whether clearly more is free than at the last failure. A failure for another cause gains nothing, and waits.</summary>
    internal bool HasGained()
    {
        var before = Interlocked.Read(ref _freeAtFailure);
        if (before == Unknown || FreeBytes() is not { } now || now < before + LeastGain)
        {
            return false;
        }

        Interlocked.Exchange(ref _freeAtFailure, Unknown);
        return true;
    }

    private long? FreeBytes()
    {
        try
        {
            return files.FreeBytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
