using Lumen.Storage.Conformance;

namespace Lumen.Storage.Embedded.Conformance;

/// <summary>The reference store, which must pass what it is the measure of.</summary>
public sealed class ReferenceHarness : StoreHarness
{
    protected override ITraceStore CreateStore() => new ReferenceTraceStore();
}
