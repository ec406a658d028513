using System.Buffers.Binary;
using System.Text;
using Lumen.AspNetCore.Tests.Otlp;

namespace Lumen.AspNetCore.Tests.Attacks.Wire;

/// <summary>The bytes of HTTP/2, by hand: what no client library sends half. Source: RFC 9113, sections 3.4, 4.1 and 6; RFC 7541.</summary>
internal static class Http2Bytes
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndHeaders = 4;
    private const int FirstStream = 1;

    /// <summary>What a client begins with.</summary>
    internal static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    /// <summary>The headers of a call of <c>TraceService/Export</c>; open ones are never ended.</summary>
    internal static byte[] CallHeaders(bool areOpen) => Frame(Headers, areOpen ? (byte)0 : EndHeaders, FirstStream, HeaderBlock());

    /// <summary>A part of the call's body.</summary>
    internal static byte[] Body(byte[] bytes) => Frame(Data, 0, FirstStream, bytes);

    /// <summary>POST, http and the name of the path are entries 3, 6 and 4 of the static table; content-type is 31.</summary>
    private static byte[] HeaderBlock() =>
        [0x83, 0x86, 0x04, .. Text(GrpcWire.ExportPath), 0x0F, 0x10, .. Text("application/grpc")];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
