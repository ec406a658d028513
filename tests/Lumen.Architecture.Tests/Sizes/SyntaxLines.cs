using Microsoft.CodeAnalysis;

namespace Lumen.Architecture.Sizes;

/// <summary>How many lines a declaration spans, its documentation left out.</summary>
internal static class SyntaxLines
{
    internal static int Count(SyntaxNode declaration)
    {
        var span = declaration.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
