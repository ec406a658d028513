namespace Lumen.AspNetCore.Otlp;

/// <summary>How the bytes of a message are compressed: what the OTLP specification asks a server to take.</summary>
internal enum BodyCompression
{
    None = 0,
    Gzip,
}
