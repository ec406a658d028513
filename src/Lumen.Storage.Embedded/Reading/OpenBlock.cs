using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Reading;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>A block with its frame and whatever of it is decoded by now. Given back by disposing. One thread at a time.</summary>
/// <param name="home">Where it is given back.</param>
internal sealed class OpenBlock(OpenBlocks home) : IDisposable
{
    private readonly BlockDecoder _decoder = new();
    private FrameLease? _frame;

    /// <summary>Which block it is; null if it is none.</summary>
    internal BlockKey? Key { get; private set; }

    /// <summary>What is known of its spans without their values.</summary>
    internal BlockColumns Columns => _decoder.Columns;

    /// <summary>How much memory it takes beside its frame.</summary>
    internal long Bytes => _decoder.Bytes;

    private ReadOnlySpan<byte> Payload => _frame!.Value.Payload;

    /// <summary>Puts the bytes of some spans together.</summary>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="rows">Which spans, in ascending order, each once.</param>
    /// <param name="visit">Gets each.</param>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void Rebuild(Catalog catalog, IReadOnlyList<int> rows, BlockDecoder.SpanVisitor visit) =>
        _decoder.Rebuild(Payload, catalog, rows, visit);

    /// <summary>Reads one attribute of all spans.</summary>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="level">The level of the attribute.</param>
    /// <param name="key">Its key in UTF-8.</param>
    /// <returns>Valid until another attribute is read.</returns>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal AttributeRows ReadAttribute(Catalog catalog, SpanLevel level, ReadOnlySpan<byte> key) =>
        _decoder.ReadAttribute(Payload, catalog, level, key);

    /// <summary>Its columns, to be kept.</summary>
    internal BlockColumns CopyColumns() => _decoder.CopyColumns();

    /// <summary>Turns to another block.</summary>
    /// <param name="key">Which block it is.</param>
    /// <param name="frame">Its frame, which it keeps.</param>
    /// <param name="columns">Its columns if they are known; otherwise they are read.</param>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void Turn(BlockKey key, FrameLease frame, BlockColumns? columns)
    {
        Key = null;
        _frame?.Dispose();
        _frame = frame;
        if (columns is null)
        {
            _decoder.ReadColumns(frame.Payload);
        }
        else
        {
            _decoder.Open(frame.Payload, columns);
        }

        Key = key;
    }

    /// <summary>Lets everything go.</summary>
    internal void Free()
    {
        _frame?.Dispose();
        _frame = null;
        _decoder.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => home.TakeBack(this);
}
