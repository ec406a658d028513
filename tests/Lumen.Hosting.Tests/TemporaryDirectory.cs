namespace Lumen.Hosting;

/// <summary>A directory of a test's own, removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("lumen-hosting-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
