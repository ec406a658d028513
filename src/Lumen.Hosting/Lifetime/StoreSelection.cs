using Lumen.Storage;

namespace Lumen.Hosting;

/// <summary>Chooses among the stores that packages registered.</summary>
internal static class StoreSelection
{
    /// <summary>The one that is not the default wins, in whichever order they were registered.</summary>
    /// <exception cref="InvalidOperationException">There are two that are not the default, or none at all.</exception>
    internal static TraceStoreRegistration Choose(IEnumerable<TraceStoreRegistration> registrations)
    {
        var stores = registrations.DistinctBy(store => store.Name, StringComparer.Ordinal).ToList();
        var chosen = stores.Where(store => !store.IsDefault).ToList();
        return chosen.Count switch
        {
            0 => stores.FirstOrDefault() ?? throw new InvalidOperationException("No trace store is registered; call services.AddLumen()."),
            1 => chosen[0],
            _ => throw new InvalidOperationException(
                $"There are {chosen.Count} trace stores ({string.Join(", ", chosen.Select(store => store.Name))}); Lumen writes to one: "
                + "remove the calls that add the others."),
        };
    }
}
