namespace Lumen.Analysis;

/// <summary>A strict total order of rows that have the same key.</summary>
internal interface ITieOrder
{
    bool Precedes(int left, int right);
}
