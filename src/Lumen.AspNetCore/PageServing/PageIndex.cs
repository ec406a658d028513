using System.Text;
using System.Text.Encodings.Web;

namespace Lumen.AspNetCore.PageServing;

/// <summary>
/// The document that starts the page, cut where the address it was mounted at belongs. That address is the only text in it that is not
/// fixed, so that the page works under any prefix and path base.
/// </summary>
internal sealed class PageIndex
{
    private const string Head = "<head>";

    private readonly string _before;
    private readonly string _after;

    private PageIndex(string before, string after)
    {
        _before = before;
        _after = after;
    }

    /// <summary>Finds the place.</summary>
    /// <param name="document">The HTML document, UTF-8.</param>
    /// <exception cref="FormatException">It has no <c>head</c> that could take the address.</exception>
    internal static PageIndex Parse(ReadOnlySpan<byte> document)
    {
        var text = Encoding.UTF8.GetString(document);
        var head = text.IndexOf(Head, StringComparison.Ordinal);
        if (head < 0)
        {
            throw new FormatException($"The page's index.html has no {Head} that could take its address.");
        }

        // At the front of the head: an address before it would be resolved without it.
        var cut = head + Head.Length;
        return new PageIndex(text[..cut], text[cut..]);
    }

    /// <summary>The document for a mount.</summary>
    /// <param name="mount">The path the page is mounted at, as it stands in an address: with a slash at both ends.</param>
    internal string At(string mount) => $"{_before}<base href=\"{HtmlEncoder.Default.Encode(mount)}\">{_after}";
}
