using System.Collections.Frozen;
using System.Reflection;

namespace Lumen.AspNetCore.PageServing;

/// <summary>The files of the page, which travel inside the assembly. Read once, on first use.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";
    private const string IndexPath = "index.html";

    private static readonly Lazy<FrozenDictionary<string, PageFile>> Files = new(Load);
    private static readonly Lazy<PageIndex> LazyIndex = new(() => PageIndex.Parse(Files.Value[IndexPath].Content));

    /// <summary>The document that starts the page.</summary>
    internal static PageIndex Index => LazyIndex.Value;

    /// <summary>The paths of all assets, relative to the page's folder.</summary>
    internal static IEnumerable<string> AssetPaths => Files.Value.Keys.Where(path => path != IndexPath);

    /// <summary>An asset; null if there is none of that path. Paths are exact: no case is folded, no segment resolved.</summary>
    internal static PageFile? FindAsset(string path) => path == IndexPath ? null : Files.Value.GetValueOrDefault(path);

    private static FrozenDictionary<string, PageFile> Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => PageFile.Of(name[Prefix.Length..].Replace('\\', '/'), Read(assembly, name)))
            .ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
