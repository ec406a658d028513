using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>Writes spans in a row, those of one service into one <c>ResourceSpans</c>.</summary>
/// <param name="writer">Where they are written.</param>
internal ref struct ResourceGroup(ProtobufWriter writer)
{
    private RawText _service;
    private int _resource;
    private int _scope;
    private bool _isOpen;

    /// <summary>Writes a span, behind those of its service or into a group of its own.</summary>
    internal void Write(scoped ref ZipkinSpan span, scoped ref ReadingNotes notes)
    {
        var service = span.Local.Service;
        if (!_isOpen || !service.Is(_service.Bytes))
        {
            End();
            Begin(service, ref notes);
        }

        SpanMessage.Write(writer, ref span, ref notes);
    }

    /// <summary>Ends the group that is open, if one is.</summary>
    internal void End()
    {
        if (_isOpen)
        {
            writer.EndMessage(_scope);
            writer.EndMessage(_resource);
        }

        _isOpen = false;
    }

    private void Begin(RawText service, scoped ref ReadingNotes notes)
    {
        _service = service;
        _isOpen = true;
        _resource = writer.BeginMessage(OtlpFields.Request.ResourceSpans);
        if (!service.IsEmpty)
        {
            var resource = writer.BeginMessage(OtlpFields.ResourceSpans.Resource);
            SpanAttributes.Write(writer, OtlpFields.Resource.Attributes, "service.name"u8, service, ref notes);
            writer.EndMessage(resource);
        }

        _scope = writer.BeginMessage(OtlpFields.ResourceSpans.ScopeSpans);
    }
}
