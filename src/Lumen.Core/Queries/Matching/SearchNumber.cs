using System.Globalization;

namespace Lumen.Queries.Matching;

/// <summary>
/// A number as it is written in a condition, compared exactly: an integer of any size that matters is never rounded to a double.
/// </summary>
internal readonly record struct SearchNumber
{
    private const NumberStyles RealForm = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>What is longer exceeds every integer of a span by far, so that a double is exact enough.</summary>
    private const int MostIntegerDigits = 36;

    private readonly Int128 _integer;
    private readonly double _real;
    private readonly bool _isReal;

    private SearchNumber(Int128 integer, double real, bool isReal) => (_integer, _real, _isReal) = (integer, real, isReal);

    /// <summary>Reads digits with a sign, a point and an exponent where they are wanted; nothing infinite.</summary>
    internal static bool TryParse(string text, out SearchNumber number)
    {
        if (text.Length <= MostIntegerDigits
            && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            number = new SearchNumber(integer, 0, isReal: false);
            return true;
        }

        var isNumber = double.TryParse(text, RealForm, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            && char.IsAsciiDigit(text[^1]);
        number = new SearchNumber(0, real, isReal: true);
        return isNumber;
    }

    /// <summary>How a whole number compares with this one: below 0, 0 or above 0.</summary>
    internal int OrderOf(Int128 value) => _isReal ? Compare(value, _real) : value.CompareTo(_integer);

    /// <summary>How a double compares with this number; null for one that is no number.</summary>
    internal int? OrderOf(double value) =>
        double.IsNaN(value) ? null : _isReal ? value.CompareTo(_real) : -Compare(_integer, value);

    private static int Compare(Int128 integer, double real)
    {
        // Beyond the range of the integers, infinities included, the sign decides.
        const double Beyond = 1e38;
        if (Math.Abs(real) >= Beyond)
        {
            return real > 0 ? -1 : 1;
        }

        var floor = Math.Floor(real);
        var order = integer.CompareTo((Int128)floor);
        return order != 0 ? order : floor < real ? -1 : 0;
    }
}
