using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Windows;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>Opens a directory: lock, identity, then what it holds. Stop and crash share this one path (rule 9).</summary>
internal sealed class StoreOpener(EmbeddedStoreOptions options, StoreFiles files, TimeProvider time, StoreLife life, ILogger log)
{
    /// <summary>The names of the two log files.</summary>
    internal const string FirstLog = "log-0.lumen";

    /// <summary>The names of the two log files.</summary>
    internal const string SecondLog = "log-1.lumen";

    /// <summary>Opens the directory. The background work is not started yet.</summary>
    /// <param name="carried">Windows in memory whose log was lost under them; alive while this runs, the oldest first.</param>
    /// <exception cref="StoreUnavailableException">It is in use, not writable, or of a newer format; nothing is held.</exception>
    internal StoreSession Open(IReadOnlyList<Window> carried)
    {
        var directoryLock = TakeDirectory();
        LogPair? logs = null;
        try
        {
            var identity = ReadIdentity();
            var context = new StoreContext
            {
                Options = options, StoredRetentionBytes = identity.DefaultRetentionBytes, Files = files, Lock = directoryLock,
                Seed = identity.Seed, Time = time, Life = life, Log = log,
            };
            logs = new LogPair(NewLog(context, FirstLog), NewLog(context, SecondLog));
            return new StoreAssembly(context, logs).Build(carried);
        }
        catch (Exception failure)
        {
            logs?.Dispose();
            directoryLock.Dispose();
            if (failure is IOException and not StoreUnavailableException or UnauthorizedAccessException)
            {
                throw new StoreUnavailableException(
                    $"The trace directory '{files.Directory}' cannot be opened: {failure.Message}", failure);
            }

            throw;
        }
    }

    private static LogFile NewLog(StoreContext context, string name) =>
        new(context.Files, name, context.Limits.LogFileBytes, context.Seed, context.Time);

    private DirectoryLock TakeDirectory()
    {
        try
        {
            if (files.CreateDirectory())
            {
                // Nobody wants traces in version control.
                File.WriteAllText(Path.Combine(files.Directory, ".gitignore"), "*\n");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The trace directory '{files.Directory}' cannot be created ({failure.Message}). Set another directory, or make this one.",
                failure);
        }

        return DirectoryLock.Take(files.Directory);
    }

    private DirectoryIdentity ReadIdentity()
    {
        if (DirectoryIdentity.TryRead(files) is { } identity)
        {
            return identity;
        }

        identity = DirectoryIdentity.Create(time.GetUnixNanos(), files.FreeBytes, files.List().Sum(file => file.Length));
        if (FindSeed() is { } seed)
        {
            identity = identity with { Seed = seed };
        }

        identity.Write(files);
        return identity;
    }

    /// <summary>The seed as the files say it that begin with it, for a directory whose identity was lost.</summary>
    private long? FindSeed()
    {
        foreach (var stored in files.List().Where(stored => stored.Name.EndsWith(".lumen", StringComparison.Ordinal)))
        {
            using var file = files.Open(stored.Name, FileMode.Open);
            if (FileStart.TryReadSeed(file) is { } seed)
            {
                return seed;
            }
        }

        return null;
    }
}
