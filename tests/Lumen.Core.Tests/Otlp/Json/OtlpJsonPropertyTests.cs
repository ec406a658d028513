using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Google.Protobuf;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp.Json;

public sealed class OtlpJsonPropertyTests
{
    [Property(MaxTest = 500)]
    public void WriteRequest_AnyRequest_IsTheJsonOfTheOracle(int seed, byte spans)
    {
        var request = new RandomOtlp(seed).NextRequest(spans % 8).Encode();
        var expected = OracleJson.Of(ExportRequest.Parser.ParseFrom(request));
        var actual = OtlpJson.Write(json => OtlpJsonWriter.WriteRequest(json, request));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}\nactual {actual}");
    }

    [Property(MaxTest = 500)]
    public void TryRead_JsonOfTheOracle_IsTheRequestOfTheOracle(int seed, byte spans)
    {
        var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(seed).NextRequest(spans % 8).Encode());
        var json = Encoding.UTF8.GetBytes(OracleJson.Of(request).ToJsonString());
        Assert.Equal(request, ExportRequest.Parser.ParseFrom(OtlpJson.Read(json)));
    }

    [Property(MaxTest = 500)]
    public void TryRead_OtherFormsOfTheSameJson_IsTheSameRequest(int seed, byte spans)
    {
        var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(seed).NextRequest(spans % 8).Encode());
        var varied = new JsonVariation(seed).Of(OracleJson.Of(request));
        Assert.Equal(request, ExportRequest.Parser.ParseFrom(OtlpJson.Read(varied)));
    }

    [Property(MaxTest = 500)]
    public void TryRead_WhatWriteRequestWrote_IsTheSameAgain(int seed, byte spans)
    {
        var request = new RandomOtlp(seed).NextRequest(spans % 8).Encode();
        var json = OtlpJson.Write(writer => OtlpJsonWriter.WriteRequest(writer, request));
        var read = OtlpJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.Equal(ExportRequest.Parser.ParseFrom(request), ExportRequest.Parser.ParseFrom(read));
        Assert.True(JsonNode.DeepEquals(json, OtlpJson.Write(writer => OtlpJsonWriter.WriteRequest(writer, read))));
    }

    [Property(MaxTest = 2_000)]
    public void TryRead_MutatedJson_GivesADecidedResult(int seed)
    {
        var random = new Random(seed);
        var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(seed).NextRequest(2).Encode());
        var json = Encoding.UTF8.GetBytes(OracleJson.Of(request).ToJsonString());
        for (var i = random.Next(4); i >= 0; i--)
        {
            json[random.Next(json.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "\"\\{}[]:,u0"u8[random.Next(10)];
        }

        using var writer = new ProtobufWriter();
        if (OtlpJsonReader.TryRead(json, OtlpLimits.Default, writer, out var error, out _))
        {
            Assert.NotNull(ExportRequest.Parser.ParseFrom(writer.Written));
        }
        else
        {
            Assert.NotEmpty(error);
        }
    }

    [Property(MaxTest = 2_000)]
    public void TryRead_RandomBytes_GivesADecidedResult(byte[] bytes)
    {
        using var writer = new ProtobufWriter();
        var read = OtlpJsonReader.TryRead(bytes, OtlpLimits.Default, writer, out var error, out _);
        Assert.Equal(read, error is null);
    }

    [Property(MaxTest = 2_000)]
    public void WriteRequest_MutatedBytes_WritesValidJson(int seed)
    {
        var random = new Random(seed);
        var request = new RandomOtlp(seed).NextRequest(2).Encode();
        for (var i = random.Next(6); i >= 0; i--)
        {
            request[random.Next(request.Length)] = (byte)random.Next(256);
        }

        Assert.IsType<JsonObject>(OtlpJson.Write(json => OtlpJsonWriter.WriteRequest(json, request)));
    }
}
