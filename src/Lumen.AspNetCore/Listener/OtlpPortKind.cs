namespace Lumen.AspNetCore.Listener;

/// <summary>What a port of the listener speaks: clear-text gRPC and HTTP/1.1 cannot share one.</summary>
internal enum OtlpPortKind
{
    Grpc = 0,
    Http,
}

/// <summary>The words for the kinds of port.</summary>
internal static class OtlpPortKinds
{
    public static string Name(this OtlpPortKind kind) => kind == OtlpPortKind.Grpc ? "OTLP/gRPC" : "OTLP/HTTP";

    public static string OptionName(this OtlpPortKind kind) => LumenOtlpListenerOptions.Key(
        kind == OtlpPortKind.Grpc ? nameof(LumenOtlpListenerOptions.GrpcPorts) : nameof(LumenOtlpListenerOptions.HttpPort));
}
