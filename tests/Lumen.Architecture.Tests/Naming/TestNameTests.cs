using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Naming;

public sealed class TestNameTests
{
    private static readonly string[] TestAttributes = ["Fact", "Theory", "Property"];

    [Fact]
    public void Test_InAnyProject_IsNamedMemberConditionResult() => Violations.AssertNone(
        "A test reads as a sentence: Member_Condition_Result.",
        Repository.CSharp.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(OtherNames));

    [Fact]
    public void Rules_OnAnUnsaidResult_ReportIt()
    {
        var file = new SourceFile("tests/A.cs", "class A { [Fact] void Reads_Ids() { } [Fact] void Read_EmptyText_Fails() { } }");
        Assert.Contains("Reads_Ids", Assert.Single(OtherNames(file)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> OtherNames(SourceFile file) => file.Nodes<MethodDeclarationSyntax>()
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTest))
        .Where(method => method.Identifier.Text.Split('_') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
        .Select(method => $"{file.At(method)}: {method.Identifier.Text}");

    private static bool IsTest(AttributeSyntax attribute) => TestAttributes.Contains(attribute.Name.ToString());
}
