using System.Text;
using Lumen.Queries;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Reading;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// The spans of one block for which neither origin nor header decides: their attributes are asked for key by key, each distinct value of
/// the block once; the bytes of a span only where something else of it matters. For one block; not thread-safe.
/// </summary>
/// <param name="search">The search.</param>
/// <param name="catalog">The bucket's catalog.</param>
/// <param name="heads">What is known of the block's spans without their values.</param>
internal sealed class OpenRows(TraceSearch search, Catalog catalog, BlockColumns heads)
{
    private readonly List<(int Row, ConditionTruth Known)> _rows = [];
    private readonly SpanMatcher _matcher = search.Filter.Matcher!;
    private readonly HashSet<int> _opaque = [];
    private ulong[] _true = [];

    /// <summary>Whether everything is decided.</summary>
    internal bool IsEmpty => _rows.Count == 0;

    internal void Add(int row, ConditionTruth known) => _rows.Add((row, known));

    /// <summary>Decides about them, and gives those that match to the search.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal void Judge(OpenBlock block, CancellationToken cancellationToken)
    {
        ReadAttributes(block, cancellationToken);
        var left = new List<(int Row, ConditionTruth Known)>();
        foreach (var (row, known) in _rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_opaque.Contains(row))
            {
                left.Add((row, known));
                continue;
            }

            var truth = (known | new ConditionTruth(_true[row], 0)).Without(_matcher.AttributeConditions);
            switch (_matcher.Decide(truth))
            {
                case true:
                    Found(row);
                    break;
                case null when (_matcher.TextConditions & ~(truth.True | truth.False)) != 0:
                    left.Add((row, truth));
                    break;
                case null when search.Spans.DecideByTrace(truth, heads.TraceIds[row]):
                    Found(row);
                    break;
            }
        }

        JudgeBytes(block, left, cancellationToken);
    }

    private void ReadAttributes(OpenBlock block, CancellationToken cancellationToken)
    {
        _true = new ulong[heads.Count];
        foreach (var (level, key) in AttributesOf(_matcher))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var attribute = block.ReadAttribute(catalog, level, key);
            var holds = new ulong[attribute.ValueCount];
            for (var value = 0; value < holds.Length; value++)
            {
                holds[value] = _matcher.TrueOfAttribute(SpanLevels.NameOf(level), key, attribute.Value(value));
            }

            foreach (var (row, value) in attribute.Occurrences)
            {
                _true[row] |= holds[value];
            }

            _opaque.UnionWith(attribute.OpaqueRows);
        }
    }

    private static IEnumerable<(SpanLevel Level, byte[] Key)> AttributesOf(SpanMatcher matcher)
    {
        var attributes = new HashSet<(SpanLevel Level, string Key)>();
        for (var number = 0; number < matcher.Conditions.Count; number++)
        {
            if ((matcher.AttributeConditions & (1UL << number)) != 0)
            {
                var field = matcher.Conditions[number].Field;
                foreach (var level in SpanLevels.Of(field.Level))
                {
                    attributes.Add((level, field.Key));
                }
            }
        }

        return attributes.Select(static attribute => (attribute.Level, Encoding.UTF8.GetBytes(attribute.Key)));
    }

    private void JudgeBytes(OpenBlock block, List<(int Row, ConditionTruth Known)> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // The duration of a trace is looked up in blocks that others open, so what this one holds stays as it is.
        var place = 0;
        block.Rebuild(catalog, [.. rows.Select(static entry => entry.Row)], (row, bytes) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (search.Spans.Decide(rows[place++].Known, bytes, heads.TraceIds[row]))
            {
                Found(row);
            }
        });
    }

    private void Found(int row) => search.Add(heads.TraceIds[row], heads.Starts[row]);
}
