namespace Lumen.AspNetCore.Access;

/// <summary>What is asked for, as the refusal calls it.</summary>
/// <param name="Name">With its verb: <c>Lumen's query API and page are</c>.</param>
/// <param name="Builder">The code that maps it and takes conventions: <c>app.MapLumen()</c>.</param>
/// <param name="Alternative">A further way to open it, as the end of a sentence (<c> or set ...</c>); empty for none.</param>
/// <param name="NeedsKey">Whether the host has set a key: then neither Development nor anonymous metadata opens it without.</param>
/// <param name="NeedsPolicy">Whether only authorization opens it: neither Development nor anonymous metadata does.</param>
internal sealed record AccessSubject(
    string Name, string Builder, string Alternative = "", bool NeedsKey = false, bool NeedsPolicy = false)
{
    internal static AccessSubject Look { get; } = new("Lumen's query API and page are", "app.MapLumen()");

    internal static AccessSubject Send(string builder, bool hasKey) => new(
        "Lumen's ingestion is",
        builder,
        hasKey ? string.Empty : ", or set Lumen:ApiKey and let senders show that key in the header x-api-key",
        hasKey);

    internal static AccessSubject Admin { get; } = new("Lumen's administration is", "app.MapLumen().Admin", NeedsPolicy: true);

    internal static AccessSubject Jaeger { get; } = new("Lumen's Jaeger API is", "app.MapLumenJaeger()");
}
