using System.Xml.Linq;
using Lumen.Architecture.Sources;

namespace Lumen.Architecture.Projects;

public sealed class PackageVersionTests
{
    [Fact]
    public void Package_InTheCentralFile_SaysItsReason() => Violations.AssertNone(
        "Each PackageVersion has a comment right above it: why this package.", Unexplained(Central()));

    [Fact]
    public void Package_InTheCentralFile_IsUsed() => Violations.AssertNone(
        "A version that no project asks for is left over.",
        Central().Descendants("PackageVersion").Select(Include).Except(Named()));

    [Fact]
    public void Rules_OnAPackageWithoutAReason_ReportIt()
    {
        var document = XDocument.Parse("""
            <Project><ItemGroup>
              <!-- Needed. -->
              <PackageVersion Include="A" Version="1" />
              <PackageVersion Include="B" Version="1" />
            </ItemGroup></Project>
            """);
        Assert.Equal("B", Assert.Single(Unexplained(document)));
    }

    private static XDocument Central() => XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

    private static IEnumerable<string> Unexplained(XDocument document) => document.Descendants("PackageVersion")
        .Where(package => package.NodesBeforeSelf().LastOrDefault(node => node is XElement or XComment) is not XComment)
        .Select(Include);

    private static IEnumerable<string> Named() => Repository.TextFiles
        .Where(file => Path.GetExtension(file.Path) is ".csproj" or ".props")
        .SelectMany(file => XDocument.Parse(file.Text).Descendants("PackageReference"))
        .Select(Include);

    private static string Include(XElement element) => (string)element.Attribute("Include")!;
}
