using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Spans of one trace in one block, while it is read.</summary>
/// <param name="Catalog">The bucket's catalog.</param>
/// <param name="Block">The block.</param>
/// <param name="First">The first of the spans.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct FoundSpans(Catalog Catalog, OpenBlock Block, int First, int Count);
