using System.Globalization;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.AspNetCore.Tests.Protos;

namespace Lumen.AspNetCore.Tests.Attacks.Wire;

/// <summary>Reads what a gRPC call was answered off its trailers, as a client library does.</summary>
internal static class GrpcAnswers
{
    internal static AttackAnswer Of(HttpResponseMessage answer)
    {
        var trailers = answer.TrailingHeaders;
        var code = trailers.TryGetValues("grpc-status", out var values)
            ? (StatusCode)int.Parse(values.Single(), CultureInfo.InvariantCulture)
            : StatusCode.Unknown;
        var delay = trailers.TryGetValues("grpc-status-details-bin", out var details)
            ? Protos.Status.Parser.ParseFrom(Convert.FromBase64String(details.Single())).Details.Single().Unpack<RetryInfo>().RetryDelay
            : null;
        return new AttackAnswer(code == StatusCode.OK, 0, delay?.ToTimeSpan(), $"{code}");
    }
}
