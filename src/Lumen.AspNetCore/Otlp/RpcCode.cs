namespace Lumen.AspNetCore.Otlp;

/// <summary>The status codes of gRPC that Lumen answers with; <c>google.rpc.Status</c> over HTTP carries the same.</summary>
internal enum RpcCode
{
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}
