namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>Attacks measure the memory of the process and take all of the machine: they run one by one, beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AttackCollection
{
    internal const string Name = "Attacks";
}
