namespace Lumen.Architecture.Sources;

/// <summary>The files of this repository, found by walking up from the tests, without what builds and tools leave behind.</summary>
internal static class Repository
{
    private static readonly HashSet<string> LeftBehind =
        ["bin", "obj", ".git", ".vs", ".idea", ".vscode", "TestResults", "BenchmarkDotNet.Artifacts", "lumen-data", "node_modules"];

    private static readonly HashSet<string> TextExtensions =
    [
        "", ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".config", ".md", ".txt", ".js", ".mjs", ".css", ".html", ".svg",
        ".yml", ".yaml", ".sh", ".proto", ".editorconfig", ".gitignore", ".dockerignore", ".java", ".py",
    ];

    internal static string Root { get; } = FindRoot();

    /// <summary>Every text file that people write, with its path relative to the root and forward slashes.</summary>
    internal static IReadOnlyList<SourceFile> TextFiles { get; } = [.. Walk(new DirectoryInfo(Root)).Select(Read)];

    /// <summary>Every C# file.</summary>
    internal static IReadOnlyList<SourceFile> CSharp { get; } =
        [.. TextFiles.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))];

    /// <summary>The C# files of the product itself.</summary>
    internal static IReadOnlyList<SourceFile> Product { get; } =
        [.. CSharp.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))];

    private static SourceFile Read(FileInfo file) =>
        new(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo directory) => directory
        .EnumerateFiles()
        .Where(file => file.LinkTarget is null && TextExtensions.Contains(file.Extension))
        .Concat(directory.EnumerateDirectories()
            .Where(child => child.LinkTarget is null && !LeftBehind.Contains(child.Name))
            .SelectMany(Walk));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lumen.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName
            ?? throw new InvalidOperationException($"No Lumen.sln above {AppContext.BaseDirectory}: these tests read the sources.");
    }
}
