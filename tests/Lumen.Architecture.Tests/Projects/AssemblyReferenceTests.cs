using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Lumen.Architecture.Sources;

namespace Lumen.Architecture.Projects;

/// <summary>
/// What the compiled assemblies use. The project files alone do not say it: references flow on, and what is referenced need not be used.
/// </summary>
public sealed class AssemblyReferenceTests
{
    private static readonly string ClassLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    [Fact]
    public void Assembly_OfTheProduct_UsesOnlyWhatTheTableAllows() => Violations.AssertNone(
        "A compiled project uses the projects and packages of its row in ProjectTable, and what these bring.",
        Existing().SelectMany(WrongReferences));

    [Fact]
    public void Assembly_OfEveryProductProject_WasRead() => Assert.Equal(
        ProjectFile.Product.Select(project => project.Name).Order(),
        Existing().Select(rule => rule.Name).Order());

    [Fact]
    public void Rules_OnAnAssemblyWithoutARow_ReportItsReferences()
    {
        var nothing = new ProjectRule("tests/Lumen.Architecture.Tests", [], [], []);
        Assert.Contains(WrongReferences(nothing), violation => violation.EndsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    private static IEnumerable<ProjectRule> Existing() =>
        ProjectTable.Product.Where(rule => File.Exists(FileOf(rule)));

    private static string FileOf(ProjectRule rule) => Path.Combine(AppContext.BaseDirectory, $"{rule.Name}.dll");

    private static List<string> WrongReferences(ProjectRule rule)
    {
        using var assembly = new PEReader(File.OpenRead(FileOf(rule)));
        var metadata = assembly.GetMetadataReader();
        var projects = Closure(rule).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Where(name => !projects.Contains(name) && !IsClassLibrary(name) && !rule.AllowsAssembly(name))
                .Select(name => $"{rule.Name} uses {name}"),
        ];
    }

    private static IEnumerable<string> Closure(ProjectRule rule) =>
        rule.References.Concat(rule.References.SelectMany(name => Closure(ProjectTable.ByName[name])));

    private static bool IsClassLibrary(string name) => File.Exists(Path.Combine(ClassLibrary, $"{name}.dll"));
}
