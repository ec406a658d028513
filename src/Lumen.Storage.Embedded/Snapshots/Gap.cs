namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>Something that was stored and is missing.</summary>
/// <param name="FirstWindow">The first window that it concerns.</param>
/// <param name="LastWindow">The last one.</param>
/// <param name="Sentence">What is missing, and from when to when.</param>
internal sealed record Gap(long FirstWindow, long LastWindow, string Sentence);
