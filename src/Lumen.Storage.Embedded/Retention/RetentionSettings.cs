namespace Lumen.Storage.Embedded.Retention;

/// <summary>
/// How long and how much is kept; may be changed while the store is open, and stays so when its directory is opened anew. Thread-safe.
/// </summary>
/// <param name="age">How long spans are kept.</param>
/// <param name="bytes">How many bytes the directory may take; null for what was chosen when it was created.</param>
internal sealed class RetentionSettings(TimeSpan age, long? bytes)
{
    private Values _values = new(age, bytes);

    internal TimeSpan Age => Volatile.Read(ref _values).Age;

    /// <summary>The pins as they were last, for a directory that has to be made anew.</summary>
    internal PinList Pins { get; set; } = PinList.Empty;

    internal long? Bytes => Volatile.Read(ref _values).Bytes;

    internal void Change(TimeSpan newAge, long? newBytes) => Volatile.Write(ref _values, new Values(newAge, newBytes));

    private sealed record Values(TimeSpan Age, long? Bytes);
}
