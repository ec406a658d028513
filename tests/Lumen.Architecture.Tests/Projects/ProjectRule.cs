namespace Lumen.Architecture.Projects;

/// <summary>A row of the table: a project and what it may reference.</summary>
/// <param name="Path">The folder of the project, relative to the root.</param>
/// <param name="References">The projects it may reference, by name; what these bring may be used as well.</param>
/// <param name="Packages">The packages its project file may name.</param>
/// <param name="Assemblies">
/// The assemblies its compiled form may use beside the base class library, the referenced projects' and the packages' own: those that the
/// packages bring with them. Here and among the packages, a name that ends in a star stands for all that begin so.
/// </param>
internal sealed record ProjectRule(string Path, string[] References, string[] Packages, string[] Assemblies)
{
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    internal bool AllowsPackage(string package) => Packages.Any(allowed => Matches(allowed, package));

    internal bool AllowsAssembly(string assembly) => Packages.Concat(Assemblies).Any(allowed => Matches(allowed, assembly));

    private static bool Matches(string allowed, string name) =>
        allowed.EndsWith('*') ? name.StartsWith(allowed[..^1], StringComparison.Ordinal) : name == allowed;
}
