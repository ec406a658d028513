using System.Globalization;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// The file name of a bucket: its number, which is that of its first window, and how often it was rewritten. A file that cannot be trusted
/// is set aside under the same name with an ending, so that its number is never used again.
/// </summary>
internal readonly record struct BucketName(long Number, int Revision, bool IsAside)
{
    /// <summary>The pattern of all of them.</summary>
    private const string Prefix = "bucket-";
    private const string Ending = ".lumen";
    private const string AsideEnding = ".damaged";

    /// <summary>The name of a bucket that is being written for the first time.</summary>
    internal static BucketName New(long number) => new(number, Revision: 0, IsAside: false);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Number:D12}.r{Revision}{Ending}{(IsAside ? AsideEnding : string.Empty)}");

    internal static bool TryParse(string name, out BucketName bucket)
    {
        bucket = default;
        var isAside = name.EndsWith(AsideEnding, StringComparison.Ordinal);
        var bare = isAside ? name[..^AsideEnding.Length] : name;
        if (!bare.StartsWith(Prefix, StringComparison.Ordinal) || !bare.EndsWith(Ending, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = bare[Prefix.Length..^Ending.Length].Split(".r");
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return false;
        }

        bucket = new BucketName(number, revision, isAside);
        return true;
    }
}
