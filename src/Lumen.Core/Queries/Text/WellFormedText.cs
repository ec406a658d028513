namespace Lumen.Queries.Text;

/// <summary>Text without halves of surrogate pairs, which have no UTF-8 form and so cannot occur in a span.</summary>
internal static class WellFormedText
{
    internal static bool Is(string text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            if (!char.IsSurrogate(text[place]))
            {
                continue;
            }

            if (place + 1 >= text.Length || !char.IsSurrogatePair(text[place], text[place + 1]))
            {
                return false;
            }

            place++;
        }

        return true;
    }
}
