using System.Text.RegularExpressions;
using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lumen.Architecture.Text;

/// <summary>What no committed file says. The patterns are put together from pieces, so that this file passes its own rule.</summary>
public sealed class CommittedTextTests
{
    private static readonly Regex Undone = new(@"\b(?:TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b|NotImplemented" + "Exception");

    private static readonly Regex Machine = new(
        @"(?<![\w.])/(?:wo" + @"rk|ro" + @"ot|ho" + @"me/\w+|fa" + @"rm|tm" + @"p/bash)(?=/)|C:\\Us" + "ers");

    private static readonly Regex Registry = new(
        @"(?:nu" + @"get|npm" + @"js|py" + @"pi)\.org|repo1?\.ma" + @"ven|proxy\.go" + "lang", RegexOptions.IgnoreCase);

    [Fact]
    public void Text_OfTheSources_LeavesNothingUndone() => Violations.AssertNone(
        "What is undone is built, or is an issue.", Repository.TextFiles.Where(IsSource).SelectMany(file => Matches(file, Undone)));

    [Fact]
    public void Text_OfAnyFile_NamesNoMachineAndNoRegistry() => Violations.AssertNone(
        "A clone works on any machine, with whatever package sources it has.",
        Repository.TextFiles.SelectMany(file => Matches(file, Machine).Concat(Matches(file, Registry))));

    [Fact]
    public void Region_InAnyFile_IsASmallerType() => Violations.AssertNone(
        "A type that needs regions is two types.", Repository.CSharp.SelectMany(Regions));

    [Fact]
    public void Rules_OnEachPattern_ReportIt()
    {
        var file = new SourceFile("src/A.cs", "// TO" + "DO: read /wo" + "rk/x from nu" + "get.org\n#reg" + "ion A\n#endreg" + "ion\n");
        Assert.Single(Matches(file, Undone));
        Assert.Single(Matches(file, Machine));
        Assert.Single(Matches(file, Registry));
        Assert.Single(Regions(file));
    }

    private static bool IsSource(SourceFile file) => !file.Path.EndsWith(".md", StringComparison.Ordinal);

    private static IEnumerable<string> Matches(SourceFile file, Regex pattern) => file.Lines
        .Select((line, index) => (Text: line, Number: index + 1))
        .Where(line => pattern.IsMatch(line.Text))
        .Select(line => $"{file.Path}:{line.Number}: {line.Text.Trim()}");

    private static IEnumerable<string> Regions(SourceFile file) => file.Root.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
        .Select(trivia => $"{file.Path}: {trivia}");
}
