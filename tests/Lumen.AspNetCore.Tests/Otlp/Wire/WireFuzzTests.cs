using System.Globalization;
using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.AspNetCore.Tests.Senders;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>
/// Damaged requests through the listener, the sink and the store, seed by seed: each gets a status that says what to do, and none a failure
/// of the server. A long run:
/// <c>LUMEN_FUZZ_INPUTS=1000000 dotnet run -c Release --project tests/Lumen.AspNetCore.Tests -- --filter-class "*WireFuzzTests"</c>.
/// </summary>
public sealed class WireFuzzTests
{
    private const int UsualInputs = 2_000;
    private const int Declared = 60_000_000;

    private static readonly StatusCode[] GrpcCodes =
        [StatusCode.OK, StatusCode.InvalidArgument, StatusCode.ResourceExhausted, StatusCode.Internal];

    private static readonly HttpStatusCode[] HttpStatuses =
        [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge];

    [Fact]
    public async Task Export_DamagedRequests_AreDecidedAndAGoodOneIsTakenAfterwards()
    {
        await using var host = await ReceivingHost.StartAsync();
        using var client = new HttpClient();
        for (var seed = 0; seed < Require.FuzzInputs(UsualInputs); seed++)
        {
            var request = new FuzzedRequest(seed);
            using var message = request.ToMessage(host.Grpc, host.Http);
            using var answer = await client.SendAsync(message);
            await answer.Content.LoadIntoBufferAsync();
            Assert.True(IsDecided(request, answer), $"{request}: {answer} {await answer.Content.ReadAsStringAsync()}");
        }

        using var good = new ExportClient(host.Grpc);
        var bytes = ExportRequests.Bytes(20);
        await good.ExportAsync(ExportRequests.Message(bytes));
    }

    [Fact]
    public async Task Export_LengthThatOnlyIsDeclared_HoldsNoMoreThanWhatCame()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);
        using var end = new CancellationTokenSource();
        var bodies = Enumerable.Range(0, 20).Select(_ => new HalfBody(GrpcWire.Frame(new byte[20_000], length: Declared))).ToList();

        var calls = bodies.Select(body => wire.SendAsync(body, end.Token)).ToList();
        await Eventually.TrueAsync(() => server.Sink.BytesHeld > 0, "the first bytes arrive");

        Assert.InRange(server.Sink.BytesHeld, 1, Declared / 10);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(calls));
        await Eventually.TrueAsync(() => server.Sink.BytesHeld == 0, "what was held is given back");
    }

    private static bool IsDecided(FuzzedRequest request, HttpResponseMessage answer) => request.IsGrpc
        ? answer.StatusCode == HttpStatusCode.OK && GrpcCodes.Contains(CodeOf(answer))
        : HttpStatuses.Contains(answer.StatusCode);

    private static StatusCode CodeOf(HttpResponseMessage answer) =>
        answer.TrailingHeaders.TryGetValues("grpc-status", out var values)
            ? (StatusCode)int.Parse(values.Single(), CultureInfo.InvariantCulture)
            : StatusCode.Unknown;
}
