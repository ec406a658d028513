namespace Lumen.Architecture.Projects;

/// <summary>
/// Which projects there may be and which way the arrows go. A row whose project does not exist yet is a plan; a project without a row is
/// a mistake. docs/adr/0001-projects-and-arrows.md says why each is there.
/// </summary>
internal static class ProjectTable
{
    private const string Logging = "Microsoft.Extensions.Logging.Abstractions";
    private const string Injection = "Microsoft.Extensions.DependencyInjection.Abstractions";
    private const string Options = "Microsoft.Extensions.Options";
    private const string Hosting = "Microsoft.Extensions.Hosting.Abstractions";
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";
    private const string HealthCheckAbstractions = "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions";

    internal static IReadOnlyList<ProjectRule> Product { get; } =
    [
        new("src/Lumen.Core", [], [], []),
        new("src/Lumen.Ingestion", ["Lumen.Core"], ["Google.Protobuf", "Grpc.Core.Api", Logging], []),
        new("src/Lumen.Analysis", ["Lumen.Core"], [], []),
        new("src/Lumen.Storage.Embedded", ["Lumen.Core"], ["ZstdSharp.Port", "System.IO.Hashing", Logging], ["ZstdSharp"]),
        new("src/Lumen.Cql", [], ["K4os.Compression.LZ4", "System.IO.Hashing", Logging], []),
        new("src/Lumen.Storage.Cassandra", ["Lumen.Core", "Lumen.Cql"], [Injection, Options, HealthCheckAbstractions, Logging], []),
        new("src/Lumen.Storage.Cassandra.DataStax", ["Lumen.Storage.Cassandra"], ["CassandraCSharpDriver"], ["Cassandra"]),
        new(
            "src/Lumen.Ingestion.Kafka",
            ["Lumen.Ingestion"],
            ["Confluent.Kafka", Hosting, Options, HealthCheckAbstractions],
            [Injection, Logging]),
        new("src/Lumen.Monitoring", ["Lumen.Core", "Lumen.Analysis"], [], []),
        new(
            "src/Lumen.Hosting",
            ["Lumen.Ingestion", "Lumen.Analysis", "Lumen.Monitoring", "Lumen.Storage.Embedded"],
            [Hosting, "Microsoft.Extensions.Options.ConfigurationExtensions", HealthChecks],
            ["Microsoft.Extensions.*"]),
        new("src/Lumen.Interchange", ["Lumen.Core"], [], []),
        new(
            "src/Lumen.AspNetCore",
            ["Lumen.Hosting", "Lumen.Interchange"],
            [],
            ["Microsoft.AspNetCore", "Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.Net.Http.Headers"]),
        new(
            "src/Lumen.Cli",
            ["Lumen.Interchange", "Lumen.Analysis", "Lumen.AspNetCore", "Lumen.Storage.Cassandra"],
            ["System.CommandLine"],
            ["Microsoft.*"]),
    ];

    internal static IReadOnlyList<ProjectRule> Tests { get; } =
    [
        .. Product.Select(project => new ProjectRule(
            $"tests/{project.Name}.Tests", [project.Name, "Lumen.TestKit", "Lumen.Storage.Conformance"], ["*"], ["*"])),
        new(
            "tests/Lumen.Storage.Conformance",
            ["Lumen.Core", "Lumen.TestKit"],
            ["xunit.v3.extensibility.core", "xunit.v3.assert", "FsCheck.Xunit.v3"],
            ["*"]),
        new("tests/Lumen.TestKit", ["Lumen.Core"], ["xunit.v3.assert", "Google.Protobuf", "Grpc.Tools"], ["*"]),
        new("tests/Lumen.Architecture.Tests", [.. Product.Select(project => project.Name)], ["Microsoft.CodeAnalysis.CSharp"], ["*"]),
    ];

    /// <summary>Programs around the product: they may use all of it.</summary>
    internal static IReadOnlyList<ProjectRule> Programs { get; } =
    [
        new("benchmarks/Lumen.Benchmarks", [.. Product.Select(project => project.Name), "Lumen.TestKit"], ["BenchmarkDotNet"], ["*"]),
        new("tests/Lumen.OlderSender", [], ["OpenTelemetry.Exporter.OpenTelemetryProtocol"], ["*"]),
        .. new[] { "Demo", "Server", "Embedding", "Worker" }.Select(sample => new ProjectRule(
            $"samples/Lumen.{sample}", ["Lumen.AspNetCore"], ["OpenTelemetry*"], ["*"])),
    ];

    internal static IReadOnlyDictionary<string, ProjectRule> ByName { get; } =
        Product.Concat(Tests).Concat(Programs).ToDictionary(project => project.Name, StringComparer.Ordinal);
}
