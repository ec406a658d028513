using System.Xml.Linq;
using Lumen.Architecture.Sources;

namespace Lumen.Architecture.Projects;

/// <summary>A project file as it is written.</summary>
/// <param name="Path">The file, relative to the root.</param>
/// <param name="References">The names of the projects it references.</param>
/// <param name="BuiltBefore">The names of the projects that only have to be built before it.</param>
/// <param name="Packages">The packages it names.</param>
/// <param name="Friends">The assemblies that may see its internals.</param>
internal sealed record ProjectFile(
    string Path,
    IReadOnlyList<string> References,
    IReadOnlyList<string> BuiltBefore,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Friends)
{
    internal static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.TextFiles.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    internal static IReadOnlyList<ProjectFile> Product { get; } =
        [.. All.Where(project => project.Folder.StartsWith("src/", StringComparison.Ordinal))];

    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    internal string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    internal static ProjectFile Read(SourceFile file)
    {
        var document = XDocument.Parse(file.Text);
        var references = document.Descendants("ProjectReference")
            .ToLookup(element => (string?)element.Attribute("ReferenceOutputAssembly") != "false");
        return new ProjectFile(
            file.Path,
            [.. references[true].SelectMany(element => Names(file, element))],
            [.. references[false].SelectMany(element => Names(file, element))],
            [.. document.Descendants("PackageReference").Select(element => (string)element.Attribute("Include")!)],
            [.. document.Descendants("InternalsVisibleTo").Select(element => (string)element.Attribute("Include")!)]);
    }

    private static IEnumerable<string> Names(SourceFile file, XElement reference)
    {
        var include = ((string)reference.Attribute("Include")!).Replace('\\', '/');
        var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, file.Folder));
        var star = include.IndexOf("/*/", StringComparison.Ordinal);
        return star < 0
            ? [System.IO.Path.GetFileNameWithoutExtension(include)]
            : Directory.EnumerateFiles(System.IO.Path.Combine(folder, include[..star]), "*.csproj", SearchOption.AllDirectories)
                .Select(found => System.IO.Path.GetFileNameWithoutExtension(found));
    }
}
