using System.Text;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Interchange.Zipkin;

public sealed class ZipkinFuzzTests
{
    /// <summary>Whatever the bytes are, reading ends: with a request that Lumen's own reader takes, or with a sentence.</summary>
    [Fact]
    public void ReadChunk_MutatedList_IsReadOrRefused()
    {
        var random = new Random(20_240_611);
        byte[][] seeds = [Encoding.UTF8.GetBytes(ZipkinSamples.SharedId), Encoding.UTF8.GetBytes(ZipkinSamples.FailedCall)];
        var read = 0;
        var inputs = Require.FuzzInputs(20_000);
        for (var input = 0; input < inputs; input++)
        {
            var reader = new ZipkinJsonReader(Mutate(seeds[input % seeds.Length], random));
            using var writer = new ProtobufWriter();
            while (reader.ReadChunk(writer))
            {
            }

            if (reader.Error is null)
            {
                read++;
                AssertIsRequest(writer, reader.Spans);
            }
        }

        Assert.InRange(read, inputs / 20, inputs - (inputs / 20));
    }

    private static void AssertIsRequest(ProtobufWriter writer, int spans)
    {
        var request = writer.ToArray();
        var result = OtlpRequestReader.Read(request, request.Length, OtlpLimits.Accepted);
        Assert.Equal(OtlpReadStatus.Read, result.Status);
        Assert.Equal(spans, result.Batch?.Count ?? 0);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var json = (byte[])seed.Clone();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            json[random.Next(json.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : seed[random.Next(seed.Length)];
        }

        return json;
    }
}
