using FsCheck.Xunit;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.ColumnTests;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>A block gives back every byte of every span, and bytes that are not a block are refused.</summary>
public sealed class Rule21_BlockTests
{
    [Property(MaxTest = 400)]
    public void Block_WithAByteChanged_IsReadOrRefusedButNeverCrashes(int seed)
    {
        var (random, otlp) = (new Random(seed), new RandomOtlp(seed));
        using var block = new ShreddedBlock(new Catalog(5), Enumerable.Range(0, 20).Select(_ => otlp.NextSpan().Encode()));
        // Frames have a checksum, so this is beyond what can happen; still no length is trusted.
        block.Payload[random.Next(block.Payload.Length)] ^= (byte)random.Next(1, 256);
        AssertReadOrRefused(block);
    }

    [Property(MaxTest = 100)]
    public void Block_CutOff_IsRefused(int seed)
    {
        var (random, otlp) = (new Random(seed), new RandomOtlp(seed));
        using var block = new ShreddedBlock(new Catalog(5), Enumerable.Range(0, 20).Select(_ => otlp.NextSpan().Encode()));
        var cut = block.Payload[..random.Next(block.Payload.Length)];
        Assert.Throws<InvalidDataException>(() => block.Decoder.ReadColumns(cut));
    }

    [Fact]
    public void Block_WithTheTablesOfAnotherBucket_IsReadOrRefusedButNeverCrashes()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var otlp = new RandomOtlp(seed);
            using var block = new ShreddedBlock(new Catalog(5), Enumerable.Range(0, 20).Select(_ => otlp.NextSpan().Encode()));
            using var other = new ShreddedBlock(new Catalog(5), Enumerable.Range(0, 15).Select(_ => otlp.NextSpan().Encode()));
            AssertReadOrRefused(block, other.Catalog);
        }
    }

    private static void AssertReadOrRefused(ShreddedBlock block, Catalog? catalog = null)
    {
        try
        {
            block.Read(catalog ?? block.Catalog, [.. Enumerable.Range(0, 20)]);
        }
        catch (InvalidDataException)
        {
        }
    }
}
