using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Lumen.AspNetCore.PageServing;

/// <summary>A file of the page.</summary>
/// <param name="Path">Relative to the page's folder, with forward slashes.</param>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="EntityTag">Changes with the content and with nothing else; weak, because the answer may be compressed.</param>
internal sealed record PageFile(string Path, byte[] Content, string ContentType, EntityTagHeaderValue EntityTag)
{
    private const string Unknown = "application/octet-stream";

    private static readonly FileExtensionContentTypeProvider Types = new();

    internal static PageFile Of(string path, byte[] content)
    {
        var type = Types.TryGetContentType(path, out var known) ? known : Unknown;
        var isText = type.StartsWith("text/", StringComparison.Ordinal) || type == "image/svg+xml";
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
        return new PageFile(path, content, isText ? $"{type}; charset=utf-8" : type, new EntityTagHeaderValue(tag, isWeak: true));
    }
}
