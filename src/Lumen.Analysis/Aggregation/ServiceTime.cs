namespace Lumen.Analysis;

/// <summary>Where the time of a tree went, by service.</summary>
/// <param name="Service">The service.</param>
/// <param name="SelfNanos">The sum of the self times of its spans; it stops at <see cref="ulong.MaxValue"/>.</param>
/// <param name="CriticalNanos">The time its spans hold the critical path. Over all services these add up to the root's duration.</param>
public readonly record struct ServiceTime(string Service, ulong SelfNanos, ulong CriticalNanos);
