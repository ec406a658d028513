using FsCheck.Xunit;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp;

public sealed class RandomOtlpTests
{
    [Property]
    public void NextRequest_AnySeed_IsTakenAsItIs(int seed, byte spans)
    {
        using var batch = new RandomOtlp(seed).NextRequest(spans).ToBatch();
        Assert.Equal(spans, batch.Count);
    }

    [Property]
    public void NextRequest_SameSeed_GivesTheSameBytes(int seed) =>
        Assert.Equal(new RandomOtlp(seed).NextRequest(5).Encode(), new RandomOtlp(seed).NextRequest(5).Encode());
}
