using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Sizes;

/// <summary>Methods, constructors, operators, accessors and local functions, as far as they have a body.</summary>
public sealed class MethodSizeTests
{
    private const int MaxMethod = 60;

    [Fact]
    public void Method_InAnyProject_IsAtMost60Lines() => Violations.AssertNone(
        "A method over 60 lines does several things.", Repository.CSharp.SelectMany(LongMethods));

    [Fact]
    public void Method_InTheMiddleAndAtTheNinetieth_IsSmall()
    {
        var sizes = Distribution.Of(Repository.Product.SelectMany(Bodies).Select(SyntaxLines.Count));
        Assert.True(
            sizes.Median <= 8 && sizes.Ninetieth <= 30,
            $"Methods of src have a median of at most 8 lines and a 90th percentile of at most 30, and here: {sizes}");
    }

    [Fact]
    public void Rules_OnALongMethod_ReportIt()
    {
        var file = new SourceFile("src/A.cs", $"class A {{ void Short() {{ }}\nvoid Long() {{{new string('\n', MaxMethod)}}} }}");
        Assert.Contains("Long", Assert.Single(LongMethods(file)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> LongMethods(SourceFile file) => Bodies(file)
        .Where(method => SyntaxLines.Count(method) > MaxMethod)
        .Select(method => $"{file.At(method)}: {SyntaxLines.Count(method)} lines: {FirstLine(method)}");

    private static IEnumerable<SyntaxNode> Bodies(SourceFile file) => file.Root.DescendantNodes().Where(HasBody);

    private static bool HasBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        LocalFunctionStatementSyntax => true,
        _ => false,
    };

    private static string FirstLine(SyntaxNode node) => node.ToString().Split('\n')[0].Trim();
}
