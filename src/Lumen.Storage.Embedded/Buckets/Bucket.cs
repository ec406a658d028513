using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// The open file of a bucket. It is closed, and deleted if it was dropped, when the last snapshot that names it lets go of it (rule 14).
/// </summary>
internal sealed class Bucket : Shared
{
    private readonly StoreContext _context;
    private volatile bool _isDropped;

    internal Bucket(StoreContext context, BucketName name, StoreFile file)
    {
        _context = context;
        Name = name;
        File = file;
    }

    internal BucketName Name { get; }

    /// <summary>The number of its first window.</summary>
    internal long Number => Name.Number;

    internal StoreFile File { get; }

    /// <summary>The file goes when nobody reads it any longer.</summary>
    internal void Drop() => _isDropped = true;

    /// <inheritdoc/>
    protected override void Free()
    {
        try
        {
            File.Dispose();
            if (_isDropped)
            {
                _context.Files.Delete(Name.ToString());
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is found again at the next open and dropped by the same rule.
            _context.Log.DeleteFailed(Name.ToString(), failure);
        }
    }
}
