using System.IO.Compression;
using System.Text.RegularExpressions;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Page;

/// <summary>What the page's files promise by themselves, without a browser.</summary>
public sealed partial class PageSourceTests
{
    private const int BytesOnTheWire = 120_000;
    private const int LinesOfAModule = 300;

    private static readonly string Folder = Path.Combine(Require.Repository, "src", "Lumen.AspNetCore", "Page");

    [Fact]
    public void Files_Compressed_AreSmallInAll() => Assert.InRange(Files("*").Sum(CompressedLength), 1, BytesOnTheWire);

    [Fact]
    public void Modules_Each_AreShort() =>
        Assert.All(Files("*.js"), path => Assert.True(File.ReadLines(path).Count() < LinesOfAModule, path));

    [Fact]
    public void Modules_WithTextFromTraces_NeverTakeItForMarkupOrCode() =>
        Assert.All(Files("*.js"), path => Assert.DoesNotMatch(TextAsMarkup(), File.ReadAllText(path)));

    [Fact]
    public void Files_OfThePage_NameNoOtherOrigin() => Assert.All(
        Files("*").Where(path => !path.EndsWith(".svg", StringComparison.Ordinal)),
        path => Assert.DoesNotMatch(OtherOrigin(), File.ReadAllText(path)));

    private static string[] Files(string pattern) => Directory.GetFiles(Folder, pattern, SearchOption.AllDirectories);

    private static long CompressedLength(string path)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(path));
        }

        return compressed.Length;
    }

    [GeneratedRegex(
        @"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write"
        + @"|\beval\(|new Function|setAttribute\('style'")]
    private static partial Regex TextAsMarkup();

    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w{2,}")]
    private static partial Regex OtherOrigin();
}
