using System.Runtime.CompilerServices;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>
/// One column of a block as it is read: takes the codes of its occurrences one after the other. Used again for every block. Not
/// thread-safe.
/// </summary>
internal sealed class ColumnReader
{
    /// <summary>From here on a code has more than one byte.</summary>
    private const int Wide = 0x80;

    private int _firstCode;
    private int _endOfCodes;
    private int _position;
    private int _next;
    private int[] _ends = [];
    private int _valuesStart;

    /// <summary>The column's number in the bucket.</summary>
    internal int Column { get; private set; }

    /// <summary>How many distinct values there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The section that the dictionary is in.</summary>
    internal int Section { get; set; }

    /// <summary>Where in the section the dictionary begins.</summary>
    internal int Start { get; set; }

    /// <summary>How many bytes it has there.</summary>
    internal int Bytes { get; private set; }

    /// <summary>Whether <see cref="RangeOf"/> may be asked.</summary>
    internal bool IsLoaded { get; private set; }

    /// <summary>Whether its codes are gone through from the first on, so that the next one is that of the next span.</summary>
    internal bool IsWanted { get; private set; }

    /// <summary>Where its codes end, which is where those of the next column begin.</summary>
    internal int EndOfCodes => _endOfCodes;

    /// <summary>The context of spans without a shape: the place of their latest value plus 1.</summary>
    internal int Latest;

    /// <summary>Turns to another column.</summary>
    internal void Begin(int column, int count, int bytes)
    {
        (Column, Count, Bytes, IsLoaded) = (column, count, bytes, false);
    }

    /// <summary>Says where the codes are, and begins with the first.</summary>
    internal void BeginCodes(int start, int length)
    {
        (_firstCode, _endOfCodes) = (start, checked(start + length));
        Rewind();
    }

    /// <summary>Goes back to the first code, and is not wanted any more.</summary>
    internal void Rewind() => (_position, _next, Latest, IsWanted) = (_firstCode, 0, 0, false);

    /// <summary>Says that its codes are to be gone through: one of its values is asked for.</summary>
    internal void Want() => IsWanted = true;

    /// <summary>The place of the next occurrence's value.</summary>
    /// <param name="codes">The section of codes.</param>
    /// <param name="latest">The context's latest value, its place plus 1.</param>
    /// <exception cref="InvalidDataException">There is no such value.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Take(ReadOnlySpan<byte> codes, ref int latest)
    {
        int code = _position < _endOfCodes ? codes[_position] : Wide;

        if (code == ValueCode.Repeated && latest > 0)
        {
            _position++;
            return latest - 1;
        }

        latest = 1 + (code is > 0 and < Wide ? TakeShort(code) : TakeLong(codes));
        return latest - 1;
    }

    /// <summary>Finds the values in the dictionary.</summary>
    /// <exception cref="InvalidDataException">They do not fit into it.</exception>
    internal void Load(ReadOnlySpan<byte> dictionary)
    {
        if (_ends.Length < Count)
        {
            _ends = new int[Math.Max(Count, _ends.Length * 2)];
        }

        var parser = new Frames.ByteParser(dictionary);
        long end = 0;
        for (var place = 0; place < Count; place++)
        {
            end += parser.TakeInt();
            _ends[place] = (int)Math.Min(end, int.MaxValue);
        }

        if (end != parser.Left)
        {
            throw new InvalidDataException("The values of a column do not fit into its dictionary.");
        }

        foreach (ref var known in _ends.AsSpan(0, Count))
        {
            known += Start + parser.Position;
        }

        (_valuesStart, IsLoaded) = (Start + parser.Position, true);
    }

    /// <summary>Where in its section a value is.</summary>
    internal (int Start, int Length) RangeOf(int place)
    {
        var start = place == 0 ? _valuesStart : _ends[place - 1];
        return (start, _ends[place] - start);
    }

    /// <summary>Most codes have one byte.</summary>
    private int TakeShort(int code)
    {
        _position++;
        return PlaceOf(code);
    }

    private int TakeLong(ReadOnlySpan<byte> codes)
    {
        var parser = new Frames.ByteParser(codes[_position.._endOfCodes]);
        var code = parser.TakeInt();
        _position += parser.Position;
        return PlaceOf(code);
    }

    private int PlaceOf(int code)
    {
        var place = code == ValueCode.New ? _next++ : code - ValueCode.FirstPlace;
        return (uint)place < (uint)Count ? place : throw new InvalidDataException("A code names a value that is not there.");
    }
}
