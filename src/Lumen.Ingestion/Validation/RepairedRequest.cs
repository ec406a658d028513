namespace Lumen.Ingestion;

/// <summary>A request that was written again.</summary>
/// <param name="Payload">The request, in an array of the pool that the receiver owns.</param>
/// <param name="Length">How many bytes of it are the request.</param>
/// <param name="Report">What was rejected, mended and cut.</param>
public readonly record struct RepairedRequest(byte[] Payload, int Length, RepairReport Report);
