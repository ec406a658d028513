namespace Lumen.Analysis;

/// <summary>Something to be sorted together with its key, so that a sort reads memory in sequence.</summary>
internal readonly record struct KeyedRow(ulong Key, int Row);
