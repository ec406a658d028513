using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Rule 18: everything in the directory is counted, while files come and go.</summary>
public sealed class Rule18_ListedFilesTests
{
    [Fact]
    public async Task List_WhileFilesComeAndGo_ListsThoseThatStay()
    {
        var directory = Directory.CreateTempSubdirectory("lumen-files-").FullName;
        try
        {
            var files = new StoreFiles(directory);
            await File.WriteAllBytesAsync(Path.Combine(directory, "stays"), new byte[7]);
            using var ended = new CancellationTokenSource();
            var changing = Task.Run(() =>
            {
                for (var number = 0; !ended.IsCancellationRequested; number++)
                {
                    var path = Path.Combine(directory, $"goes-{number % 50}");
                    File.WriteAllBytes(path, [1]);
                    File.Move(path, path + "-renamed", overwrite: true);
                    File.Delete(path + "-renamed");
                }
            });
            for (var look = 0; look < 20_000 && !changing.IsCompleted; look++)
            {
                Assert.Contains(new StoredFile("stays", 7), files.List());
            }

            await ended.CancelAsync();
            await changing;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
