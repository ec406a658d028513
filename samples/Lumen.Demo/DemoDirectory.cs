namespace Lumen.Demo;

/// <summary>
/// A directory for this run alone, removed at the end, so that the demo starts empty and two of them do not meet. A directory that was
/// configured (<c>Lumen:DataDirectory</c>) is used and kept instead.
/// </summary>
internal sealed class DemoDirectory : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    public DemoDirectory(IConfiguration configuration)
    {
        if (configuration["Lumen:DataDirectory"] is null)
        {
            _temporary = Directory.CreateTempSubdirectory("lumen-demo-");
            configuration["Lumen:DataDirectory"] = _temporary.FullName;
        }
    }

    public void Dispose() => _temporary?.Delete(recursive: true);
}
