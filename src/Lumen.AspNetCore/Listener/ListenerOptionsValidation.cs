using System.Net;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Listener;

/// <summary>Says of every wrong option its name, its value, and what to write instead.</summary>
internal sealed class ListenerOptionsValidation : IValidateOptions<LumenOtlpListenerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LumenOtlpListenerOptions options)
    {
        var failures = new List<string>();
        if (ListenerAddress.Parse(options.Address) is null)
        {
            failures.Add($"{LumenOtlpListenerOptions.Key(nameof(options.Address))} is '{options.Address}'; write an IP address such as "
                + "127.0.0.1, or localhost, or * for every address of this machine.");
        }

        IEnumerable<int> grpcPorts = options.GrpcPorts ?? [];
        failures.AddRange(grpcPorts.Where(port => port is < 0 or > IPEndPoint.MaxPort)
            .Select(port => Wrong(OtlpPortKind.Grpc, port, $"ports from 0 (any free one) to {IPEndPoint.MaxPort}, such as 4317")));
        if (options.HttpPort is < -1 or > IPEndPoint.MaxPort)
        {
            var range = $"a port from 0 (any free one) to {IPEndPoint.MaxPort}, such as 4318, or -1 for none";
            failures.Add(Wrong(OtlpPortKind.Http, options.HttpPort, range));
        }

        if (options.MaxConnections < 1)
        {
            failures.Add($"{LumenOtlpListenerOptions.Key(nameof(options.MaxConnections))} is {options.MaxConnections}; write a number of "
                + "connections from 1, such as 10000.");
        }

        failures.AddRange(grpcPorts.Append(options.HttpPort).Where(port => port > 0).GroupBy(port => port)
            .Where(group => group.Count() > 1)
            .Select(group => $"Port {group.Key} is asked for more than once; gRPC and HTTP need ports of their own."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Wrong(OtlpPortKind kind, int port, string range) => $"{kind.OptionName()} is {port}; write {range}.";
}
