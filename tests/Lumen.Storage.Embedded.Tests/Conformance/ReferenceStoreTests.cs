using Lumen.Storage.Conformance;

namespace Lumen.Storage.Embedded.Conformance;

/// <summary>The whole suite over the reference store.</summary>
public static class ReferenceStoreTests
{
    public sealed class Write : WriteSuite<ReferenceHarness>;

    public sealed class TraceLookup : TraceLookupSuite<ReferenceHarness>;

    public sealed class Search : SearchSuite<ReferenceHarness>;

    public sealed class Administration : AdministrationSuite<ReferenceHarness>;

    public sealed class Completion : CompletionSuite<ReferenceHarness>;
}
