using Lumen.Storage.Embedded.Crashes;
using Lumen.Storage.Embedded.Tests;
using Xunit.MicrosoftTestingPlatform;

namespace Lumen.Storage.Embedded;

/// <summary>Runs the tests; or, asked by a crash test, is the process that it kills.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args is [CrashWriter.Argument, var directory, var first]
            ? CrashWriter.RunAsync(directory, first)
            : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
