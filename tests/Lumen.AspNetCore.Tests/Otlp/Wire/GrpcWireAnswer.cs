using System.Globalization;
using System.Net;
using Grpc.Core;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>The answer to a <see cref="GrpcWire"/> call.</summary>
internal sealed class GrpcWireAnswer(HttpResponseMessage response, byte[] body)
{
    internal HttpStatusCode Http { get; } = response.StatusCode;

    /// <summary>The code in the trailers; null where there is none.</summary>
    internal StatusCode? Code { get; } = response.TrailingHeaders.TryGetValues("grpc-status", out var values)
        ? (StatusCode)int.Parse(values.Single(), CultureInfo.InvariantCulture)
        : null;

    internal byte[] Body { get; } = body;

    internal string? Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(',', values)
            : null;
}
