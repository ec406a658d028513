using System.Text.RegularExpressions;
using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Documentation;

/// <summary>What the pages say is there, is there.</summary>
public sealed partial class DocumentationTests
{
    private static IEnumerable<SourceFile> Pages =>
        Repository.TextFiles.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Link_InAnyPage_LeadsSomewhere() => Violations.AssertNone(
        "A link leads to a file that is there.", Pages.SelectMany(DeadLinks));

    [Fact]
    public void Page_OfTheDocumentation_IsInItsIndex() => Violations.AssertNone(
        "docs/index.md leads to every page of docs, docs/adr/README.md to every record.",
        [
            .. Unlisted("docs", "docs/index.md"),
            .. Unlisted("docs/formats", "docs/index.md"),
            .. Unlisted("docs/adr", "docs/adr/README.md"),
        ]);

    [Fact]
    public void Readme_ForOnesOwnApplication_ShowsTheSampleAsItIs()
    {
        var program = Read("samples/Lumen.Embedding/Program.cs");
        Assert.InRange(program.LineCount, 1, 14);
        Assert.Contains($"```csharp\n{program.Text}```", Read("README.md").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_ForAWorker_ShowsTheSampleAsItIs() => Assert.Contains(
        $"```csharp\n{Read("samples/Lumen.Worker/Program.cs").Text}```", Read("README.md").Text, StringComparison.Ordinal);

    [Fact]
    public void Option_OfTheProduct_IsInTheOptionsPage()
    {
        var page = Read("docs/options.md").Text;
        var options = Repository.Product.SelectMany(HostOptions).ToList();
        Assert.Contains(options, option => option.EndsWith("DataDirectory", StringComparison.Ordinal));
        Violations.AssertNone(
            "docs/options.md names every option a host can set.",
            options.Where(option => !page.Contains($"`{option[(option.LastIndexOf('.') + 1)..]}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rules_OnADeadLinkAndAnOption_SeeBoth()
    {
        var page = new SourceFile("docs/a.md", "[here](../README.md#limits) [not](gone.md) [out](https://example.com/gone.md)");
        Assert.Contains("gone.md", Assert.Single(DeadLinks(page)), StringComparison.Ordinal);
        var source = new SourceFile("src/A.cs", """
            public class LumenOptions
            {
                public int Open { get; set; }
                public int Told { get; }
                internal int Own { get; set; }
            }
            """);
        Assert.Equal("LumenOptions.Open", Assert.Single(HostOptions(source)));
    }

    private static IEnumerable<string> Unlisted(string folder, string index) => Pages
        .Where(page => page.Folder == folder && page.Path != index)
        .Where(page => !Read(index).Text.Contains($"{page.Name}.md", StringComparison.Ordinal))
        .Select(page => page.Path);

    private static SourceFile Read(string path) => Repository.TextFiles.Single(file => file.Path == path);

    private static IEnumerable<string> DeadLinks(SourceFile page) => Link().Matches(page.Text)
        .Select(match => match.Groups["target"].Value.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
        .Where(target => !Path.Exists(Path.Combine(Repository.Root, page.Folder, target)))
        .Select(target => $"{page.Path}: {target}");

    /// <summary>The properties that can be set, of the public classes whose name says that they are a host's options of Lumen.</summary>
    private static IEnumerable<string> HostOptions(SourceFile file) => file.Nodes<ClassDeclarationSyntax>()
        .Where(type => type.Identifier.Text is ['L', 'u', 'm', 'e', 'n', .., 'O', 'p', 't', 'i', 'o', 'n', 's'] && IsPublic(type))
        .SelectMany(type => type.Members.OfType<PropertyDeclarationSyntax>()
            .Where(property => IsPublic(property) && property.AccessorList?.Accessors.Any(SyntaxKind.SetAccessorDeclaration) == true)
            .Select(property => $"{type.Identifier.Text}.{property.Identifier.Text}"));

    private static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
