namespace Lumen.Analysis;

/// <summary>Where in its span a gap lies.</summary>
public enum GapKind
{
    /// <summary>From the span's start to its first child.</summary>
    Leading,

    /// <summary>Between two children.</summary>
    Between,

    /// <summary>From the last child to the span's end.</summary>
    Trailing,
}
