using System.Text.Json;

namespace Lumen.Interchange;

/// <summary>One span of a list, as it stands in the body. Tags and annotations are read again when they are written.</summary>
internal ref struct ZipkinSpan
{
    private const ulong MaxMicros = ulong.MaxValue / 1000;

    internal RawText TraceId { get; private set; }

    internal RawText Id { get; private set; }

    internal RawText ParentId { get; private set; }

    internal RawText Kind { get; private set; }

    internal RawText Name { get; private set; }

    internal ulong TimestampMicros { get; private set; }

    internal ulong DurationMicros { get; private set; }

    internal bool IsDebug { get; private set; }

    internal bool IsShared { get; private set; }

    internal ZipkinEndpoint Local { get; private set; }

    internal ZipkinEndpoint Remote { get; private set; }

    internal bool HasTags { get; private set; }

    /// <summary>A reader at the brace of the tags.</summary>
    internal Utf8JsonReader Tags { get; private set; }

    internal bool HasAnnotations { get; private set; }

    /// <summary>A reader at the bracket of the annotations.</summary>
    internal Utf8JsonReader Annotations { get; private set; }

    /// <summary>Reads the object whose brace has been read, up to its end.</summary>
    internal void Read(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        while (JsonFields.NextMember(ref json, out var name))
        {
            if (!TryReadText(name, ref json, ref notes) && !TryReadValue(name, ref json, ref notes))
            {
                json.Skip();
            }
        }
    }

    private bool TryReadText(RawText name, scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        if (name.Is("traceId"u8))
        {
            TraceId = RawText.Read(ref json, ref notes);
        }
        else if (name.Is("id"u8))
        {
            Id = RawText.Read(ref json, ref notes);
        }
        else if (name.Is("parentId"u8))
        {
            ParentId = RawText.Read(ref json, ref notes);
        }
        else if (name.Is("kind"u8))
        {
            Kind = RawText.Read(ref json, ref notes);
        }
        else if (name.Is("name"u8))
        {
            Name = RawText.Read(ref json, ref notes);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryReadValue(RawText name, scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        if (name.Is("timestamp"u8))
        {
            TimestampMicros = JsonFields.Number(ref json, MaxMicros, ref notes);
        }
        else if (name.Is("duration"u8))
        {
            DurationMicros = JsonFields.Number(ref json, MaxMicros, ref notes);
        }
        else if (name.Is("debug"u8))
        {
            IsDebug = JsonFields.Flag(ref json, ref notes);
        }
        else if (name.Is("shared"u8))
        {
            IsShared = JsonFields.Flag(ref json, ref notes);
        }
        else if (name.Is("localEndpoint"u8))
        {
            Local = ZipkinEndpoint.Read(ref json, ref notes);
        }
        else if (name.Is("remoteEndpoint"u8))
        {
            Remote = ZipkinEndpoint.Read(ref json, ref notes);
        }
        else
        {
            return TryReadList(name, ref json, ref notes);
        }

        return true;
    }

    private bool TryReadList(RawText name, scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        if (name.Is("tags"u8))
        {
            HasTags = JsonFields.IsObject(ref json, ref notes);
            Tags = json;
        }
        else if (name.Is("annotations"u8))
        {
            HasAnnotations = JsonFields.IsArray(ref json, ref notes);
            Annotations = json;
        }
        else
        {
            return false;
        }

        json.Skip();
        return true;
    }
}
