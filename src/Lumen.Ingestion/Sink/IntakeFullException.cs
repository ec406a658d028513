namespace Lumen.Ingestion;

/// <summary>The intake budget has no room for what reading a request needs. It ends inside ingestion: to a sender it is a result.</summary>
internal sealed class IntakeFullException() : Exception("The intake budget has no room.");
