namespace Lumen;

/// <summary>A stretch of a batch's payload. <c>default</c> is empty.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
public readonly record struct PayloadRange(int Offset, int Length)
{
    /// <summary>The bytes of this stretch.</summary>
    /// <param name="payload">The payload it was made for.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload) => payload.Slice(Offset, Length);
}
