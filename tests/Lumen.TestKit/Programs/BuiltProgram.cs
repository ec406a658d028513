using Xunit;

namespace Lumen.TestKit.Programs;

/// <summary>Where the programs of this repository are, built in the configuration that this process was built in.</summary>
public static class BuiltProgram
{
    /// <summary>The assembly of a sample.</summary>
    /// <param name="name">Its project, such as <c>Lumen.Server</c>.</param>
    /// <returns>The full path.</returns>
    public static string Sample(string name) => Of("samples", name);

    /// <summary>The assembly of a program that only tests use.</summary>
    /// <param name="name">Its project.</param>
    /// <returns>The full path.</returns>
    public static string Test(string name) => Of("tests", name);

    private static string Of(string folder, string name)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Require.Repository, folder, name, "bin", framework.Parent!.Name, framework.Name, $"{name}.dll");
        Assert.True(File.Exists(path), $"{path} is not built: build the solution, or the project that depends on it.");
        return path;
    }
}
