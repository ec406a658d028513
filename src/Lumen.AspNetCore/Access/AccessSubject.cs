namespace Lumen.AspNetCore.Access;

/// <summary>What is asked for, as the refusal calls it.</summary>
/// <param name="Name">With its verb: <c>Lumen's query API and page are</c>.</param>
/// <param name="Builder">The code that maps it and takes conventions: <c>app.MapLumen()</c>.</param>
/// <param name="Alternative">A further way to open it, as the end of a sentence (<c> or set ...</c>); empty for none.</param>
internal sealed record AccessSubject(string Name, string Builder, string Alternative = "")
{
    internal static AccessSubject Look { get; } = new("Lumen's query API and page are", "app.MapLumen()");
}
