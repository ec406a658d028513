using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>Opens a directory: lock, identity, logs. Stop and crash share this one path (rule 9).</summary>
internal sealed class StoreOpener(EmbeddedStoreOptions options, StoreFiles files, TimeProvider time, HealthBoard health, ILogger log)
{
    private static readonly string[] LogNames = ["log-0.lumen", "log-1.lumen"];

    /// <summary>Opens the directory.</summary>
    /// <exception cref="StoreUnavailableException">It is in use, not writable, or of a newer format; nothing is held.</exception>
    internal StoreSession Open()
    {
        var directoryLock = TakeDirectory();
        LogPair? logs = null;
        try
        {
            var identity = ReadIdentity();
            var context = new StoreContext { Options = options, Files = files, Seed = identity.Seed, Time = time, Health = health, Log = log };
            logs = new LogPair(NewLog(context, 0), NewLog(context, 1));
            return OpenWindows(context, directoryLock, logs);
        }
        catch (Exception failure)
        {
            logs?.Dispose();
            directoryLock.Dispose();
            if (failure is IOException and not StoreUnavailableException or UnauthorizedAccessException)
            {
                throw new StoreUnavailableException($"The trace directory '{files.Directory}' cannot be opened: {failure.Message}", failure);
            }

            throw;
        }
    }

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
                $"The trace directory '{files.Directory}' cannot be created ({failure.Message}). Set another directory, or make this one.", failure);
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
        identity.Write(files);
        return identity;
    }

    private LogFile NewLog(StoreContext context, int number) => new(files, LogNames[number], options.LogFileBytes, context.Seed, time);

    private StoreSession OpenWindows(StoreContext context, DirectoryLock directoryLock, LogPair logs)
    {
        var pool = new ChunkPool(Math.Min(ChunkPool.MaxChunkBytes, (int)Frame.Align(options.LogFileBytes / 2)));
        var replayed = Replay(context, logs, pool, lastCommitted: 0);
        var ended = new EndedWindows();
        var bounds = new BucketBounds(context);
        var board = new SnapshotBoard(new StoreSnapshot([.. replayed.Select(found => found.Window.View)]));
        var lastWindow = replayed.Count == 0 ? 0 : replayed[^1].Window.Number;
        var intake = new WindowIntake(context, logs, board, ended, pool, bounds, lastWindow + 1);
        foreach (var found in replayed.SkipLast(1))
        {
            ended.Add(new EndedWindow(found.Window, EndsBucket: false));
        }

        if (replayed.Count > 0)
        {
            intake.Resume(new ActiveWindow(replayed[^1].Window, replayed[^1].Log, replayed[^1].End));
        }

        log.Opened(files.Directory, replayed.Count, replayed.Sum(found => (long)found.Window.View.Count));
        return new StoreSession(directoryLock, logs, board, intake);
    }

    private static List<FoundWindow> Replay(StoreContext context, LogPair logs, ChunkPool pool, long lastCommitted)
    {
        var found = new List<FoundWindow>();
        foreach (var logFile in logs.Files)
        {
            if (logFile.OpenExisting() is { } file)
            {
                var replay = new LogReplay(file, context.Seed, pool);
                found.AddRange(replay.Run(lastCommitted).Select(window => new FoundWindow(window.Window, logFile, window.End)));
                ReportFindings(context, replay, logFile);
            }
        }

        found.Sort((left, right) => left.Window.Number.CompareTo(right.Window.Number));
        found.ForEach(window => logs.Occupy(window.Log, window.Window.Number));
        return found;
    }

    private static void ReportFindings(StoreContext context, LogReplay replay, LogFile logFile)
    {
        if (replay.EndsTorn)
        {
            context.Log.TornWrite(logFile.Name);
        }

        foreach (var damage in replay.Damages)
        {
            context.Health.Report($"damage {damage}", StoreStatus.Degraded, damage);
            context.Log.Damaged(damage);
        }
    }

    private readonly record struct FoundWindow(Window Window, LogFile Log, long End);
}
