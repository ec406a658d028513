using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Listener;

public sealed class ListenerKeyTests
{
    private const string Key = "another-key";

    public static TheoryData<string, string, bool> Headers => new()
    {
        { "x-api-key", "a-key-of-17-bytes", true },
        { "authorization", "Bearer a-key-of-17-bytes", true },
        { "authorization", "bearer  a-key-of-17-bytes ", true },
        { "x-api-key", "a-key-of-17-bytez", false },
        { "x-api-key", "a-key-of-17-bytes-and-more", false },
        { "x-api-key", "", false },
        { "authorization", "Basic a-key-of-17-bytes", false },
        { "authorization", "a-key-of-17-bytes", false },
        { "x-other", "a-key-of-17-bytes", false },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Export_WithKeySet_IsForThoseWhoShowIt(string header, string value, bool allowed)
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.ApiKey = "a-key-of-17-bytes");

        var grpc = await CodeAsync(server, new Metadata { { header, value } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/traces") { Content = HttpBodies.Protobuf([]) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var http = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(allowed ? StatusCode.OK : StatusCode.Unauthenticated, grpc);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, http.StatusCode);
        Assert.Equal(allowed ? 2 : 0, server.Sink.Requests.Count);
    }

    [Fact]
    public async Task Post_WithoutTheKey_SaysHowToShowItInTheRequestsType()
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.ApiKey = Key);

        using var response = await server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]), TestContext.Current.CancellationToken);

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        var status = Protos.Status.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((int)StatusCode.Unauthenticated, status.Code);
        Assert.Contains("x-api-key", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Messages, message => message.Text.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_WithoutAKeyOfItsOwn_AsksForThatOfLumen()
    {
        await using var server = await ListenerUnderTest.StartAsync(lumen: new LumenOptions { ApiKey = "common" });

        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(server, []));
        Assert.Equal(StatusCode.OK, await CodeAsync(server, new Metadata { { "x-api-key", "common" } }));
    }

    private static async Task<StatusCode> CodeAsync(ListenerUnderTest server, Metadata headers)
    {
        try
        {
            await server.Grpc.ExportAsync(new ExportRequest(), headers, TestContext.Current.CancellationToken);
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
