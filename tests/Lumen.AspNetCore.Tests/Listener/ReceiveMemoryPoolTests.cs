using System.Net;
using Lumen.AspNetCore.Listener;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.AspNetCore.Tests.Listener;

public sealed class ReceiveMemoryPoolTests
{
    [Fact]
    public async Task Create_Server_ReceivesIntoBlocksOfThisPool()
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        await using var server = PortServer.Create(endpoint, HttpProtocols.Http2, null, _ => { }, NullLoggerFactory.Instance);

        using var pool = Assert.IsType<ReceiveMemoryPool>(server.MemoryPools.Create());
        using var block = pool.Rent();
        Assert.Equal(64 * 1024, block.Memory.Length);
    }

    [Fact]
    public void Rent_AfterAReturn_GivesTheSameBlock()
    {
        using var pool = new ReceiveMemoryPool();
        var first = pool.Rent();
        first.Dispose();

        using var second = pool.Rent(1);

        Assert.Same(first, second);
    }

    [Fact]
    public void Return_MoreThanMayBeIdle_LeavesTheRestToTheCollector()
    {
        using var pool = new ReceiveMemoryPool();
        var blocks = Enumerable.Range(0, ReceiveMemoryPool.MaxIdleBlocks + 10).Select(_ => pool.Rent()).ToList();
        blocks.ForEach(block => block.Dispose());

        var again = Enumerable.Range(0, blocks.Count).Select(_ => pool.Rent()).ToList();

        Assert.Equal(ReceiveMemoryPool.MaxIdleBlocks, again.Intersect(blocks).Count());
        Assert.Equal(again.Count, again.Distinct().Count());
    }

    [Fact]
    public void Rent_MoreThanABlock_Throws()
    {
        using var pool = new ReceiveMemoryPool();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(ReceiveMemoryPool.BlockBytes + 1));
    }
}
