using Lumen.Architecture.Sources;

namespace Lumen.Architecture.Projects;

public sealed class ProjectReferenceTests
{
    [Fact]
    public void Project_InTheRepository_IsARowOfTheTable() => Violations.AssertNone(
        "A project is added with a row in ProjectTable and a record in docs/adr.",
        ProjectFile.All.Where(project => !ProjectTable.ByName.TryGetValue(project.Name, out var rule) || rule.Path != project.Folder)
            .Select(project => project.Path));

    [Fact]
    public void Project_OfTheFirstProduct_Exists() => Violations.AssertNone(
        "These tests read the repository: were they to find nothing, every rule would hold.",
        new[] { "Lumen.Core", "Lumen.Ingestion", "Lumen.Analysis", "Lumen.Storage.Embedded", "Lumen.Hosting", "Lumen.AspNetCore" }
            .Except(ProjectFile.All.Select(project => project.Name)));

    [Fact]
    public void Project_ByItsFile_ReferencesOnlyWhatTheTableAllows() => Violations.AssertNone(
        "The arrows between projects go as ProjectTable says.", ProjectFile.All.SelectMany(WrongReferences));

    [Fact]
    public void Project_ByItsFile_NamesOnlyAllowedPackages() => Violations.AssertNone(
        "The packages of a project are those of ProjectTable.", ProjectFile.All.SelectMany(WrongPackages));

    [Fact]
    public void Project_OfTheProduct_OpensItsInternalsToTestsAndBenchmarksOnly() => Violations.AssertNone(
        "The internals of a product project are not another product project's business.",
        ProjectFile.Product.SelectMany(WrongFriends));

    [Fact]
    public void Project_OfTheProduct_HasTestsOfItsOwn() => Violations.AssertNone(
        "tests/<project>.Tests mirrors src/<project>.",
        ProjectFile.Product.Select(project => $"{project.Name}.Tests").Except(ProjectFile.All.Select(project => project.Name)));

    [Fact]
    public void Project_OfTheProduct_KeepsItsPublicApiAsText() => Violations.AssertNone(
        "The public API of a product project is in its PublicAPI.Shipped.txt and PublicAPI.Unshipped.txt.",
        ProjectFile.Product
            .SelectMany(project => new[] { "Shipped", "Unshipped" }.Select(state => $"{project.Folder}/PublicAPI.{state}.txt"))
            .Except(Repository.TextFiles.Select(file => file.Path)));

    [Fact]
    public void Rules_OnAForbiddenProjectFile_ReportEachLine()
    {
        var project = ProjectFile.Read(new SourceFile("src/Lumen.Core/Lumen.Core.csproj", """
            <Project>
              <ItemGroup>
                <ProjectReference Include="../Lumen.Hosting/Lumen.Hosting.csproj" />
                <PackageReference Include="Newtonsoft.Json" />
                <InternalsVisibleTo Include="Lumen.Analysis" />
              </ItemGroup>
            </Project>
            """));
        Assert.Single(WrongReferences(project));
        Assert.Single(WrongPackages(project));
        Assert.Single(WrongFriends(project));
    }

    private static IEnumerable<string> WrongReferences(ProjectFile project) =>
        ProjectTable.ByName.TryGetValue(project.Name, out var rule)
            ? project.References.Except(rule.References).Select(reference => $"{project.Path} references {reference}")
                .Concat(project.BuiltBefore.Where(name => !IsSample(name)).Select(name => $"{project.Path} waits for {name}"))
            : [];

    private static IEnumerable<string> WrongPackages(ProjectFile project) =>
        ProjectTable.ByName.TryGetValue(project.Name, out var rule)
            ? project.Packages.Where(package => !rule.AllowsPackage(package)).Select(package => $"{project.Path} names {package}")
            : [];

    private static IEnumerable<string> WrongFriends(ProjectFile project) => project.Friends
        .Where(friend => friend != "Lumen.Benchmarks" && friend != $"{project.Name}.Tests")
        .Select(friend => $"{project.Path} opens its internals to {friend}");

    private static bool IsSample(string name) => ProjectTable.Programs.Any(program => program.Name == name);
}
