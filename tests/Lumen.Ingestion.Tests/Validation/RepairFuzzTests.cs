using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Ingestion.Tests.Validation;

/// <summary>
/// Damaged requests, seed by seed: whatever is not malformed can be repaired, once for all. A long run:
/// <c>LUMEN_FUZZ_INPUTS=1000000 dotnet run -c Release --project tests/Lumen.Ingestion.Tests -- --filter-class "*RepairFuzzTests"</c>.
/// </summary>
public sealed class RepairFuzzTests
{
    private const int UsualInputs = 5_000;

    private static readonly OtlpLimits Narrow = new() { MaxAttributes = 3, MaxEvents = 1, MaxLinks = 1, MaxValueBytes = 7, MaxDepth = 1 };

    [Fact]
    public void Repair_DamagedRequests_AreReadAsTheyAreAndRepairedOnceForAll()
    {
        for (var seed = 0; seed < Require.FuzzInputs(UsualInputs); seed++)
        {
            var limits = seed % 3 == 0 ? Narrow : OtlpLimits.Default;
            var request = new RandomOtlp(seed).NextRequest(2).Encode();
            var damaged = new Mutation(seed).Of(seed % 2 == 0 ? request : new WirePieces(seed).Of(request));
            var (repaired, _) = Repairing.RepairBytes(damaged, limits);
            if (Repairing.Read(damaged, limits).Status != OtlpReadStatus.Malformed)
            {
                Assert.Equal((OtlpReadStatus.Read, SpanFindings.None), Repairing.Read(repaired, limits));
                Assert.Equal(repaired, Repairing.RepairBytes(repaired, limits).Request);
            }
        }
    }
}
