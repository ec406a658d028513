using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Naming;

/// <summary>The types a file declares outside any other type.</summary>
internal static class TopLevel
{
    internal static IEnumerable<MemberDeclarationSyntax> Types(SourceFile file) => file.Nodes<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        .Where(IsOutermost);

    internal static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static bool IsOutermost(MemberDeclarationSyntax type) => type.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;
}
