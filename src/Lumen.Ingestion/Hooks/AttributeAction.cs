namespace Lumen.Ingestion;

/// <summary>What a hook does to an attribute.</summary>
internal enum AttributeAction
{
    Keep = 0,
    Redact,
    Drop,
}
