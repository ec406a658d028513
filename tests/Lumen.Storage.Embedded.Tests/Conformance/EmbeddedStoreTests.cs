using Lumen.Storage.Conformance;

namespace Lumen.Storage.Embedded.Conformance;

/// <summary>The whole suite over the embedded store.</summary>
public static class EmbeddedStoreTests
{
    public sealed class Write : WriteSuite<EmbeddedHarness>;

    public sealed class TraceLookup : TraceLookupSuite<EmbeddedHarness>;

    public sealed class Search : SearchSuite<EmbeddedHarness>;

    public sealed class Administration : AdministrationSuite<EmbeddedHarness>;

    public sealed class Completion : CompletionSuite<EmbeddedHarness>;

    public sealed class Differential : DifferentialSuite<EmbeddedHarness>;
}
