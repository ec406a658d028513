using System.Text;
using System.Text.Encodings.Web;

namespace Lumen.AspNetCore.PageServing;

/// <summary>
/// The document that starts the page, cut where the address it was mounted at belongs. That address is the only text in it that is not
/// fixed, so that the page works under any prefix and path base.
/// </summary>
internal sealed class PageIndex
{
    // The page's own source names the root, so that it also works where any server of static files serves it.
    private const string Placeholder = "<base href=\"/\">";

    private readonly string _before;
    private readonly string _after;

    private PageIndex(string before, string after)
    {
        _before = before;
        _after = after;
    }

    /// <summary>Finds the place.</summary>
    /// <param name="document">The HTML document, UTF-8.</param>
    /// <exception cref="FormatException">It has no <c>base</c> element for the root, which is to be replaced.</exception>
    internal static PageIndex Parse(ReadOnlySpan<byte> document)
    {
        var text = Encoding.UTF8.GetString(document);
        var place = text.IndexOf(Placeholder, StringComparison.Ordinal);
        return place >= 0
            ? new PageIndex(text[..place], text[(place + Placeholder.Length)..])
            : throw new FormatException($"The page's index.html has no {Placeholder} that its address could replace.");
    }

    /// <summary>The document for a mount.</summary>
    /// <param name="mount">The path the page is mounted at, as it stands in an address: with a slash at both ends.</param>
    internal string At(string mount) => $"{_before}<base href=\"{HtmlEncoder.Default.Encode(mount)}\">{_after}";
}
