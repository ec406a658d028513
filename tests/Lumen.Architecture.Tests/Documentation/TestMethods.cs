using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Documentation;

/// <summary>The tests of a file by their full names.</summary>
internal static class TestMethods
{
    private static readonly string[] Attributes = ["Fact", "Theory", "Property"];

    internal static IEnumerable<string> Of(SourceFile file) => file.Nodes<MethodDeclarationSyntax>()
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTest))
        .Select(FullName);

    private static bool IsTest(AttributeSyntax attribute) => Attributes.Contains(attribute.Name.ToString());

    private static string FullName(MethodDeclarationSyntax method)
    {
        var type = method.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.Identifier.Text;
        var space = method.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString();
        return $"{space}.{type}.{method.Identifier.Text}";
    }
}
