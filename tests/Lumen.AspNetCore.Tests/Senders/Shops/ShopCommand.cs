using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>How a shop is started.</summary>
/// <param name="Program">The program to run.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Row">Its row in the README's table of senders.</param>
/// <param name="More">Variables besides those of the row.</param>
internal sealed record ShopCommand(string Program, string[] Arguments, string Row, params (string Name, string Value)[] More)
{
    internal static ShopCommand Of(ShopKind kind) => kind switch
    {
        ShopKind.Node => new(
            Require.Program("node"),
            ["--require", "@opentelemetry/auto-instrumentations-node/register", Source("shop.js")],
            "Node",
            ("NODE_PATH", Installed("node", "node_modules")),
            ("OTEL_LOG_LEVEL", "error")),
        ShopKind.Java => new(
            Require.Program("java"),
            [$"-javaagent:{Require.Shared("clients", "opentelemetry-javaagent.jar")}", "-XX:TieredStopAtLevel=1", Source("Shop.java")],
            "Java agent"),
        ShopKind.Python => new(
            Installed("python", "bin", "opentelemetry-instrument"), ["python", Source("shop.py")], "Python", ("PATH", PythonPath)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string PythonPath => $"{Installed("python", "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

    private static string Source(string file) =>
        Path.Combine(Require.Repository, "tests", "Lumen.AspNetCore.Tests", "Senders", "Shops", file);

    /// <summary>Something that <c>Senders/prepare</c> installed.</summary>
    private static string Installed(params string[] parts)
    {
        var folder = Path.Combine([Path.GetTempPath(), "lumen-senders", .. parts]);
        Require.That(Path.Exists(folder), $"{folder} is not there: run tests/Lumen.AspNetCore.Tests/Senders/prepare.");
        return folder;
    }
}
