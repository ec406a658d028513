using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Sizes;

/// <summary>The sizes of design records: small files, and no tail.</summary>
public sealed class FileSizeTests
{
    private const int MaxFile = 400;
    private const int MaxType = 350;
    private const int MaxColumns = 140;
    private const int MaxFilesInAFolder = 15;

    private static readonly string[] SourceEndings = [".cs", ".js", ".mjs", ".css", ".html"];

    [Fact]
    public void File_OfAnyKindOfSource_IsAtMost400Lines() => Violations.AssertNone(
        "A file over 400 lines holds a second responsibility.",
        Repository.TextFiles.Where(file => IsSource(file) && file.LineCount > MaxFile)
            .Select(file => $"{file.Path}: {file.LineCount} lines"));

    [Theory]
    [InlineData("src/")]
    [InlineData("")]
    public void File_InTheMiddleAndAtTheNinetieth_IsSmall(string area)
    {
        var files = Repository.CSharp.Where(file => file.Path.StartsWith(area, StringComparison.Ordinal));
        var sizes = Distribution.Of(files.Select(file => file.LineCount));
        Assert.True(
            sizes.Median <= 80 && sizes.Ninetieth <= 250,
            $"Files under '{area}' have a median of at most 80 lines and a 90th percentile of at most 250, and here: {sizes}");
    }

    [Fact]
    public void Type_InAnyProject_IsAtMost350Lines() => Violations.AssertNone(
        "A type over 350 lines is two.", Repository.CSharp.SelectMany(LongTypes));

    [Fact]
    public void Line_InAnyCSharpFile_IsAtMost140Columns() => Violations.AssertNone(
        "Lines are at most 140 columns.", Repository.CSharp.SelectMany(LongLines));

    [Fact]
    public void Folder_OfSources_HoldsAtMost15Files() => Violations.AssertNone(
        "A folder of more than 15 files wants folders named by domain words.",
        Repository.CSharp.GroupBy(file => file.Folder).Where(folder => folder.Count() > MaxFilesInAFolder)
            .Select(folder => $"{folder.Key}: {folder.Count()} files"));

    [Fact]
    public void Rules_OnALongTypeAndLine_ReportBoth()
    {
        var file = new SourceFile("src/A.cs", $"class A\n{{{new string('\n', MaxType)}}} // {new string('x', MaxColumns)}\n");
        Assert.Single(LongTypes(file));
        Assert.Single(LongLines(file));
        Assert.Equal(MaxType + 2, file.LineCount);
    }

    private static bool IsSource(SourceFile file) => SourceEndings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal));

    private static IEnumerable<string> LongTypes(SourceFile file) => file.Nodes<BaseTypeDeclarationSyntax>()
        .Where(type => SyntaxLines.Count(type) > MaxType)
        .Select(type => $"{file.At(type)}: {type.Identifier.Text} has {SyntaxLines.Count(type)} lines");

    private static IEnumerable<string> LongLines(SourceFile file) => file.Lines
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > MaxColumns)
        .Select(line => $"{file.Path}:{line.Number}: {line.Length} columns");
}
