using System.Text.RegularExpressions;
using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Naming;

public sealed partial class NameTests
{
    /// <summary>Folders whose namespace would hide a type of the base class library.</summary>
    private static readonly string[] HidingFolders = ["Trace", "Index", "Range", "Assembly"];

    [Fact]
    public void Name_OfATypeFileOrFolder_SaysWhatItIs() => Violations.AssertNone(
        "A name says what a thing does; these words say nothing.",
        Repository.TextFiles.SelectMany(EmptyPathNames).Concat(Repository.CSharp.SelectMany(EmptyTypeNames)).Distinct());

    [Fact]
    public void Folder_OfCSharpSources_HidesNoLibraryType() => Violations.AssertNone(
        "A folder becomes a namespace, and these would hide a type of the base class library.",
        Repository.CSharp.SelectMany(HidingPaths).Distinct());

    [Fact]
    public void File_OfATopLevelType_IsNamedByIt() => Violations.AssertNone(
        "A type is found by its file's name: Foo.cs or, for a part of it, Foo.Part.cs.", Repository.CSharp.SelectMany(OtherwiseNamed));

    [Theory]
    [InlineData("SpanUtils")]
    [InlineData("DateHelpers")]
    [InlineData("StoreManager")]
    [InlineData("Common")]
    [InlineData("ReaderImpl")]
    [InlineData("MiscThings")]
    public void Rules_OnAnEmptyName_ReportTypeFileAndFolder(string name)
    {
        var file = new SourceFile($"src/{name}/Index/{name}.cs", $"class {name} {{ }}\nclass Other {{ }}");
        Assert.NotEmpty(EmptyTypeNames(file));
        Assert.Equal(2, EmptyPathNames(file).Count());
        Assert.NotEmpty(HidingPaths(file));
        Assert.NotEmpty(OtherwiseNamed(new SourceFile("src/B.cs", $"class {name} {{ }}")));
    }

    [Theory]
    [InlineData("Implementation")]
    [InlineData("Commonality")]
    [InlineData("BackoffSchedule")]
    public void Rules_OnAWordThatOnlyBeginsSo_AreSilent(string name) =>
        Assert.Empty(EmptyTypeNames(new SourceFile($"src/{name}.cs", $"class {name} {{ }}")));

    private static IEnumerable<string> EmptyPathNames(SourceFile file) => file.Path.Split('/')
        .Where(part => EmptyName().IsMatch(part.Split('.')[0]))
        .Select(part => $"{file.Path}: {part}");

    private static IEnumerable<string> EmptyTypeNames(SourceFile file) => file.Nodes<BaseTypeDeclarationSyntax>()
        .Where(type => EmptyName().IsMatch(type.Identifier.Text))
        .Select(type => $"{file.At(type)}: {type.Identifier.Text}");

    private static IEnumerable<string> HidingPaths(SourceFile file) =>
        file.Folder.Split('/').Intersect(HidingFolders).Select(folder => $"{file.Folder}: {folder}");

    private static IEnumerable<string> OtherwiseNamed(SourceFile file)
    {
        var types = TopLevel.Types(file).Select(TopLevel.NameOf).ToList();
        return types.Count == 0 || types.Contains(file.Name.Split('.')[0]) ? [] : [$"{file.Path} declares {string.Join(", ", types)}"];
    }

    [GeneratedRegex("(?:Util|Utils|Utility|Utilities|Helper|Helpers|Manager|Managers|Common|Misc|Impl)(?![a-z])")]
    private static partial Regex EmptyName();
}
