namespace Lumen.AspNetCore.Tests.Attacks.Wire;

/// <summary>What a slow sender never ends.</summary>
public enum SlowKind
{
    /// <summary>The headers of an HTTP/1.1 request.</summary>
    Http1Headers = 0,

    /// <summary>A body whose length was declared.</summary>
    Http1Body,

    /// <summary>A body in chunks.</summary>
    Http1Chunks,

    /// <summary>The headers of an HTTP/2 stream.</summary>
    Http2Headers,

    /// <summary>The message of a gRPC call.</summary>
    GrpcMessage,

    /// <summary>The five bytes before the message of a gRPC call.</summary>
    GrpcFrame,
}
