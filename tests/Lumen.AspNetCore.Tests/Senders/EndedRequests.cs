using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>
/// The activities of requests to one port that were recorded to their end. Other tests of this process have applications of their own.
/// </summary>
internal sealed class EndedRequests(int port) : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _all = [];

    internal IReadOnlyCollection<Activity> All => _all;

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("server.port") is int served && served == port)
        {
            _all.Enqueue(data);
        }
    }
}
