using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lumen.Architecture.Sources;

/// <summary>One text file, and its syntax where it is C#.</summary>
/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Text">Its whole text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<SyntaxNode> _root = new(() => CSharpSyntaxTree.ParseText(Text, path: Path).GetRoot());

    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    internal string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    internal SyntaxNode Root => _root.Value;

    internal IReadOnlyList<string> Lines => Text.Split('\n');

    /// <summary>Physical lines; the end of the last line begins no other.</summary>
    internal int LineCount => Text.Count(character => character == '\n') + (Text.Length == 0 || Text[^1] == '\n' ? 0 : 1);

    internal IEnumerable<TNode> Nodes<TNode>()
        where TNode : SyntaxNode => Root.DescendantNodes().OfType<TNode>();

    /// <summary>Where a node stands, as compilers write it, so that an editor can follow it.</summary>
    internal string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
