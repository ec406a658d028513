using Lumen.Queries.Matching;

namespace Lumen.Queries;

/// <summary>
/// The printed form of encoded values, which is what <c>=</c>, <c>!=</c>, <c>in</c> and <c>^=</c> compare with. For stores that index
/// values in the form in which searches ask for them. Thread-safe.
/// </summary>
public static class PrintedValue
{
    /// <summary>Room for every number that is printed, in bytes.</summary>
    public const int ScratchSize = AnyValueView.ScratchSize;

    /// <summary>Prints a value in UTF-8, as <see cref="AnyValue.ToString"/> does. Text is not copied.</summary>
    /// <param name="anyValue">The bytes of an <c>AnyValue</c> message; of what is malformed what can be read.</param>
    /// <param name="scratch">At least <see cref="ScratchSize"/> bytes, which the result may lie in.</param>
    public static ReadOnlySpan<byte> Print(ReadOnlySpan<byte> anyValue, Span<byte> scratch) => AnyValueView.Read(anyValue).Print(scratch);
}
