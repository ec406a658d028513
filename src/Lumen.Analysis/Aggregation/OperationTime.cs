namespace Lumen.Analysis;

/// <summary>Where the time of a tree went, by operation.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">The name of the operation.</param>
/// <param name="SelfNanos">The sum of the self times of its spans; it stops at <see cref="ulong.MaxValue"/>.</param>
/// <param name="CriticalNanos">The time its spans hold the critical path. Over all operations these add up to the root's duration.</param>
public readonly record struct OperationTime(string Service, string Name, ulong SelfNanos, ulong CriticalNanos);
