using Xunit;

namespace Lumen.TestKit.Programs;

/// <summary>Where the programs of this repository are, built in the configuration that this process was built in.</summary>
public static class BuiltProgram
{
    /// <summary>The assembly of a sample.</summary>
    /// <param name="name">Its project, such as <c>Lumen.Server</c>.</param>
    /// <returns>The full path.</returns>
    public static string Sample(string name)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Require.Repository, "samples", name, "bin", framework.Parent!.Name, framework.Name, $"{name}.dll");
        Assert.True(File.Exists(path), $"{path} is not built: build the solution, or the project that depends on it.");
        return path;
    }
}
