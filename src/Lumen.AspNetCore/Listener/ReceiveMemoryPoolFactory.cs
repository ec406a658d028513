using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Lumen.AspNetCore.Listener;

/// <summary>Gives a server its <see cref="ReceiveMemoryPool"/>.</summary>
internal sealed class ReceiveMemoryPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new ReceiveMemoryPool();
}
