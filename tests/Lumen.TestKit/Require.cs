using System.Globalization;
using Xunit;

namespace Lumen.TestKit;

/// <summary>
/// What a test needs from outside the repository. Where it is missing, the test is skipped with the reason; where the environment variable
/// <c>LUMEN_REQUIRE_ALL</c> is 1, as in CI, it fails.
/// </summary>
public static class Require
{
    /// <summary>Whether a missing thing fails the test, and tests run at their full scale.</summary>
    public static bool IsAllRequired => Environment.GetEnvironmentVariable("LUMEN_REQUIRE_ALL") == "1";

    /// <summary>
    /// How many inputs a fuzz test tries: the environment variable <c>LUMEN_FUZZ_INPUTS</c> where it is set, for a long run of its own;
    /// else four times as many where all is required.
    /// </summary>
    /// <param name="usual">How many on a developer's machine.</param>
    public static int FuzzInputs(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("LUMEN_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var inputs)
            ? inputs
            : usual * (IsAllRequired ? 4 : 1);

    /// <summary>A file or folder of the folder <c>shared</c> beside the repository.</summary>
    /// <param name="parts">The path inside it; none for the folder itself.</param>
    /// <returns>The full path of what exists.</returns>
    public static string Shared(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Repository, "..", "shared", .. parts]));
        That(Path.Exists(path), $"'{Path.Join(["shared", .. parts])}' is not there beside the repository.");
        return path;
    }

    /// <summary>A program on the PATH.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The full path of the program.</returns>
    public static string Program(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        That(path is not null, $"The program '{name}' is not installed.");
        return path!;
    }

    /// <summary>Any other condition.</summary>
    /// <param name="condition">Whether it holds.</param>
    /// <param name="otherwise">What is missing, as a sentence.</param>
    public static void That(bool condition, string otherwise)
    {
        if (!condition && IsAllRequired)
        {
            Assert.Fail(otherwise);
        }

        Assert.SkipUnless(condition, otherwise);
    }

    /// <summary>The root of the repository this test was built in.</summary>
    public static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "Lumen.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new InvalidOperationException("The tests do not run inside the repository they were built in.");
        }
    }
}
