namespace Lumen.Storage.Embedded.Searching;

/// <summary>How many spans a search looks at before it stops and says so. Not thread-safe.</summary>
/// <param name="most">The bound.</param>
internal sealed class SearchBudget(long most)
{
    /// <summary>How many were looked at.</summary>
    internal long Spent { get; private set; }

    /// <summary>Whether it is time to stop.</summary>
    internal bool IsSpent => Spent >= most;

    internal void Spend(long spans) => Spent += spans;
}
