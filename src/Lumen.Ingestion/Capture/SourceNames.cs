using System.Diagnostics;

namespace Lumen.Ingestion;

/// <summary>Which activity sources are listened to. Immutable.</summary>
internal sealed class SourceNames
{
    private const string Own = "Lumen";

    /// <summary>.NET's own sources of connections and name resolution, one activity a socket: noise unless somebody asks for it.</summary>
    private const string Experimental = "Experimental.";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _beginnings = [];

    internal SourceNames(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith('*'))
            {
                _beginnings.Add(pattern[..^1]);
            }
            else
            {
                _names.Add(pattern);
            }
        }
    }

    internal bool Include(ActivitySource source) => _names.Contains(source.Name)
        || (source.Name != Own && _beginnings.Exists(beginning => Begins(source.Name, beginning)));

    private static bool Begins(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal)
        && (!name.StartsWith(Experimental, StringComparison.Ordinal) || beginning.StartsWith(Experimental, StringComparison.Ordinal));
}
